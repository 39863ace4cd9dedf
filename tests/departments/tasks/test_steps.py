"""The steps of a task: who may take them, when, and what follows."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from departments.access import Role
from departments.actions.task_steps import Entered, issue_tasks, may_take, take_step
from departments.actions.tasks import change_task, copy_year, create_task, draw_up
from departments.models import Department, PartState, Task, TaskState, TaskStep, User
from departments.records import EditConflict
from departments.rules.task_list import in_following_year
from quality_portal.lib import clock
from quality_portal.lib.uploads import CheckedFile, check_upload
from tests.departments.factories import make_department, make_duty, make_task, make_township, make_user

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 6)


def make_evidence() -> CheckedFile:
    return check_upload(ContentFile("签到表".encode(), name="签到表.txt"))


def make_liaison(unit: Department) -> User:
    return make_user(role=Role.LIAISON, department=unit)


def take(task: Task, step: TaskStep, by: User, unit: Department | None = None, **entered: object) -> Task:
    """Take a step with the version the task, or the cooperating part, stands at."""
    task = Task.objects.get(pk=task.pk)
    part = task.parts.filter(department=unit, is_lead=False).first() if unit else None
    version = part.version if part else task.version
    take_step(task, step, Entered(**entered), by=by, version=version, department=unit)  # type: ignore[arg-type]
    return Task.objects.get(pk=task.pk)


def test_a_task_walks_from_planned_to_closed() -> None:
    office, lead = make_user(), make_department()
    liaison = make_liaison(lead)
    task = create_task(
        by=office, year=2026, title="开展质量月活动", deliverable="总结", due_on=date(2026, 9, 30), lead=lead
    )
    assert (task.code, issue_tasks([task], by=office, issued_on=DAY)) == ("2026-001", 1)
    take(task, TaskStep.SIGN, liaison, lead, happened_on=DAY)
    take(task, TaskStep.REPORT, liaison, lead, remark="已印发方案")
    day = date(2026, 10, 9)
    take(task, TaskStep.CLAIM, liaison, lead, remark="已完成", happened_on=day, evidence=make_evidence())
    done = take(task, TaskStep.CLOSE, office, happened_on=date(2026, 10, 12))
    assert (done.state, done.completed_on, done.was_late) == (TaskState.CLOSED, day, True)
    assert [event.step for event in done.events.order_by("pk")] == [
        *("draw_up", "issue", "sign", "report", "claim", "close"),
    ]
    part = done.parts.get()
    assert (part.state, part.signed_on, part.completed_on) == (PartState.DONE, DAY, day)


def test_a_claim_without_evidence_names_what_is_missing() -> None:
    lead = make_department()
    task = make_task(lead=lead, state=TaskState.IN_PROGRESS)
    with pytest.raises(ValidationError) as refused:
        take(task, TaskStep.CLAIM, make_liaison(lead), lead, remark="已完成")
    assert set(refused.value.message_dict) == {"happened_on", "evidence"}


def test_a_day_in_the_future_is_refused() -> None:
    lead = make_department()
    with pytest.raises(ValidationError) as refused:
        take(
            make_task(lead=lead, state=TaskState.ISSUED),
            TaskStep.SIGN,
            make_liaison(lead),
            lead,
            happened_on=date(2099, 1, 1),
        )
    assert list(refused.value.message_dict) == ["happened_on"]


def test_a_returned_task_comes_back_and_counts() -> None:
    lead = make_department()
    task = make_task(lead=lead, state=TaskState.CLAIMED, completed_on=DAY)
    returned = take(task, TaskStep.RETURN, make_user(), remark="缺少签到表")
    assert (returned.state, returned.returns, returned.completed_on) == (TaskState.RETURNED, 1, None)
    assert returned.parts.get().state == PartState.IN_PROGRESS


def test_an_extension_moves_the_day_and_keeps_the_list_s() -> None:
    lead = make_department()
    task = make_task(lead=lead, state=TaskState.IN_PROGRESS, due_on=date(2026, 6, 30))
    asked = take(
        task,
        TaskStep.ASK_EXTENSION,
        make_liaison(lead),
        lead,
        new_due_on=date(2026, 8, 31),
        remark="招标推迟",
    )
    assert (asked.due_on, asked.extension_to) == (date(2026, 6, 30), date(2026, 8, 31))
    granted = take(asked, TaskStep.GRANT_EXTENSION, make_user(), new_due_on=date(2026, 7, 31), remark="同意")
    assert (granted.due_on, granted.planned_due_on) == (date(2026, 7, 31), date(2026, 6, 30))
    event = granted.events.first()
    assert event is not None
    assert (event.due_before, event.due_after) == (date(2026, 6, 30), date(2026, 7, 31))


def test_a_refused_extension_leaves_the_day() -> None:
    lead = make_department()
    task = make_task(lead=lead, state=TaskState.SIGNED, extension_to=date(2026, 12, 31))
    refused = take(task, TaskStep.REFUSE_EXTENSION, make_user(), remark="理由不充分")
    assert (refused.due_on, refused.extension_to) == (date(2026, 10, 31), None)


def test_reopening_needs_a_reason_and_clears_the_days() -> None:
    task = make_task(state=TaskState.CLOSED)
    with pytest.raises(ValidationError):
        take(task, TaskStep.REOPEN, make_user())
    opened = take(task, TaskStep.REOPEN, make_user(), remark="复查发现资料不实")
    assert (opened.state, opened.completed_on, opened.closed_on) == (TaskState.IN_PROGRESS, None, None)


def test_a_cooperating_department_reports_its_own_part_only() -> None:
    lead, partner = make_department(), make_department()
    task = make_task(lead=lead, cooperating=[partner], state=TaskState.IN_PROGRESS)
    person = make_liaison(partner)
    take(task, TaskStep.SIGN, person, partner, happened_on=DAY)
    after = take(task, TaskStep.REPORT, person, partner, remark="已报送数据", is_done=True)
    part = after.parts.get(department=partner)
    assert (after.state, part.state, part.progress) == (TaskState.IN_PROGRESS, PartState.DONE, "已报送数据")
    assert not may_take(after, TaskStep.CLAIM, person, partner)
    assert not may_take(after, TaskStep.REPORT, person, lead)


def test_the_office_acts_for_a_department_and_both_names_stay() -> None:
    office, lead = make_user(), make_department()
    task = make_task(lead=lead, state=TaskState.ISSUED)
    event = take(task, TaskStep.SIGN, office, lead, happened_on=DAY).events.get()
    assert (event.department, event.recorded_by) == (lead, office.signature)


def test_the_second_of_two_people_is_told() -> None:
    lead = make_department()
    task = make_task(lead=lead, state=TaskState.ISSUED)
    take(task, TaskStep.SIGN, make_liaison(lead), lead, happened_on=DAY)
    with pytest.raises(EditConflict):
        take_step(task, TaskStep.REPORT, Entered(remark="x"), by=make_user(), version=1, department=lead)


def test_a_refused_step_leaves_no_event() -> None:
    lead = make_department()
    task = make_task(lead=lead, state=TaskState.CLOSED)
    with pytest.raises(ValidationError):
        take(
            task,
            TaskStep.CLAIM,
            make_liaison(lead),
            lead,
            remark="x",
            happened_on=DAY,
            evidence=make_evidence(),
        )
    assert task.events.count() == 0


def test_overdue_follows_from_the_days() -> None:
    task = make_task(state=TaskState.IN_PROGRESS, due_on=date(2026, 6, 30))
    claimed = make_task(state=TaskState.CLAIMED, due_on=date(2026, 6, 30), completed_on=DAY)
    today = date(2026, 7, 1)
    assert list(Task.objects.overdue(today)) == [task]
    assert list(Task.objects.overdue(date(2026, 6, 30))) == []
    assert (task.is_overdue(today), claimed.is_overdue(today)) == (True, False)


def test_an_issued_day_moves_only_by_an_extension() -> None:
    task = make_task(state=TaskState.ISSUED)
    with pytest.raises(ValidationError) as refused:
        change_task(task, by=make_user(), version=1, cooperating=[], due_on=date(2026, 12, 31))
    assert list(refused.value.message_dict) == ["due_on"]


def test_a_planned_task_changes_its_lead_and_partners() -> None:
    old, new, partner = make_department(), make_department(), make_department()
    task = make_task(lead=old, cooperating=[new])
    change_task(task, by=make_user(), version=1, cooperating=[partner], lead=new)
    assert set(task.parts.values_list("department", "is_lead")) == {(new.pk, True), (partner.pk, False)}


def test_a_department_that_has_begun_keeps_its_part() -> None:
    lead, partner = make_department(), make_department()
    task = make_task(lead=lead, cooperating=[partner], state=TaskState.ISSUED)
    take(task, TaskStep.SIGN, make_liaison(partner), partner, happened_on=DAY)
    with pytest.raises(ValidationError):
        change_task(task, by=make_user(), version=1, cooperating=[])


def test_duties_become_planned_tasks_once() -> None:
    office, lead, township = make_department(), make_department(), make_township()
    duties = [make_duty(lead=lead), make_duty(lead=None)]
    made = draw_up(duties, year=2027, due_on=date(2027, 11, 30), office=office, by=make_user())
    again = draw_up(duties, year=2027, due_on=date(2027, 11, 30), office=office, by=make_user())
    assert ([task.lead for task in made], again) == ([lead, office], [])
    assert list(made[1].parts.filter(is_lead=False).values_list("department", flat=True)) == [township.pk]


def test_last_year_s_list_is_copied_without_what_was_cancelled() -> None:
    partner = make_department()
    kept = make_task(title="执法检查", cooperating=[partner], due_on=date(2024, 2, 29), year=2024)
    make_task(title="已撤销", state=TaskState.CANCELLED, year=2024)
    made = copy_year(source=2024, year=2025, by=make_user())
    assert [(task.title, task.lead, task.due_on) for task in made] == [
        ("执法检查", kept.lead, date(2025, 2, 28))
    ]
    assert made[0].parts.get(is_lead=False).department == partner
    assert copy_year(source=2024, year=2025, by=make_user()) == []


def test_the_29th_of_february_becomes_the_28th() -> None:
    assert in_following_year(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert in_following_year(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_nothing_is_issued_twice() -> None:
    office = make_user()
    tasks = [make_task(), make_task(state=TaskState.ISSUED)]
    assert issue_tasks(tasks, by=office, issued_on=clock.today()) == 1
