"""The year's tasks: the list, a task with everything that happened, and its steps."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from departments.access import Permission, PortalRequest, require
from departments.actions.task_steps import take_step
from departments.models import Task, TaskEvent
from departments.saved_views import list_page
from departments.supervision import Lights
from departments.task_forms import TaskListForm
from departments.task_sections import sections_of
from departments.task_sheet import TaskSheet, lines
from quality_portal.lib import clock
from quality_portal.lib.uploads import attachment


def task_of(request: PortalRequest, code: str) -> Task:
    """Return the task if the person may see it, else 404."""
    return get_object_or_404(Task.objects.visible_to(request.user).with_units(), code=code)


@require(Permission.VIEW_TASKS)
@list_page
def task_list(request: PortalRequest) -> HttpResponse:
    """Find tasks; without anything asked, those of this year."""
    if not request.GET:
        return redirect(f"{request.path}?year={clock.today().year}")
    lights = Lights.in_force(clock.today())
    form = TaskListForm(request.GET, lights=lights)
    listing = form.listing(Task.objects.visible_to(request.user).with_units())
    context = {
        "listing": listing,
        "lines": lines(listing.page, lights),
        "year": form.value("year") or clock.today().year,
        "may_edit": request.user.may(Permission.EDIT_TASKS),
    }
    return render(request, "departments/tasks/list.html", context)


@require(Permission.VIEW_TASKS)
def detail(request: PortalRequest, code: str) -> HttpResponse:
    """Show a task: where it stands, what each department did, what may be done now."""
    task = task_of(request, code)
    sheet = TaskSheet(task, request.user, Lights.in_force(clock.today()))
    context = {
        "task": task,
        "sheet": sheet,
        "sections": sections_of(task, request.user),
        "may_edit": request.user.may(Permission.EDIT_TASKS),
    }
    return render(request, "departments/tasks/detail.html", context)


@require(Permission.VIEW_TASKS)
def step(request: PortalRequest, code: str, step: str, unit: str = "") -> HttpResponse:
    """Take a step; what is refused comes back with the reason and everything typed."""
    task = task_of(request, code)
    sheet = TaskSheet(task, request.user, Lights.in_force(clock.today()))
    offer = sheet.offer(step, unit)
    if offer is None:
        raise Http404(_("This step is not possible as the task stands now."))
    form = offer.form(task, clock.today(), request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        version, unit_acting = form.cleaned_data["version"], offer.department
        try:
            take_step(
                task, offer.step, form.entered(), by=request.user, version=version, department=unit_acting
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Recorded: %(step)s.") % {"step": offer.step.label})
            return redirect("tasks:detail", code=code)
    return render(request, "departments/tasks/step.html", {"task": task, "offer": offer, "form": form})


@require(Permission.VIEW_TASKS)
def evidence(request: PortalRequest, code: str, pk: int) -> FileResponse:
    """Give the evidence of a step as a file to save."""
    rows = TaskEvent.objects.visible_to(request.user).exclude(evidence="")
    event = get_object_or_404(rows, pk=pk, task__code=code)
    try:
        return attachment(str(event.evidence.name), event.evidence_name)
    except FileNotFoundError as error:
        raise Http404(_("The file is missing on the disk. Tell the administrator.")) from error
