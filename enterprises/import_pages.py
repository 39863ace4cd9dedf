"""The pages of the import of records: every room that imports some shows these under its own addresses."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from departments.access import PortalRequest
from enterprises.actions import table_imports as actions
from enterprises.forms.table_imports import ConfirmForm, ImportListForm, TableImportForm
from enterprises.imports.subjects import Subject
from enterprises.models import TableImport
from quality_portal.lib.downloads import marked_response, template_response
from quality_portal.lib.spreadsheets.annotate import Mark
from quality_portal.lib.spreadsheets.entries import template
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.uploads import attachment


def receive(request: PortalRequest, subject: Subject) -> HttpResponse:
    """Take a table, and list the imports so far; nothing is written before it is confirmed."""
    form = TableImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = actions.receive(subject, form.cleaned_data["file"], by=request.user)
        except SpreadsheetError as error:
            form.add_error("file", str(error))
        else:
            return redirect(f"{subject.prefix}_detail", pk=upload.pk)
    rows = TableImport.objects.visible_to(request.user).filter(subject=subject.code)
    context = _context(subject) | {
        "form": form,
        "listing": ImportListForm(request.GET).listing(rows.select_related("uploaded_by")),
        "columns": subject.fields(),
    }
    return render(request, "enterprises/imports/upload.html", context)


def give_template(subject: Subject) -> HttpResponse:
    """Give the workbook to fill in."""
    tables = template(subject.sheet, subject.fields(), subject.examples())
    return template_response(tables, _("%(name)s, template") % {"name": subject.sheet})


def detail(request: PortalRequest, subject: Subject, pk: int) -> HttpResponse:
    """Show what an import would do or has done."""
    upload = _upload(request, subject, pk)
    may_confirm = upload.is_open and upload.uploaded_by_id == request.user.pk
    context = _context(subject) | {"upload": upload, "report": upload.report, "may_confirm": may_confirm}
    return render(request, "enterprises/imports/detail.html", context)


def confirm(request: PortalRequest, subject: Subject, pk: int) -> HttpResponse:
    """Write what was shown; only who uploaded it may, and a second click changes nothing."""
    own = TableImport.objects.visible_to(request.user).filter(uploaded_by=request.user)
    upload = get_object_or_404(own, pk=pk, subject=subject.code)
    form = ConfirmForm(request.POST)
    good_rows = form.is_valid() and form.cleaned_data["good_rows"]
    try:
        written = actions.confirm(upload, by=request.user, good_rows=good_rows)
    except actions.Overtaken:
        messages.error(
            request, _("The records have changed since the preview; nothing was written. Look at it again.")
        )
    except (SpreadsheetError, ValidationError) as error:
        said = error.messages if isinstance(error, ValidationError) else [str(error)]
        messages.error(request, " ".join(said))
    else:
        if written:
            total = upload.to_write
            words = ngettext("%(n)d row has been written.", "%(n)d rows have been written.", total)
            messages.success(request, words % {"n": total})
    return redirect(f"{subject.prefix}_detail", pk=pk)


def marked(request: PortalRequest, subject: Subject, pk: int) -> HttpResponse:
    """Give the table back with the wrong cells marked red and the reason beside them."""
    upload = _upload(request, subject, pk)
    marks = [Mark(*each) for each in upload.report.get("marks", [])]
    try:
        return marked_response(actions.stored_file(upload), marks, name=upload.file_name)
    except SpreadsheetError as error:
        messages.error(request, str(error))
        return redirect(f"{subject.prefix}_detail", pk=pk)


def raw(request: PortalRequest, subject: Subject, pk: int) -> HttpResponseBase:
    """Give the table back as it was uploaded."""
    upload = _upload(request, subject, pk)
    try:
        actions.stored_file(upload)
    except SpreadsheetError as error:
        messages.error(request, str(error))
        return redirect(f"{subject.prefix}_detail", pk=pk)
    return attachment(str(upload.file.name), upload.file_name)


def _upload(request: PortalRequest, subject: Subject, pk: int) -> TableImport:
    rows = TableImport.objects.visible_to(request.user).select_related("uploaded_by")
    return get_object_or_404(rows, pk=pk, subject=subject.code)


def _context(subject: Subject) -> dict[str, object]:
    """What every page of a subject needs: its words and addresses."""
    return {
        "subject": subject,
        "back": reverse(subject.back),
        "start": reverse(subject.prefix),
        "template_url": reverse(f"{subject.prefix}_template"),
        "detail_name": f"{subject.prefix}_detail",
        "marked_name": f"{subject.prefix}_marked",
        "file_name": f"{subject.prefix}_file",
        "confirm_name": f"{subject.prefix}_confirm",
    }
