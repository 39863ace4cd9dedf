"""Joint meetings: planning, agenda, attendance, decisions that become tasks, minutes that stay."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from departments.access import Role
from departments.meetings import actions
from departments.meetings.queries import decision_lines, last_decisions, open_decisions
from departments.models import AgendaItem, Decision, Meeting, MeetingState, Task, TaskState, User
from departments.records import EditConflict
from tests.departments.factories import make_department, make_user
from tests.departments.meetings.factories import (
    HELD,
    TODAY,
    make_decision,
    make_item,
    make_meeting,
    make_person,
    make_task_of,
)

pytestmark = pytest.mark.django_db
PLAN: dict[str, Any] = {"year": 2026, "half": 1, "held_on": HELD, "place": "会议室", "chair": "副县长张三"}
ROW: dict[str, Any] = {"pk": None, "order": None, "presenter": None, "source": "", "is_taken": True}


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the last day of June 2026."""
    monkeypatch.setattr("quality_portal.lib.clock.today", lambda: TODAY)


@pytest.fixture
def office() -> User:
    return make_user()


def test_a_planned_meeting_brings_the_open_decisions_back(office: User) -> None:
    still_open, without_task = make_decision(), make_decision()
    make_task_of(still_open, by=office, state=TaskState.IN_PROGRESS)
    for ended in (TaskState.CLOSED, TaskState.CANCELLED):
        make_task_of(make_decision(), by=office, state=ended)
    unit = make_department()
    first = actions.plan_meeting(by=office, invited=[unit], **PLAN)
    second = actions.plan_meeting(by=office, invited=[unit], **PLAN)
    assert (first.serial, second.serial, second.official_name) == (
        1,
        2,
        "2026年上半年质量工作联席会议（第2次）",
    )
    assert {item.decision for item in first.items.all()} == {still_open, without_task}
    assert actions.propose_open_decisions(first, by=office) == 0
    assert {row.history_user_id for row in first.history.all()} == {office.signature}


def test_a_decision_comes_back_until_its_task_is_closed(office: User) -> None:
    decision = make_decision()
    task = make_task_of(decision, by=office)
    assert list(open_decisions()) == [decision]
    Task.objects.filter(pk=task.pk).update(state=TaskState.CLOSED, closed_on=TODAY, completed_on=TODAY)
    assert list(open_decisions()) == []
    assert actions.plan_meeting(by=office, invited=[], **PLAN).items.count() == 0


def test_a_meeting_goes_step_by_step_and_the_agenda_is_locked_then(office: User) -> None:
    meeting = actions.plan_meeting(by=office, invited=[], **PLAN)
    with pytest.raises(ValidationError):
        actions.advance(meeting, by=office, version=1, then=MeetingState.INVITED)
    unit = make_department()
    meeting = actions.change_meeting(meeting, by=office, version=1, invited=[unit], place="三楼")
    with pytest.raises(EditConflict):
        actions.advance(meeting, by=office, version=1, then=MeetingState.INVITED)
    meeting = actions.advance(meeting, by=office, version=2, then=MeetingState.INVITED)
    actions.raise_matter(meeting, by=office, department=unit, title="检测经费")
    meeting = actions.advance(meeting, by=office, version=3, then=MeetingState.HELD)
    locked: list[Callable[[], object]] = [
        lambda: actions.set_agenda(meeting, by=office, version=4, rows=[{**ROW, "title": "新议题"}]),
        lambda: actions.raise_matter(meeting, by=office, department=unit, title="迟到的事项"),
        lambda: actions.change_meeting(meeting, by=office, version=4, invited=[], place="四楼"),
        lambda: actions.propose_open_decisions(meeting, by=office),
        lambda: actions.advance(meeting, by=office, version=4, then=MeetingState.INVITED),
    ]
    for attempt in locked:
        with pytest.raises(ValidationError):
            attempt()
    assert [item.title for item in meeting.items.all()] == ["检测经费"]


def test_a_meeting_is_not_held_before_its_day(office: User) -> None:
    meeting = make_meeting(state=MeetingState.INVITED, held_on=date(2026, 7, 1))
    with pytest.raises(ValidationError):
        actions.advance(meeting, by=office, version=1, then=MeetingState.HELD)


def test_the_agenda_is_written_as_a_whole(office: User) -> None:
    meeting, unit = make_meeting(), make_department()
    own = make_item(meeting, "自有议题", order=1)
    raised = make_item(meeting, "提出事项", order=2, raised_by=unit, is_taken=False)
    rows = [
        {**ROW, "pk": own.pk, "title": "", "order": 1},
        {**ROW, "pk": raised.pk, "title": "提出事项", "order": 3, "presenter": unit},
        {**ROW, "title": "新议题", "order": 2},
    ]
    actions.set_agenda(meeting, by=office, version=1, rows=rows)
    assert list(AgendaItem.objects.values_list("title", "is_taken").order_by("order")) == [
        ("新议题", True),
        ("提出事项", True),
    ]
    emptied = [{**ROW, "pk": raised.pk, "title": ""}]
    with pytest.raises(ValidationError, match="提出事项"):
        actions.set_agenda(meeting, by=office, version=2, rows=emptied)
    with pytest.raises(EditConflict):
        actions.set_agenda(meeting, by=office, version=1, rows=[])


def test_attendance_is_written_as_a_whole(office: User) -> None:
    meeting = make_meeting(state=MeetingState.HELD)
    gone, stays = make_person(meeting), make_person(meeting)
    row: dict[str, Any] = {"department": None, "post": "局长", "presence": "present"}
    rows: list[dict[str, Any]] = [
        {**row, "pk": gone.pk, "person": ""},
        {**row, "pk": stays.pk, "person": stays.person, "presence": "excused"},
        {**row, "pk": None, "person": "李四"},
        {**row, "pk": None, "person": ""},
    ]
    actions.set_attendance(meeting, by=office, version=1, rows=rows)
    assert sorted(meeting.attendance.values_list("presence", flat=True)) == ["excused", "present"]
    assert meeting.attendance.get(presence="present").official_name == "李四（局长）"
    with pytest.raises(ValidationError):
        actions.set_attendance(make_meeting(), by=office, version=1, rows=[])


def test_issuing_the_minutes_numbers_them_and_makes_every_decision_a_task(office: User) -> None:
    meeting = make_meeting(state=MeetingState.HELD)
    lead, partner = make_department(), make_department()
    decision = actions.record_decision(
        meeting, by=office, text="建立名录", owner=lead, due_on=date(2027, 3, 31), co_owners=[lead, partner]
    )
    with pytest.raises(ValidationError) as refused:
        actions.issue_minutes(meeting, by=office, version=1)
    assert len(refused.value.messages) == 2
    make_person(meeting)
    meeting = actions.write_minutes(meeting, by=office, version=1, minutes="会议听取汇报。")
    issued = actions.issue_minutes(meeting, by=office, version=2)
    assert (issued.state, issued.minutes_mark, issued.minuted_by) == (
        MeetingState.MINUTED,
        "〔2026〕1号",
        office.signature,
    )
    task = Task.objects.get()
    assert (task.decision, task.state, task.year, task.due_on) == (
        decision,
        TaskState.ISSUED,
        2027,
        date(2027, 3, 31),
    )
    assert {part.department for part in task.parts.all()} == {lead, partner}
    assert task.lead == lead


def test_the_next_minutes_of_the_year_take_the_next_number(office: User) -> None:
    last = make_meeting(state=MeetingState.MINUTED)
    meeting = make_meeting(state=MeetingState.HELD, minutes="会议听取汇报。")
    make_person(meeting)
    issued = actions.issue_minutes(meeting, by=office, version=1)
    assert issued.minutes_number == (last.minutes_number or 0) + 1


def test_what_was_issued_stays(office: User) -> None:
    meeting = make_meeting(state=MeetingState.MINUTED)
    decision, unit = make_decision(meeting), make_department()
    attempts: list[Callable[[], object]] = [
        lambda: actions.write_minutes(meeting, by=office, version=1, minutes="改写"),
        lambda: actions.set_attendance(meeting, by=office, version=1, rows=[]),
        lambda: actions.record_decision(meeting, by=office, text="补记", owner=unit, due_on=TODAY),
        lambda: actions.change_decision(decision, by=office, version=1, co_owners=[], text="改"),
        lambda: actions.remove_decision(decision, by=office),
        lambda: actions.issue_minutes(meeting, by=office, version=1),
    ]
    for attempt in attempts:
        with pytest.raises(ValidationError):
            attempt()
    assert Decision.objects.get() == decision


def test_a_draft_decision_is_corrected_or_taken_out(office: User) -> None:
    meeting, unit = make_meeting(state=MeetingState.HELD), make_department()
    decision = make_decision(meeting)
    changed = actions.change_decision(decision, by=office, version=1, co_owners=[unit], text="改写的事项")
    assert (changed.text, list(changed.co_owners.all())) == ("改写的事项", [unit])
    actions.remove_decision(changed, by=office)
    assert meeting.decisions.count() == 0
    assert Decision.history.filter(history_type="-").get().history_user_id == office.signature


def test_how_far_a_decision_is_follows_from_its_task(office: User) -> None:
    overdue, running, closed, draft = (
        make_decision(due_on=date(2026, 6, 29)),
        make_decision(due_on=TODAY),
        make_decision(),
        make_decision(),
    )
    for decision, state in (
        (overdue, TaskState.IN_PROGRESS),
        (running, TaskState.ISSUED),
        (closed, TaskState.CLOSED),
    ):
        make_task_of(decision, by=office, state=state)
    lines = {line.decision: line.light for line in decision_lines(Decision.objects.with_state(), TODAY)}
    assert lines == {overdue: "bad", running: "warn", closed: "good", draft: "none"}


def test_the_pack_answers_for_the_last_meeting_and_for_what_is_older_and_open(office: User) -> None:
    older = make_meeting(held_on=date(2025, 6, 20), state=MeetingState.MINUTED)
    last = make_meeting(held_on=date(2025, 12, 20), state=MeetingState.MINUTED)
    old_open, old_closed = make_decision(older), make_decision(older)
    last_closed = make_decision(last)
    for decision in (old_closed, last_closed):
        make_task_of(decision, by=office, state=TaskState.CLOSED)
    assert set(last_decisions(make_meeting())) == {old_open, last_closed}


def test_a_liaison_sees_the_meetings_the_own_unit_is_invited_to() -> None:
    unit = make_department()
    invited = make_meeting(invited=[unit], state=MeetingState.INVITED)
    make_meeting(invited=[unit])
    make_meeting(invited=[make_department()], state=MeetingState.INVITED)
    member = make_user(role=Role.LIAISON, department=unit)
    assert list(Meeting.objects.visible_to(member)) == [invited]
    assert Meeting.objects.visible_to(make_user(role=Role.LEADER)).count() == 3
    mine = make_item(invited, raised_by=unit, is_taken=False)
    make_item(invited, raised_by=make_department(), is_taken=False)
    taken = make_item(invited)
    assert set(AgendaItem.objects.visible_to(member)) == {mine, taken}
    assert AgendaItem.objects.visible_to(make_user()).count() == 3


@pytest.mark.parametrize("values", [{"state": "minuted"}, {"half": 3}, {"year": 1999}, {"state": "lost"}])
def test_the_database_refuses_what_makes_no_sense(values: dict[str, Any]) -> None:
    make_meeting()
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.update(**values)
