"""The leader's dashboard: its figures are those of the records, and its queries do not grow with them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from brands.models import CountsAs
from departments.access import Role
from departments.actions.notices import issue_notice
from departments.models import Department, MeetingState, TaskState
from inspections.models import Campaign, Result, Sample
from quality_portal.dashboards.board import Board, board
from quality_portal.dashboards.concentration import tile_tone
from quality_portal.lib.charts.tones import Tone
from targets.models import Benchmark, Target
from targets.rules import Light
from tests.brands.factories import make_credential, make_kind
from tests.departments.factories import make_department, make_task, make_user
from tests.departments.meetings.factories import make_decision, make_meeting
from tests.targets.factories import make_goal, make_plan, make_target

pytestmark = pytest.mark.django_db

PAGE = "/dashboard/?year=2026&on=2026-06-30"
QUERIES = 36
DAY = date(2026, 6, 30)


def make_samples(township: Department | None, *, passed: int, failed: int, on: date) -> None:
    """Make a campaign's batches."""
    campaign = Campaign.objects.create(
        code=f"C-{Campaign.objects.count()}", name="监督抽查", level="county", starts_on=on, ends_on=on
    )
    results = [Result.PASS] * passed + [Result.FAIL] * failed
    Sample.objects.bulk_create(
        Sample(campaign=campaign, key=str(n), township=township, product="水泥", judged_on=on, result=result)
        for n, result in enumerate(results)
    )


def shown_board(on: date = DAY, year: int = 2026) -> Board:
    """Return the board as a leader sees it on the day itself."""
    return board(make_user(role=Role.LEADER), year, on, on)


def the_county() -> Department:
    """Load the founding plan with the benchmark of one year and return a township."""
    call_command("load_plan", verbosity=0)
    rate = Target.objects.get(measure="spot_checks.pass_rate")
    Benchmark.objects.create(target=rate, region="province", year=2026, value=Decimal("90.0"), source="公报")
    return Department.objects.townships()[0]


def test_the_dashboard_needs_a_leader(client: Client) -> None:
    client.force_login(make_user(role=Role.LIAISON))
    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("rows", [2, 30])
def test_the_queries_do_not_grow_with_the_records(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    township = the_county()
    make_samples(township, passed=rows, failed=rows, on=date(2026, 3, 1))
    meeting = make_meeting(held_on=date(2026, 1, 20), state=MeetingState.HELD)
    for number in range(rows):
        lead = make_department(f"县第{number}局")
        make_decision(meeting, owner=lead)
        issue_notice(
            make_task(lead=lead, due_on=date(2026, 1, 31), state=TaskState.IN_PROGRESS),
            by=make_user(),
            department=lead,
            colour="yellow",
            demand="请说明原因",
            issued_on=date(2026, 2, 1),
            answer_by=date(2026, 2, 8),
        )
    client.force_login(make_user(role=Role.LEADER))
    client.get(PAGE)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


def test_the_page_is_light(client: Client) -> None:
    the_county()
    client.force_login(make_user(role=Role.LEADER))
    assert len(client.get(PAGE).content) < 80_000


def test_the_figures_are_those_of_the_records(client: Client) -> None:
    township = the_county()
    make_samples(township, passed=17, failed=3, on=date(2026, 3, 1))
    make_samples(None, passed=70, failed=10, on=date(2026, 4, 1))
    make_samples(township, passed=0, failed=50, on=date(2026, 7, 1))
    shown = shown_board()
    rate = next(
        row.progress
        for _sector, rows in shown.sectors
        for row in rows
        if row.progress.target.measure == "spot_checks.pass_rate"
    )
    assert (rate.actual, rate.light) == (Decimal("87.00"), Light.YELLOW)
    tile = next(tile for tile in shown.concentration.tiles.tiles if tile.full_name == township.short_name)
    assert (tile.value.text, tile.tone) == ("85.0", Tone.WARN)
    assert [tally.count for tally in shown.tallies] == [
        shown.headline.counts[light] for light in (Light.GREEN, Light.YELLOW, Light.RED, Light.UNKNOWN)
    ]
    assert sum(tally.count for tally in shown.tallies) == 11


def test_every_department_is_shown_with_what_it_answers_for() -> None:
    helper = make_department("县财政局")
    plan = make_plan()
    led = make_target(plan)
    make_goal(led)
    led.cooperating.add(helper)
    shown = shown_board()
    assert [(s.department, s.led, s.supported) for s in shown.leaders] == [(led.lead, 1, 0)]
    assert [(s.department, s.led, s.supported) for s in shown.supporters] == [(helper, 0, 1)]
    assert [(t.word, t.count) for t in shown.leaders[0].tallies] == [("暂无数据", 1)]


def test_a_year_without_a_plan_is_said_in_words(client: Client) -> None:
    client.force_login(make_user(role=Role.LEADER))
    answer = client.get("/dashboard/?year=2050&on=2026-06-30")
    assert (answer.status_code, "本年度不在任何规划期内。" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("asked", ["year=abc&on=2026-02-31", "year=99999999", "on=%00", "year=1_0"])
def test_addresses_that_do_not_fit_fall_back_to_today(client: Client, asked: str) -> None:
    client.force_login(make_user(role=Role.LEADER))
    assert client.get(f"/dashboard/?{asked}").status_code == 200


@pytest.mark.parametrize(
    ("rate", "tone"),
    [("84.99", Tone.BAD), ("85", Tone.WARN), ("89.99", Tone.WARN), ("90", Tone.GOOD), (None, Tone.NONE)],
)
def test_a_tile_says_in_tone_how_high_the_rate_is(rate: str | None, tone: Tone) -> None:
    assert tile_tone(Decimal(rate) if rate else None)[0] == tone


def test_certificates_about_to_end_are_announced(client: Client) -> None:
    kind = make_kind(counts_as=CountsAs.NATIONAL_BRAND)
    make_credential(kind=kind, issued_on=date(2024, 1, 1), valid_until=date(2026, 9, 30))
    make_goal(make_target(measure="credentials.national_brands", name="中国品牌产品"), value="1")
    client.force_login(make_user(role=Role.LEADER))
    html = client.get(PAGE, headers={"accept-language": "en"}).content.decode()
    assert "1 record ends by 2026-12-31; without renewal the target falls to 0" in html
