"""Joint meetings and their decisions for tests."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from departments.actions.tasks import create_task
from departments.models import (
    AgendaItem,
    Attendance,
    Decision,
    Department,
    Meeting,
    MeetingState,
    Task,
    TaskState,
    User,
)
from tests.departments.factories import make_department

TODAY = date(2026, 6, 30)
HELD = date(2026, 6, 20)
BEFORE = date(2025, 12, 20)
_numbers = count(1)


def make_meeting(*, invited: list[Department] | None = None, **values: Any) -> Meeting:
    """Make a meeting of the first half of 2026, planned unless a state is given."""
    number = next(_numbers)
    defaults: dict[str, Any] = {"year": 2026, "half": 1, "serial": number, "held_on": HELD}
    if values.get("state") == MeetingState.MINUTED:
        issued = datetime(2026, 6, 25, 2, tzinfo=UTC)
        defaults |= {"minutes_year": 2026, "minutes_number": number, "minuted_at": issued}
        defaults |= {"minuted_by": "甲", "minutes": "会议听取汇报。"}
    meeting = Meeting.objects.create(place="二楼会议室", chair="副县长张三", **{**defaults, **values})
    meeting.invited.set(invited or [])
    return meeting


def make_item(meeting: Meeting, title: str = "", **values: Any) -> AgendaItem:
    """Make a matter of a meeting, on the agenda unless told otherwise."""
    number = next(_numbers)
    return AgendaItem.objects.create(
        meeting=meeting, title=title or f"议题{number}", **{"order": number, **values}
    )


def make_person(meeting: Meeting, **values: Any) -> Attendance:
    """Make somebody who came."""
    return Attendance.objects.create(meeting=meeting, **{"person": f"参会人{next(_numbers)}", **values})


def make_decision(meeting: Meeting | None = None, **values: Any) -> Decision:
    """Make a decision of minutes that were issued in December 2025, without a task."""
    if meeting is None:
        meeting = make_meeting(year=2025, half=2, held_on=BEFORE, state=MeetingState.MINUTED)
    if "owner" not in values:
        values["owner"] = make_department()
    number = next(_numbers)
    defaults = {"text": f"开展第{number}项整治", "due_on": date(2026, 5, 31), "order": number}
    return Decision.objects.create(meeting=meeting, **{**defaults, **values})


def make_task_of(decision: Decision, *, by: User, state: str = TaskState.ISSUED) -> Task:
    """Make the task of a decision, in a state."""
    task = create_task(
        by=by,
        year=decision.due_on.year,
        title=decision.text,
        deliverable=decision.text,
        due_on=decision.due_on,
        lead=decision.owner,
        decision=decision,
    )
    ended = TODAY if state == TaskState.CLOSED else None
    Task.objects.filter(pk=task.pk).update(state=state, closed_on=ended, completed_on=ended)
    return Task.objects.get(pk=task.pk)
