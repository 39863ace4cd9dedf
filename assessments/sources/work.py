"""What units did: reports handed in, tasks closed, meetings attended, incidents that take points."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.urls import reverse

from assessments.models import Scheme
from departments.models import Attendance, Meeting, MeetingState, Presence, TaskPart
from departments.models.task import ENDED, OPEN, TaskState
from departments.models.task_part import PartState
from inspections.models import Consequence, Incident
from reports.models import Report

Rows = dict[int, list[dict[str, Any]]]
"""Records by unit, in the form they are kept in beside a score."""


def reports(scheme: Scheme, today: date) -> Rows:
    """Return the half-yearly reports of the period: the first time a report was handed in decides."""
    found: Rows = defaultdict(list)
    inside = {
        "period__period_start__gte": scheme.period_start,
        "period__period_end__lte": scheme.period_end,
    }
    rows = Report.objects.filter(**inside).select_related("period").with_filing()
    for report in rows.order_by("period__period_start"):
        was_late = report.was_late  # type: ignore[attr-defined]
        if was_late is None:
            state = "missing" if report.period.is_overdue(today) else "open"
        else:
            state = "late" if was_late else "on_time"
        url = reverse("reports:detail", args=[report.pk])
        found[report.department_id].append({"name": report.period.on_papers, "state": state, "url": url})
    return found


def tasks(scheme: Scheme, today: date) -> Rows:
    """Return the year's tasks of every unit: those it leads, and its part in those of others."""
    found: Rows = defaultdict(list)
    parts = TaskPart.objects.filter(task__year=scheme.year, task__state__in=OPEN | {TaskState.CLOSED})
    for part in parts.select_related("task").order_by("task__code"):
        url = reverse("tasks:detail", args=[part.task.code])
        row = {"name": str(part.task), "state": _task_state(part, today), "url": url}
        found[part.department_id].append(row)
    return found


def _task_state(part: TaskPart, today: date) -> str:
    task = part.task
    if part.is_lead:
        is_done, done_on = task.state in ENDED, task.completed_on
    else:
        is_done, done_on = part.state == PartState.DONE or task.state in ENDED, part.completed_on
    if is_done:
        return "late" if (done_on or task.due_on) > task.due_on else "on_time"
    waits = task.state == TaskState.CLAIMED
    return "overdue" if task.due_on < today and not waits else "open"


BEST = (Presence.PRESENT, Presence.GUEST, Presence.EXCUSED)
"""Of several people of a unit, the one that came counts."""


def meetings(scheme: Scheme, as_of: date) -> Rows:
    """Return the meetings held in the period that each unit was invited to, and whether it came."""
    held = Meeting.objects.filter(
        state__in=(MeetingState.HELD, MeetingState.MINUTED), held_on__range=(scheme.period_start, as_of)
    )
    names = {meeting.pk: f"{meeting} {meeting.held_on}" for meeting in held.order_by("held_on")}
    invited = Meeting.invited.through.objects.filter(meeting__in=names).order_by("meeting__held_on")
    presences: dict[tuple[int, int], set[str]] = defaultdict(set)
    came = Attendance.objects.filter(meeting__in=names, department__isnull=False)
    for meeting, unit, presence in came.values_list("meeting", "department", "presence"):
        presences[meeting, unit].add(presence)
    found: Rows = defaultdict(list)
    for meeting, unit in invited.values_list("meeting_id", "department_id"):
        best = next((each for each in BEST if each in presences[meeting, unit]), Presence.ABSENT)
        state = Presence.PRESENT if best == Presence.GUEST else best
        url = reverse("meetings:detail", args=[meeting])
        found[unit].append({"name": names[meeting], "state": str(state.value), "url": url})
    return found


def incidents(scheme: Scheme, as_of: date) -> Rows:
    """Return the incidents of the period that take points from the unit responsible."""
    found: Rows = defaultdict(list)
    rows = Incident.objects.for_period(scheme.period_start, as_of).filter(consequence=Consequence.DEDUCT)
    for incident in rows.order_by("occurred_on", "pk"):
        url = reverse("registers:incident", args=[incident.pk])
        found[incident.department_id].append({"name": f"{incident.occurred_on} {incident.title}", "url": url})
    return found
