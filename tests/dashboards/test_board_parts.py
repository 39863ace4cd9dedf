"""The dashboard: the answer, what is in danger and overdue, where failures concentrate, what changed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.translation import override

from departments.access import Role
from departments.models import Department, MeetingState
from inspections.models import Campaign, ProductClass, Result, Sample
from quality_portal.dashboards.board import Board, board
from quality_portal.lib.charts.tones import Tone
from targets.rules import Light
from tests.brands.factories import make_credential, make_kind
from tests.departments.factories import make_department, make_township, make_user
from tests.departments.meetings.factories import make_meeting
from tests.reports.factories import make_period
from tests.targets.factories import make_goal, make_plan, make_target

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 30)


def shown(on: date = DAY, *, role: Role = Role.LEADER, today: date = DAY) -> Board:
    """Return the board in English."""
    with override("en"):
        return board(make_user(role=role), 2026, on, today)


def make_batches(township: Department, on: date, *, passed: int, failed: int, kind: ProductClass) -> None:
    """Make a campaign's batches of one class."""
    campaign = Campaign.objects.create(
        code=f"C-{Campaign.objects.count()}", name="监督抽查", level="county", starts_on=on, ends_on=on
    )
    results = [Result.PASS] * passed + [Result.FAIL] * failed
    Sample.objects.bulk_create(
        Sample(
            campaign=campaign,
            key=str(n),
            township=township,
            product="水泥",
            product_class=kind,
            judged_on=on,
            result=result,
        )
        for n, result in enumerate(results)
    )


def test_a_red_target_says_that_the_plan_will_not_be_made_and_who_answers() -> None:
    lead = make_department()
    person = make_user(role=Role.LIAISON, department=lead)
    make_user(role=Role.LIAISON, department=make_department())
    target = make_target(measure="credentials.national_brands", lead=lead)
    make_goal(target, value="3")
    found = shown()
    assert found.answer.verdict == (
        "At the present pace the goals of 2026 will not all be met: 1 of 1 targets are off track."
    )
    assert [(danger.progress.target, danger.contacts) for danger in found.dangers] == [(target, [person])]


def test_a_year_that_is_over_is_judged_in_the_past_tense() -> None:
    make_goal(make_target(measure="credentials.national_brands"), value="3")
    found = shown(date(2026, 12, 31), today=date(2027, 2, 1))
    assert found.answer.verdict == "The goals of 2026 were not all met: 1 of 1 targets fell short."
    assert found.is_past


def test_without_figures_nothing_is_promised() -> None:
    make_goal(make_target())
    assert shown().answer.verdict == (
        "There are no figures yet to tell whether the goals of 2026 will be met."
    )


def test_a_leader_is_told_which_units_have_not_reported_and_is_not_led_to_drafts() -> None:
    unit = make_department()
    period = make_period()
    late = period.due_on + timedelta(days=3)
    with override("en"):
        missing = f"Reports, {period}"
    for role, leads in ((Role.LEADER, False), (Role.OFFICE, True)):
        kind = next(kind for kind in shown(role=role, today=late).overdue if kind.name == missing)
        assert (kind.count, bool(kind.url), bool(kind.late[0].url)) == (1, leads, leads)
        assert (kind.late[0].what, kind.late[0].days) == (unit.short_name, 3)


def test_failures_are_counted_by_class_and_place_against_the_year_before() -> None:
    township = make_township()
    cement = ProductClass.objects.create(code="cement", name="建材", keywords="")
    make_batches(township, date(2026, 3, 1), passed=8, failed=2, kind=cement)
    make_batches(township, date(2025, 3, 1), passed=9, failed=1, kind=cement)
    found = shown().concentration
    (part,) = found.classes
    assert (part.tally.failed, part.tally.pass_rate, part.change_text) == (2, Decimal("80.00"), "−10.00")
    assert "result=fail" in part.failed_url
    (tile,) = found.tiles.tiles
    assert (tile.value.text, tile.tone, tile.change) == ("80.0", Tone.BAD, "−10.00")
    assert found.sentence == (
        f"Lowest pass rates: {township.short_name} 80.00%. "
        "Most failed batches: 建材 2; together 100% of all that failed."
    )


def test_what_changed_is_told_from_the_day_of_the_last_meeting() -> None:
    kind = make_kind(counts_as="national_brand")
    make_credential(kind=kind, issued_on=date(2026, 5, 1), valid_from=date(2026, 5, 1))
    make_goal(make_target(measure="credentials.national_brands"), value="1")
    meeting = make_meeting(held_on=date(2026, 3, 1), state=MeetingState.HELD)
    make_meeting(held_on=date(2026, 7, 20), half=2)
    found = shown().since
    assert found is not None
    assert found.meeting == meeting
    assert [(turn.then.light, turn.now.light, turn.course) for turn in found.turned] == [
        (Light.RED, Light.GREEN, "better")
    ]


def test_before_the_first_meeting_nothing_changed_since() -> None:
    make_plan()
    assert shown().since is None


@pytest.mark.parametrize("page", ["/dashboard/wall/", "/dashboard/briefing.pdf"])
def test_wall_and_briefing_need_a_leader(client: Client, page: str) -> None:
    client.force_login(make_user(role=Role.LIAISON))
    assert client.get(page).status_code == 403
