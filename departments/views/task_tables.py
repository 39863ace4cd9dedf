"""The task list as files: workbook and CSV out, workbook in, the official table as a paper."""

import tempfile
from pathlib import Path, PurePath

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from departments.actions.tasks import import_tasks
from departments.backoffice import uploads
from departments.models import Task
from departments.supervision import Lights
from departments.task_exports import task_table
from departments.task_forms import TaskListForm, YearForm
from departments.task_imports import TaskDraft, read_tasks
from departments.task_papers import table_paper
from quality_portal.lib import clock
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.downloads import FormatForm, table_response
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.uploads import MAX_SIZE

MODEL = "departments.task"
PAGE = "departments/tasks/import.html"


class TableUploadForm(forms.Form):
    """A workbook with tasks."""

    file = forms.FileField(label=gettext_lazy("Workbook"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))

    def clean_file(self) -> object:
        """Refuse a file that is larger than any task list."""
        file = self.cleaned_data["file"]
        if file.size > MAX_SIZE:
            raise ValidationError(_("The file is larger than %(limit)d MB.") % {"limit": MAX_SIZE // 1024**2})
        return file


@require(Permission.VIEW_TASKS)
def export(request: PortalRequest) -> HttpResponse:
    """Give the list as it is filtered, as a workbook or CSV."""
    lights = Lights.in_force(clock.today())
    form = TaskListForm(request.GET, lights=lights)
    rows = form.ordered(form.filtered(Task.objects.visible_to(request.user)))
    return table_response(form.seen(task_table(rows, lights)), FormatForm(request.GET), on=clock.today())


@require(Permission.VIEW_TASKS)
def official_table(request: PortalRequest) -> HttpResponse:
    """Print a year's list as the official task table."""
    year = YearForm(request.GET).chosen(clock.today())
    rows = Task.objects.visible_to(request.user).for_year(year)
    try:
        content = table_paper(rows, year)
    except PaperError as error:
        messages.error(request, str(error))
        return redirect("tasks:list")
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="tasks-{year}.pdf"'
    return response


@require(Permission.EDIT_TASKS)
def upload(request: PortalRequest) -> HttpResponse:
    """Take a workbook and show what it would do; nothing is written yet."""
    form = TableUploadForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = b"".join(file.chunks())
        try:
            draft = drafted(content, PurePath(file.name).suffix)
        except SpreadsheetError as error:
            form.add_error("file", str(error))
        else:
            context["draft"] = draft
            if not draft.problems and draft.new + draft.changed:
                user = int(request.user.pk)
                context["token"] = uploads.keep(content, user=user, model=MODEL, file_format=0).token
    return render(request, PAGE, context)


@require(Permission.EDIT_TASKS)
@require_POST
def confirm(request: PortalRequest) -> HttpResponse:
    """Write what was previewed, all or nothing."""
    token = request.POST.get("token", "")
    try:
        kept, content = uploads.find(token, user=int(request.user.pk), model=MODEL)
        draft = drafted(content, ".xlsx")
        if draft.problems:
            raise SpreadsheetError(_("The list has changed since the preview. Upload the file again."))
        written = import_tasks(draft, by=request.user)
    except (uploads.UploadError, SpreadsheetError, ValidationError) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        messages.error(request, words)
        return redirect("tasks:import")
    uploads.forget(kept)
    words = ngettext("%(n)d task has been written.", "%(n)d tasks have been written.", written)
    messages.success(request, words % {"n": written})
    return redirect(reverse("tasks:list"))


def drafted(content: bytes, suffix: str) -> TaskDraft:
    """Return what a workbook would do to this year's list."""
    with tempfile.NamedTemporaryFile(suffix=suffix or ".xlsx") as copy:
        copy.write(content)
        copy.flush()
        return read_tasks(Path(copy.name), name=f"tasks{suffix or '.xlsx'}", year=clock.today().year)
