"""The work inbox: what waits for whom."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from departments.access import Role
from departments.models import Department, User
from inspections.actions.ladders import load_ladders
from inspections.models import Campaign, Case, ImportBatch
from quality_portal.dashboards.inbox import inbox
from targets.models import Reading, ReadingState, Target
from targets.response_actions import judge_own, tell_department
from tests.brands.factories import make_credential
from tests.departments.factories import make_department, make_township, make_user
from tests.inspections.cases.factories import make_case
from tests.targets.factories import make_goal, make_plan, make_target

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def urls(user: User) -> list[str]:
    """Return where the inbox leads."""
    return [item.url for item in inbox(user, TODAY)]


def make_reading(target: Target, by: User, state: str) -> Reading:
    """Make a reading of today in a state."""
    return Reading.objects.create(
        target=target, as_of=TODAY, value=3, source="台账", state=state, remark="请核实",
        entered_at=NOW, entered_by=by,
    )  # fmt: skip


def test_the_office_is_led_to_doubtful_goals_and_waiting_readings() -> None:
    office, target = make_user(), make_target(code="A4")
    make_goal(target, doubtful=True)
    make_reading(target, office, ReadingState.ENTERED)
    assert urls(office)[:2] == ["/targets/A4/", "/targets/A4/"]


def test_the_office_is_led_to_years_that_are_over_and_not_closed() -> None:
    plan = make_plan(code="p")
    make_target(plan)
    assert urls(make_user()) == [f"/targets/plans/p/years/{year}/close/" for year in (2024, 2025)]


def test_the_office_is_led_to_its_imports_and_campaigns_without_number() -> None:
    office, other = make_user(), make_user()
    mine, _theirs = (
        ImportBatch.objects.create(file_name="抽查.xlsx", sha256="0", uploaded_at=NOW, uploaded_by=who)
        for who in (office, other)
    )
    Campaign.objects.create(
        code="C-1", name="通告", level="province", starts_on=TODAY, ends_on=TODAY, failures_only=True
    )
    assert [url for url in urls(office) if str(mine.pk) in url or "C-1" in url] == urls(office)
    assert len(urls(office)) == 2


def test_a_department_is_led_to_returned_and_missing_readings() -> None:
    agriculture = make_department()
    liaison = make_user(role=Role.LIAISON, department=agriculture)
    plan = make_plan()
    returned, missing = (
        make_target(plan, code="A1", lead=agriculture),
        make_target(plan, code="A2", lead=agriculture),
    )
    make_target(plan, code="I1")
    make_reading(returned, liaison, ReadingState.RETURNED)
    assert [(item.url, item.why) for item in inbox(liaison, TODAY)] == [
        ("/targets/A1/", "请核实"),
        (f"/targets/{missing.code}/", "该目标由您所在单位负责。"),
    ]


@pytest.mark.parametrize(("until", "items"), [(date(2026, 9, 29), 1), (date(2026, 9, 30), 0)])
def test_credentials_are_announced_ninety_days_ahead(until: date, items: int) -> None:
    make_credential(valid_until=until)
    assert len(inbox(make_user(), TODAY)) == items


def test_a_township_sees_its_own_work_only() -> None:
    township: Department = make_township()
    liaison = make_user(role=Role.LIAISON, department=township)
    make_credential(township=make_township(), valid_until=date(2026, 8, 1))
    assert inbox(liaison, TODAY) == []


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LIAISON])
def test_the_home_page_opens(client: Client, role: str) -> None:
    client.force_login(make_user(role=role))
    make_goal(make_target(), doubtful=True)
    assert client.get("/").status_code == 200


def test_health_answers_without_signing_in(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_due_and_overdue_cases_wait_for_the_office_and_the_township() -> None:
    load_ladders()
    township = make_township()
    for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 15), date(2026, 7, 16)):
        Case.objects.filter(pk=make_case().pk).update(township=township, due_on=day)
    waiting = ["/inspections/cases/?due=overdue", "/inspections/cases/?due=14"]
    assert urls(make_user()) == waiting
    assert urls(make_user(role=Role.LIAISON, department=township)) == waiting
    assert urls(make_user(role=Role.LIAISON)) == []


def test_a_department_is_told_of_its_target_until_it_judges_for_itself() -> None:
    agriculture = make_department()
    liaison = make_user(role=Role.LIAISON, department=agriculture)
    target = make_target(code="I2", lead=agriculture, measure="credentials.national_brands")
    tell_department(target=target, year=2026, sentence="请补齐。", by=make_user(), now=NOW)
    assert urls(liaison) == ["/targets/I2/why/?year=2026"]
    assert urls(make_user(role=Role.LIAISON)) == []
    judge_own(
        target=target,
        year=2026,
        light="red",
        computed="red",
        sentence="",
        by=liaison,
        now=NOW,
        version=None,
    )
    assert urls(liaison) == []
