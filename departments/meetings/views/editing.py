"""Pages on which the office prepares and records meetings, and units raise matters."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from departments.meetings import actions
from departments.meetings.forms import (
    DecisionForm,
    MatterForm,
    MeetingForm,
    MinutesForm,
    VersionForm,
    half_of_year,
)
from departments.meetings.papers import draft_of_minutes
from departments.meetings.sheets import WideRows, agenda_sheet, attendance_sheet
from departments.meetings.views.fetching import attempted, decision_of, meeting_of
from departments.models import Department, Meeting, MeetingState
from quality_portal.lib import clock

EDIT_PAGE = "departments/meetings/edit.html"


@require(Permission.EDIT_MEETINGS)
def meeting_new(request: PortalRequest) -> HttpResponse:
    """Plan a meeting; every unit is invited unless its tick is taken away."""
    first = {**half_of_year(clock.today()), "invited": Department.objects.active()}
    form = MeetingForm(request.POST or None, initial=first)
    planned = form.attempt(lambda: actions.plan_meeting(by=request.user, **form.values()))
    if planned is not None:
        messages.success(request, _("“%(title)s” has been entered.") % {"title": planned})
        return redirect("meetings:detail", pk=planned.pk)
    return render(request, EDIT_PAGE, {"form": form, "title": _("Plan a meeting")})


@require(Permission.EDIT_MEETINGS)
def meeting_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change day, place, chair and who is invited."""
    found = meeting_of(request, pk)
    form = MeetingForm(request.POST or None, instance=found)
    changed = form.attempt(
        lambda: actions.change_meeting(found, by=request.user, version=form.read_version, **form.values())
    )
    return _answer(request, form, found, changed, _("Change the meeting"))


@require(Permission.EDIT_MEETINGS)
@require_POST
def meeting_advance(request: PortalRequest, pk: int, then: str) -> HttpResponse:
    """Take the meeting to its next state."""
    found, form = meeting_of(request, pk), VersionForm(request.POST)
    if then not in MeetingState.values:
        raise Http404
    if then == MeetingState.MINUTED:
        return attempted(
            request,
            lambda: actions.issue_minutes(found, by=request.user, version=form.read_version),
            _("The minutes have been issued; every decision has become a task."),
            pk,
        )
    return attempted(
        request,
        lambda: actions.advance(found, by=request.user, version=form.read_version, then=MeetingState(then)),
        _("The meeting has been taken to its next step."),
        pk,
    )


@require(Permission.RAISE_MATTERS)
@require_POST
def matter_raise(request: PortalRequest, pk: int) -> HttpResponse:
    """Raise a matter of the own unit."""
    found, form, unit = meeting_of(request, pk), MatterForm(request.POST), request.user.department
    if unit is None or not form.is_valid():
        messages.error(request, _("Say in one sentence what the matter is."))
        return redirect("meetings:detail", pk=pk)
    return attempted(
        request,
        lambda: actions.raise_matter(found, by=request.user, department=unit, **form.cleaned_data),
        _("The matter has been handed to the office."),
        pk,
    )


@require(Permission.EDIT_MEETINGS)
def agenda(request: PortalRequest, pk: int) -> HttpResponse:
    """Write the agenda: order, take up what units have raised, add the own matters."""
    found = meeting_of(request, pk)
    return _sheet(request, found, agenda_sheet(found, request.POST or None), actions.set_agenda, "agenda")


@require(Permission.EDIT_MEETINGS)
def attendance(request: PortalRequest, pk: int) -> HttpResponse:
    """Write down who came."""
    found = meeting_of(request, pk)
    sheet = attendance_sheet(found, request.POST or None)
    return _sheet(request, found, sheet, actions.set_attendance, "attendance")


def _sheet(request: PortalRequest, found: Meeting, sheet: WideRows, write: Any, name: str) -> HttpResponse:
    """Write a sheet as a whole; what is refused stays in it with the reason."""
    opened = VersionForm(request.POST or None, initial={"version": found.version})
    reasons: list[str] = []
    if request.method == "POST" and sheet.is_valid():
        try:
            write(found, by=request.user, version=opened.read_version, rows=sheet.rows())
        except ValidationError as error:
            reasons = error.messages
        else:
            messages.success(request, _("“%(title)s” has been saved.") % {"title": found})
            return redirect("meetings:detail", pk=found.pk)
    context = {"meeting": found, "sheet": sheet, "opened": opened, "reasons": reasons}
    return render(request, f"departments/meetings/{name}.html", context)


@require(Permission.EDIT_MEETINGS)
def decision_new(request: PortalRequest, pk: int) -> HttpResponse:
    """Write down a decision."""
    found = meeting_of(request, pk)
    form = DecisionForm(request.POST or None)
    made = form.attempt(lambda: actions.record_decision(found, by=request.user, **form.values()))
    return _answer(request, form, found, made, _("Write down a decision"))


@require(Permission.EDIT_MEETINGS)
def decision_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Correct a decision while the minutes are a draft."""
    found = decision_of(request, pk)
    form = DecisionForm(request.POST or None, instance=found)
    changed = form.attempt(
        lambda: actions.change_decision(found, by=request.user, version=form.read_version, **form.values())
    )
    return _answer(request, form, found.meeting, changed, _("Correct the decision"))


@require(Permission.EDIT_MEETINGS)
@require_POST
def decision_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a decision out of the draft of the minutes."""
    found = decision_of(request, pk)
    done = _("The decision has been taken out of the draft.")
    return attempted(request, lambda: actions.remove_decision(found, by=request.user), done, found.meeting_id)


@require(Permission.EDIT_MEETINGS)
def minutes(request: PortalRequest, pk: int) -> HttpResponse:
    """Write the text of the minutes; the agenda gives the first draft."""
    found = meeting_of(request, pk)
    first = {} if found.minutes else {"minutes": draft_of_minutes(found)}
    form = MinutesForm(request.POST or None, instance=found, initial=first)
    changed = form.attempt(
        lambda: actions.write_minutes(found, by=request.user, version=form.read_version, **form.values())
    )
    return _answer(request, form, found, changed, _("Write the minutes"))


def _answer(
    request: PortalRequest, form: object, found: Meeting, changed: object | None, title: str
) -> HttpResponse:
    """Go back to the meeting when something was changed, else show the form."""
    if changed is not None:
        messages.success(request, _("“%(title)s” has been saved.") % {"title": found})
        return redirect("meetings:detail", pk=found.pk)
    return render(request, EDIT_PAGE, {"form": form, "meeting": found, "title": title})
