"""The week ahead on a person's home: what falls due, for whom, and in which order."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.models import Department, MeetingState, TaskState, User
from inspections.actions.ladders import load_ladders
from inspections.models import Case
from quality_portal.dashboards.week import Deadline, week
from tests.departments.factories import make_department, make_task, make_township, make_user
from tests.departments.meetings.factories import make_meeting
from tests.inspections.cases.factories import make_case
from tests.reports.factories import make_period

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 3)


def days(found: list[Deadline]) -> list[tuple[int, str]]:
    """Return in how many days what falls due."""
    return [((each.day - TODAY).days, each.what) for each in found]


def make_liaison(unit: Department | None = None) -> User:
    """Make a liaison of a unit."""
    return make_user(role=Role.LIAISON, department=unit or make_department())


def test_the_week_reaches_seven_days_and_the_nearest_comes_first() -> None:
    liaison = make_liaison()
    for ahead in (8, 7, 0, -1):
        make_task(
            lead=liaison.department,
            title=f"{ahead}",
            due_on=TODAY + timedelta(days=ahead),
            state=TaskState.IN_PROGRESS,
        )
    assert days(week(liaison, TODAY)) == [(0, "0"), (7, "7")]


def test_another_units_deadlines_are_not_shown() -> None:
    make_task(due_on=TODAY, state=TaskState.IN_PROGRESS)
    make_period(due_on=TODAY)
    assert week(make_liaison(), TODAY) == []


def test_the_own_report_and_a_meeting_are_told() -> None:
    unit = make_department()
    period = make_period(due_on=TODAY + timedelta(days=2))
    meeting = make_meeting(
        held_on=TODAY + timedelta(days=1), state=MeetingState.INVITED, invited=[unit], half=2
    )
    assert [(each.day, each.who) for each in week(make_liaison(unit), TODAY)] == [
        (meeting.held_on, "二楼会议室"),
        (period.due_on, str(period)),
    ]


def test_the_office_is_told_how_many_reports_are_missing() -> None:
    make_department()
    make_department()
    period = make_period(due_on=TODAY)
    assert [(each.what, each.url) for each in week(make_user(), TODAY)] == [
        ("尚有2份报告未报送", f"/reports/periods/{period.pk}/")
    ]


def test_of_many_cases_the_nearest_are_named_and_a_department_is_not_told() -> None:
    load_ladders()
    township = make_township()
    for ahead in range(8):
        Case.objects.filter(pk=make_case().pk).update(township=township, due_on=TODAY + timedelta(days=ahead))
    found = week(make_liaison(township), TODAY)
    assert [(each.day - TODAY).days for each in found] == [0, 1, 2, 3, 4, 7]
    assert (found[-1].what, found[-1].url) == ("另有3件后处理案件", "/inspections/cases/?due=7")
    assert week(make_liaison(), TODAY) == []


@pytest.mark.parametrize("rows", [2, 20])
def test_the_queries_of_the_home_do_not_grow_with_what_falls_due(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    liaison = make_liaison()
    for number in range(rows):
        make_task(
            lead=liaison.department,
            due_on=TODAY + timedelta(days=number % 7),
            state=TaskState.IN_PROGRESS,
        )
    client.force_login(liaison)
    client.get("/")
    with django_assert_num_queries(30):
        client.get("/")
