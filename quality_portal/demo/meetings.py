"""The demonstration's joint meetings: two with minutes, whose decisions are tasks, and one to come."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils import timezone

from departments.actions.task_steps import issue_tasks, record_event
from departments.actions.tasks import create_task
from departments.meetings.actions import propose_open_decisions
from departments.models import (
    AgendaItem,
    Attendance,
    Decision,
    Department,
    Meeting,
    MeetingState,
    PartState,
    Presence,
    Task,
    TaskState,
    TaskStep,
)
from departments.records import change_record
from quality_portal.demo.activities import meeting_data
from quality_portal.demo.bulk import write, write_all
from quality_portal.demo.scale import Setting
from quality_portal.lib import clock
from quality_portal.lib.dates import half_of, months_later, period_bounds

BEFORE_END: Final = timedelta(days=10)
"""From a meeting to the end of its half-year."""
NOTICE: Final = timedelta(days=12)
"""From today to the coming meeting at least."""
PLACE: Final = "县人民政府第二会议室"
CHAIR: Final = "县人民政府副县长沈致远"
OWN: Final = ("通报半年质量强县工作进展情况", "通报监督抽查结果和不合格产品处置情况", "部署下半年重点工作")

Units = dict[str, Department]


def load_meetings(setting: Setting) -> None:
    """Store the meetings; the tasks of their decisions stand where the years' tasks do."""
    units = {unit.code: unit for unit in Department.objects.active()}
    for halves in (2, 1):
        _held(setting, units, halves)
    _coming(setting, units)


def _half(setting: Setting, halves: int) -> tuple[int, int, date]:
    """Return the half-year so many before the present one, and its last day."""
    day = months_later(setting.today, -6 * halves)
    return day.year, half_of(day), period_bounds(day.year, half_of(day))[1]


def _meeting(setting: Setting, units: Units, halves: int, **values: Any) -> Meeting:
    year, half, _end = _half(setting, halves)
    (meeting,) = write(
        [Meeting(year=year, half=half, begins=time(9, 0), place=PLACE, chair=CHAIR, **values)], setting
    )
    meeting._history_user = setting.by  # type: ignore[attr-defined]
    meeting.invited.set(units.values())
    write_all(
        (
            AgendaItem(meeting=meeting, order=place, title=title, presenter=units["msa"])
            for place, title in enumerate(OWN, 1)
        ),
        setting,
    )
    return meeting


def _held(setting: Setting, units: Units, halves: int) -> None:
    held_on = _half(setting, halves)[2] - BEFORE_END
    issued_on = held_on + timedelta(days=5)
    number = Meeting.objects.filter(minutes_year=issued_on.year).count() + 1
    meeting = _meeting(
        setting,
        units,
        halves,
        held_on=held_on,
        state=MeetingState.MINUTED,
        minutes=meeting_data()["minutes"],
        minutes_year=issued_on.year,
        minutes_number=number,
        minuted_at=timezone.make_aware(datetime.combine(issued_on, time(10, 0))),
        minuted_by=setting.by.signature,
    )
    write_all((_person(meeting, row, units) for row in meeting_data()["person"]), setting)
    for order, row in enumerate(meeting_data()["decision"], 1):
        if row["halves"] == halves:
            _decide(setting, meeting, row, units, order)


def _person(meeting: Meeting, row: dict[str, Any], units: Units) -> Attendance:
    return Attendance(
        meeting=meeting,
        department=units.get(row["unit"]),
        person=row["name"],
        post=row["post"],
        presence=Presence(row["presence"]),
    )


def _decide(setting: Setting, meeting: Meeting, row: dict[str, Any], units: Units, order: int) -> None:
    """Store a decision and its task, closed where the demonstration says so."""
    due_on = meeting.held_on + timedelta(days=row["days"])
    owner = units[row["unit"]]
    (decision,) = write(
        [Decision(meeting=meeting, order=order, text=row["text"], owner=owner, due_on=due_on)], setting
    )
    partners = [units[code] for code in row["with"]]
    decision._history_user = setting.by  # type: ignore[attr-defined]
    decision.co_owners.set(partners)
    task = create_task(
        by=setting.by,
        year=due_on.year,
        title=row["text"],
        deliverable=row["text"],
        due_on=due_on,
        lead=owner,
        cooperating=partners,
        decision=decision,
    )
    # A county made for a later day issues its tasks today: nothing is issued in the future.
    issued_on = min(meeting.held_on + timedelta(days=5), clock.today())
    issue_tasks([task], by=setting.by, issued_on=issued_on)
    closed_on = meeting.held_on + timedelta(days=int(row["days"] * row["closed"]))
    if row["closed"] and closed_on <= setting.today:
        _close(Task.objects.get(pk=task.pk), setting, issued_on, closed_on)


def _close(task: Task, setting: Setting, issued_on: date, closed_on: date) -> None:
    """Bring a task to its end with the parts of every unit."""
    for part in task.parts.select_related("department"):
        change_record(part, by=setting.by, version=part.version, state=PartState.DONE, signed_on=issued_on)
        record_event(task, TaskStep.SIGN, by=setting.by, happened_on=issued_on, department=part.department)
    days = {"completed_on": closed_on, "closed_on": closed_on}
    change_record(task, by=setting.by, version=task.version, state=TaskState.CLOSED, **days)
    record_event(task, TaskStep.CLAIM, by=setting.by, happened_on=closed_on, department=task.lead)
    record_event(task, TaskStep.CLOSE, by=setting.by, happened_on=closed_on)


def _coming(setting: Setting, units: Units) -> None:
    held_on = max(_half(setting, 0)[2] - BEFORE_END, setting.today + NOTICE)
    meeting = _meeting(setting, units, 0, held_on=held_on, state=MeetingState.INVITED)
    propose_open_decisions(meeting, by=setting.by)
    first = meeting.items.count() + 1
    write_all(
        (
            AgendaItem(
                meeting=meeting,
                order=order,
                title=row["text"],
                source=row["source"],
                presenter=units[row["unit"]],
                raised_by=units[row["unit"]],
                is_taken=row["taken"],
            )
            for order, row in enumerate(meeting_data()["matter"], first)
        ),
        setting,
    )
