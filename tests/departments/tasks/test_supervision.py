"""Supervision lights and urging notices."""

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.actions import load_supervision
from departments.actions.notices import answer_notice, close_notice, escalate_notices, issue_notice
from departments.models import Colour, Department, SupervisionScheme, Task, TaskState, UrgingNotice
from departments.rules.lights import Condition, RuleFacts, light_of, next_colour
from departments.supervision import Lights, units_in_red
from departments.task_inbox import task_lines
from departments.task_papers import notice_number
from departments.task_reminders import notice_dues, task_dues
from tests.departments.factories import make_department, make_task, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 10)
RULES = [
    RuleFacts("blue", "蓝", "blue", Condition.DAYS_LEFT, 14),
    RuleFacts("yellow", "黄", "yellow", Condition.DAYS_OVERDUE, 1),
    RuleFacts("yellow", "黄", "yellow", Condition.TIMES_RETURNED, 2),
    RuleFacts("red", "红", "red", Condition.DAYS_OVERDUE, 30),
]


def make_scheme() -> SupervisionScheme:
    scheme = SupervisionScheme.objects.create(code="three", name="三色", is_active=True, answer_days=5)
    for order, rule in enumerate(RULES):
        scheme.rules.create(
            colour=rule.colour,
            word=rule.word,
            condition=rule.condition,
            threshold=rule.threshold,
            order=order,
        )
    return scheme


def make_notice(
    task: Task | None = None, *, colour: str = Colour.YELLOW, answer_by: date = date(2026, 7, 8)
) -> UrgingNotice:
    found = task or make_task(state=TaskState.IN_PROGRESS, due_on=date(2026, 6, 30))
    return issue_notice(
        found,
        by=make_user(),
        department=found.lead,
        colour=colour,
        demand="请说明原因",
        issued_on=date(2026, 7, 1),
        answer_by=answer_by,
    )


@pytest.mark.parametrize(
    ("due_on", "returns", "colour"),
    [
        (date(2026, 7, 25), 0, None),
        (date(2026, 7, 24), 0, "blue"),
        (date(2026, 7, 10), 0, "blue"),
        (date(2026, 7, 9), 0, "yellow"),
        (date(2026, 7, 25), 2, "yellow"),
        (date(2026, 6, 10), 0, "red"),
    ],
)
def test_the_gravest_rule_that_holds_is_shown(due_on: date, returns: int, colour: str | None) -> None:
    make_scheme()
    found = light_of(due_on, returns, RULES, TODAY)
    assert (found.colour if found else None) == colour
    task = make_task(state=TaskState.IN_PROGRESS, due_on=due_on, returns=returns)
    lights = Lights.in_force(TODAY)
    shown = [each for each in lights.ladder if lights.showing(Task.objects.all(), each).exists()]
    assert shown == ([colour] if colour else [])
    assert lights.of(task) == found or lights.of(task) is not None


def test_what_is_claimed_or_ended_shows_no_light() -> None:
    make_scheme()
    lights = Lights.in_force(TODAY)
    states = (TaskState.PLANNED, TaskState.CLAIMED, TaskState.CLOSED, TaskState.CANCELLED)
    assert [lights.of(make_task(state=state, due_on=date(2026, 1, 1))) for state in states] == [None] * 4


def test_both_schemes_are_preset_and_one_is_in_force() -> None:
    load_supervision()
    assert list(SupervisionScheme.objects.values_list("code", "is_active")) == [
        ("blue-orange-red", False),
        ("blue-yellow-red", True),
    ]
    assert Lights.in_force(TODAY).ladder == ["blue", "yellow", "red"]


def test_colours_climb_to_the_last() -> None:
    ladder = ["blue", "orange", "red"]
    assert [next_colour(each, ladder) for each in (*ladder, "yellow")] == ["orange", "red", None, None]


def test_notices_are_numbered_in_their_year_answered_and_closed() -> None:
    first, second = make_notice(), make_notice()
    assert [first.number, second.number] == ["2026-001", "2026-002"]
    assert notice_number(second).endswith("〔2026〕2号")
    answered = answer_notice(
        first, by=make_user(), version=1, answered_on=date(2026, 7, 9), answer="月底前完成"
    )
    assert list(UrgingNotice.objects.answered()) == [answered]
    closed = close_notice(
        answered, by=make_user(), version=2, closed_on=date(2026, 7, 20), closing_remark="已办结"
    )
    with pytest.raises(ValidationError):
        answer_notice(closed, by=make_user(), version=3, answered_on=date(2026, 7, 21), answer="x")


def test_a_department_without_a_part_is_not_urged() -> None:
    task = make_task(state=TaskState.ISSUED)
    with pytest.raises(ValidationError) as refused:
        issue_notice(
            task,
            by=make_user(),
            department=make_department(),
            colour=Colour.RED,
            demand="x",
            issued_on=TODAY,
            answer_by=TODAY,
        )
    assert list(refused.value.message_dict) == ["department"]


def test_an_unanswered_notice_is_followed_once_by_a_graver_one() -> None:
    make_scheme()
    notice = make_notice()
    followed = escalate_notices(by=make_user(), today=TODAY)
    assert [(each.colour, each.escalated_from, each.answer_by) for each in followed] == [
        ("red", notice, date(2026, 7, 15))
    ]
    assert escalate_notices(by=make_user(), today=TODAY) == []


def test_the_command_escalates_under_its_own_name() -> None:
    make_scheme()
    make_notice(answer_by=date(2026, 7, 2))
    out = StringIO()
    with override("en"):
        call_command("escalate_notices", stdout=out)
    assert out.getvalue().splitlines()[0].startswith("2026-001 was not answered: ")
    assert UrgingNotice.history.latest("history_id").history_user_id == "escalate_notices"


def test_departments_are_reminded_of_a_notice_until_they_answer() -> None:
    notice = make_notice(answer_by=date(2026, 7, 12))
    person = make_user(role=Role.LIAISON, department=notice.department)
    assert [(due.step, due.recipients) for due in notice_dues(TODAY)] == [("-2", (person,))]
    answer_notice(notice, by=person, version=1, answered_on=date(2026, 7, 9), answer="已安排")
    assert list(notice_dues(TODAY)) == []


def test_a_notice_in_time_and_a_red_one_are_not_followed() -> None:
    make_scheme()
    make_notice(answer_by=TODAY)
    make_notice(colour=Colour.RED)
    assert escalate_notices(by=make_user(), today=TODAY) == []


def test_units_with_three_reds_in_a_year_are_listed(client: Client) -> None:
    make_scheme()
    task = make_task(state=TaskState.IN_PROGRESS)
    for _each in range(3):
        make_notice(task, colour=Colour.RED)
    make_notice(colour=Colour.RED)
    assert [(unit.department, unit.reds) for unit in units_in_red(2026, 3)] == [(task.lead, 3)]
    signed_in(client, Role.LEADER)
    page = client.get(reverse("tasks:red_units"), {"year": 2026}).content.decode()
    assert task.lead.name in page
    signed_in(client, Role.LIAISON)
    assert client.get(reverse("tasks:red_units")).status_code == 403


def signed_in(client: Client, role: str, department: Department | None = None) -> None:
    user = make_user(role=role, department=department)
    client.force_login(user)


@pytest.mark.parametrize("number", [1, 3])
def test_the_register_asks_the_same_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    signed_in(client, Role.OFFICE)
    for _each in range(number):
        make_notice()
    with django_assert_num_queries(10):
        client.get(reverse("tasks:notices"), {"year": 2026})


def test_the_register_is_narrowed(client: Client) -> None:
    signed_in(client, Role.OFFICE)
    notice, red = make_notice(), make_notice(colour=Colour.RED, answer_by=date(2099, 1, 1))
    for query, rows in (
        ({"colour": "red"}, [red]),
        ({"state": "expired"}, [notice]),
        ({"state": "unanswered", "sort": "number"}, [notice, red]),
        ({"state": "closed"}, []),
        ({"unit": notice.department.code}, [notice]),
    ):
        assert list(client.get(reverse("tasks:notices"), query).context["listing"].page) == rows


def test_a_stranger_sees_no_notice(client: Client) -> None:
    notice = make_notice()
    signed_in(client, Role.LIAISON)
    names = ("notice", "notice_answer", "notice_print")
    assert [client.get(reverse(f"tasks:{name}", args=[notice.pk])).status_code for name in names] == [404] * 3
    assert notice.number not in client.get(reverse("tasks:notice_export"), {"format": "csv"}).content.decode()
    assert client.get(reverse("tasks:notice_close", args=[notice.pk])).status_code == 403


def test_the_office_urges_and_the_department_answers(client: Client) -> None:
    make_scheme()
    task = make_task(state=TaskState.IN_PROGRESS)
    signed_in(client, Role.OFFICE)
    page = reverse("tasks:urge", args=[task.code])
    assert client.get(page).status_code == 200
    values = {"department": task.lead.pk, "colour": "blue", "demand": "请加快"}
    client.post(page, {**values, "issued_on": "2026-07-01", "answer_by": "2026-07-08"})
    notice = UrgingNotice.objects.get()
    signed_in(client, Role.LIAISON, task.lead)
    answer = {"answered_on": "2026-07-03", "answer": "已安排", "version": 1}
    client.post(reverse("tasks:notice_answer", args=[notice.pk]), answer)
    assert client.get(reverse("tasks:notice", args=[notice.pk])).status_code == 200
    assert UrgingNotice.objects.get().answer == "已安排"
    signed_in(client, Role.OFFICE)
    client.post(reverse("tasks:notice_close", args=[notice.pk]), {"closed_on": "2026-07-10", "version": 2})
    assert UrgingNotice.objects.get().closed_on == date(2026, 7, 10)
    assert client.post(reverse("tasks:escalate")).status_code == 302


def test_a_notice_is_printed(client: Client) -> None:
    signed_in(client, Role.OFFICE)
    notice = make_notice()
    assert client.get(reverse("tasks:notice_print", args=[notice.pk])).content.startswith(b"%PDF")


def test_the_inbox_counts_what_waits() -> None:
    task = make_task(state=TaskState.IN_PROGRESS, due_on=date(2026, 6, 30))
    make_task(lead=task.lead, state=TaskState.ISSUED, due_on=date(2026, 7, 24))
    make_task(lead=task.lead, state=TaskState.RETURNED, due_on=date(2026, 12, 1))
    make_notice(task)
    liaison = make_user(role=Role.LIAISON, department=task.lead)
    pages = [line.url.partition("/tasks/")[2] for line in task_lines(liaison, TODAY)]
    assert pages == [
        *("notices/?state=unanswered", "?state=returned", "?state=open", "?due=overdue", "?due=14"),
    ]
    make_task(state=TaskState.CLAIMED, due_on=date(2026, 7, 1))
    office = [line.url.partition("/tasks/")[2] for line in task_lines(make_user(), TODAY)]
    assert office == ["?state=claimed", "notices/?state=expired", "?due=overdue"]
    assert list(task_lines(make_user(role=Role.LIAISON), TODAY)) == []


def test_departments_that_are_not_done_are_reminded() -> None:
    partner = make_department()
    task = make_task(cooperating=[partner], state=TaskState.IN_PROGRESS, due_on=date(2026, 7, 12))
    make_task(state=TaskState.CLAIMED, due_on=date(2026, 7, 12))
    people = [make_user(role=Role.LIAISON, department=unit) for unit in (task.lead, partner)]
    task.parts.filter(department=partner).update(state="done")
    found = list(task_dues(TODAY))
    assert [(due.step, due.recipients) for due in found] == [("-14", (people[0],)), ("-3", (people[0],))]
