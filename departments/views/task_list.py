"""Making the year's list: entering tasks, drawing them up from duties, copying a year, issuing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from departments.access import Permission, PortalRequest, require
from departments.actions.task_steps import issue_tasks
from departments.actions.tasks import change_task, copy_year, create_task, draw_up
from departments.models import Duty, Task, TaskState
from departments.task_forms import CopyForm, DrawUpForm, DutyChoiceForm, IssueForm, TaskForm, YearForm
from departments.task_papers import office_unit
from departments.views.tasks import task_of
from quality_portal.lib import clock


@require(Permission.EDIT_TASKS)
def task_new(request: PortalRequest) -> HttpResponse:
    """Enter a planned task."""
    form = TaskForm(request.POST or None, initial={"year": clock.today().year})
    task = form.attempt(lambda: create_task(by=request.user, **form.values()))
    if task is not None:
        messages.success(request, _("Task %(code)s has been entered.") % {"code": task.code})
        return redirect("tasks:detail", code=task.code)
    return render(request, "departments/tasks/edit.html", {"form": form, "title": _("Enter a task")})


@require(Permission.EDIT_TASKS)
def task_edit(request: PortalRequest, code: str) -> HttpResponse:
    """Change what a task asks for."""
    task = task_of(request, code)
    form = TaskForm(request.POST or None, instance=task)
    changed = form.attempt(
        lambda: change_task(task, by=request.user, version=form.read_version, **form.values())
    )
    if changed is not None:
        messages.success(request, _("Task %(code)s has been saved.") % {"code": changed.code})
        return redirect("tasks:detail", code=changed.code)
    return render(
        request, "departments/tasks/edit.html", {"form": form, "title": _("Edit the task"), "task": task}
    )


@require(Permission.EDIT_TASKS)
def draw_up_list(request: PortalRequest) -> HttpResponse:
    """Make planned tasks of standing duties."""
    today = clock.today()
    listing = DutyChoiceForm(request.GET)
    year = listing.value("year") or today.year
    form = DrawUpForm(request.POST or None, initial={"year": year, "due_on": f"{year}-11-30"})
    if request.method == "POST" and form.is_valid():
        made = draw_up(
            form.cleaned_data["duties"].with_holders(),
            year=form.cleaned_data["year"],
            due_on=form.cleaned_data["due_on"],
            office=office_unit(),
            by=request.user,
        )
        return _done(request, len(made), form.cleaned_data["year"])
    taken = set(Task.objects.for_year(year).exclude(duty=None).values_list("duty", flat=True))
    rows = Duty.objects.visible_to(request.user).active().with_holders()
    duties = listing.filtered(rows).order_by("area__order", "order")
    context = {"form": form, "listing": listing, "duties": duties, "taken": taken, "year": year}
    context |= {"chosen": chosen(form)}
    return render(request, "departments/tasks/draw_up.html", context)


def chosen(form: DrawUpForm | IssueForm, name: str = "duties") -> set[str]:
    """Return the primary keys that are ticked in a form that came back."""
    return set(form[name].data or []) if form.is_bound else set()


@require(Permission.EDIT_TASKS)
def copy_list(request: PortalRequest) -> HttpResponse:
    """Copy a year's list into another year."""
    year = clock.today().year
    form = CopyForm(request.POST or None, initial={"source": year - 1, "year": year})
    if request.method == "POST" and form.is_valid():
        made = copy_year(source=form.cleaned_data["source"], year=form.cleaned_data["year"], by=request.user)
        return _done(request, len(made), form.cleaned_data["year"])
    context = {"form": form, "title": _("Copy a year's list"), "submit": _("Copy")}
    return render(request, "departments/tasks/edit.html", context)


@require(Permission.EDIT_TASKS)
def issue_list(request: PortalRequest) -> HttpResponse:
    """Issue planned tasks: all of a year, or those chosen."""
    today = clock.today()
    year = YearForm(request.GET).chosen(today)
    rows = Task.objects.visible_to(request.user).for_year(year).filter(state=TaskState.PLANNED)
    rows = rows.with_units().order_by("code")
    form = IssueForm(request.POST or None, rows=rows, initial={"issued_on": today})
    if request.method == "POST" and form.is_valid():
        issued = issue_tasks(
            form.cleaned_data["tasks"], by=request.user, issued_on=form.cleaned_data["issued_on"]
        )
        words = ngettext("%(n)d task has been issued.", "%(n)d tasks have been issued.", issued)
        messages.success(request, words % {"n": issued})
        return redirect(f"{reverse('tasks:list')}?year={year}")
    picked = chosen(form, "tasks") if form.is_bound else {str(task.pk) for task in rows}
    context = {"form": form, "rows": rows, "year": year, "chosen": picked}
    return render(request, "departments/tasks/issue.html", context)


def _done(request: PortalRequest, made: int, year: int) -> HttpResponse:
    """Say how many tasks were planned and show the year's list."""
    words = ngettext("%(n)d task has been planned.", "%(n)d tasks have been planned.", made)
    messages.success(request, words % {"n": made})
    return redirect(f"{reverse('tasks:list')}?year={year}")
