"""Progress composed from goals, averages, readings and measures."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from targets.headline import arrange, by_sector, headline, select
from targets.models import Grade, Operator, ReadingState, Region, Sector, Target
from targets.progress import TargetProgress, plan_for, progress
from targets.rules import Light
from tests.targets.factories import (
    CountedSource,
    make_benchmark,
    make_goal,
    make_plan,
    make_reading,
    make_target,
    registered,
)

pytestmark = pytest.mark.django_db
D = Decimal
MIDSUMMER = date(2026, 6, 30)


def only(year: int = 2026, as_of: date = MIDSUMMER) -> TargetProgress:
    (row,) = progress(year, as_of)
    return row


def test_a_measured_target_is_judged_on_the_day_asked_for() -> None:
    source = CountedSource({"t.certified": {2022: "1", 2023: "1", 2024: "2", 2025: "3", 2026: "3"}})
    target = make_target(measure="t.certified", code="I2")
    make_goal(target, 2026, value="5")
    with registered(source):
        row = only()
    assert (row.actual, row.attainment, row.clipped, row.light) == (D(3), D(60), D(60), Light.RED)
    assert (row.goal_text, row.actual_text) == ("≥ 5", "3")
    assert row.on == MIDSUMMER
    assert row.records_url == "/records/?on=2026-06-30&township="
    assert [(point.year, point.on, point.value) for point in row.points] == [
        (2022, date(2022, 12, 31), D(1)),
        (2023, date(2023, 12, 31), D(1)),
        (2024, date(2024, 12, 31), D(2)),
        (2025, date(2025, 12, 31), D(3)),
        (2026, MIDSUMMER, D(3)),
    ]


def test_the_forecast_runs_through_all_figures_to_the_next_milestone() -> None:
    source = CountedSource({"t.certified": {2022: "1", 2023: "2", 2024: "3", 2025: "4", 2026: "5"}})
    make_goal(make_target(measure="t.certified"), 2027, value="5")
    with registered(source):
        row = only(2027, date(2026, 12, 31))
    assert row.forecast is not None
    assert (row.forecast.year, row.forecast.low, row.forecast.high) == (2028, D(7), D(7))
    assert row.forecast_text == "7"


def test_a_forecast_range_is_printed_from_low_to_high() -> None:
    source = CountedSource({"t.certified": {2023: "1", 2024: "3", 2025: "2"}})
    make_goal(make_target(measure="t.certified", unit="%", decimals=1), 2026, value="5")
    with registered(source):
        assert only().forecast_text == "1.7–4.3%"


def test_a_past_year_is_looked_at_on_its_last_day() -> None:
    source = CountedSource({"t.certified": {2024: "2", 2026: "9"}})
    make_goal(make_target(measure="t.certified"), 2024, value="2")
    with registered(source):
        row = only(2024)
    assert (row.on, row.actual, row.light) == (date(2024, 12, 31), D(2), Light.GREEN)


def test_a_target_without_measure_takes_the_years_last_accepted_reading() -> None:
    target = make_target()
    make_goal(target, value="5")
    make_reading(target, date(2025, 12, 31), "9")
    make_reading(target, date(2026, 3, 31), "4")
    make_reading(target, date(2026, 5, 31), "5")
    make_reading(target, date(2026, 6, 15), "1", state=ReadingState.ENTERED)
    make_reading(target, date(2026, 7, 31), "8")
    row = only()
    assert (row.actual, row.light, row.figure.records, row.records_url) == (D(5), Light.GREEN, 1, "")


def test_last_years_reading_does_not_speak_for_this_year() -> None:
    target = make_target()
    make_goal(target, value="5")
    make_reading(target, date(2025, 12, 31), "9")
    row = only()
    assert (row.actual, row.actual_text, row.attainment, row.light) == (None, "—", None, Light.UNKNOWN)


def test_a_benchmark_is_the_regions_average_of_the_year() -> None:
    target = make_target(measure="t.rate", unit="%", decimals=1)
    make_goal(target, operator=Operator.BENCHMARK, value=None, region=Region.PROVINCE)
    make_benchmark(target, 2026, "94.1")
    make_benchmark(target, 2025, "93.0")
    make_benchmark(target, 2026, "90", region=Region.NATION)
    with registered(CountedSource({"t.rate": {2026: "93.8"}})):
        row = only()
    assert (row.benchmark, row.attainment, row.light) == (D("94.1"), D("99.68"), Light.YELLOW)
    assert (row.goal_text, row.actual_text) == ("≥ the province's average (94.1%)", "93.8%")
    assert row.benchmarks == {Region.NATION: {2026: D(90)}, Region.PROVINCE: {2025: D(93), 2026: D("94.1")}}


def test_a_qualitative_goal_takes_the_accepted_grade() -> None:
    target = make_target(sector=Sector.OVERALL, unit="")
    make_goal(target, operator=Operator.QUALITATIVE, value=None, statement="接近全省平均水平")
    make_reading(target, date(2026, 6, 1), grade=Grade.LARGELY)
    row = only()
    assert (row.grade, row.actual_text, row.attainment, row.light) == (
        Grade.LARGELY,
        "largely reached",
        D(90),
        Light.YELLOW,
    )


def test_a_doubtful_goal_gives_no_light_until_it_is_confirmed() -> None:
    target = make_target()
    make_goal(target, value="4", doubtful=True)
    make_reading(target, date(2026, 6, 1), "4")
    row = only()
    assert (row.light, row.attainment, row.actual, row.is_doubtful) == (Light.UNKNOWN, None, D(4), True)


def test_a_year_without_goal_is_unknown() -> None:
    make_goal(make_target(), 2028)
    row = only()
    assert (row.light, row.goal_text, str(row.reason)) == (Light.UNKNOWN, "", "No goal is set for this year.")
    assert row.point(2019) is None


def test_no_plan_no_progress() -> None:
    make_target(make_plan(2024, 2028))
    assert progress(2023, MIDSUMMER) == []
    assert plan_for(2023) is None


def test_of_two_plans_the_later_one_counts() -> None:
    earlier, later = make_plan(2020, 2026), make_plan(2024, 2028)
    make_target(earlier, code="A")
    make_target(later, code="B")
    assert [row.target.code for row in progress(2026, MIDSUMMER)] == ["B"]
    assert [row.target.code for row in progress(2026, MIDSUMMER, earlier)] == ["A"]
    assert plan_for(2026) == later


def test_targets_no_longer_in_force_are_left_out() -> None:
    target = make_target()
    Target.objects.filter(pk=target.pk).update(is_active=False)
    assert progress(2026, MIDSUMMER) == []


@pytest.mark.parametrize("size", [1, 3])
def test_queries_do_not_grow_with_targets_goals_and_readings(
    django_assert_num_queries: DjangoAssertNumQueries, size: int
) -> None:
    plan = make_plan()
    source = CountedSource({f"t.{number}": {2026: "3"} for number in range(size)})
    for number in range(size):
        target = make_target(plan, measure=f"t.{number}")
        make_goal(target, 2026)
        make_benchmark(target)
        make_reading(target, date(2026, 1, 31), "3")
    with registered(source), django_assert_num_queries(5):
        rows = progress(2026, MIDSUMMER)
        assert [row.target.lead.label for row in rows]
    assert [len(codes) for codes, _dates in source.questions] == [size]


def test_the_headline_counts_and_names_the_worst() -> None:
    plan = make_plan()
    for value, reached in (("5", "5"), ("10", "9"), ("10", "5"), ("10", "2"), (None, None)):
        target = make_target(plan, name=f"目标{reached}")
        if value and reached:
            make_goal(target, value=value)
            make_reading(target, date(2026, 2, 1), reached)
    rows = progress(2026, MIDSUMMER)
    summed = headline(rows)
    assert summed.sentence == ("Targets for 2026: of 5, 1 on track, 1 at risk, 2 off track, 1 unknown.")
    assert summed.worst is not None
    assert summed.worst.target.name == "目标2"
    assert summed.concern.startswith(f"Look first at 目标2 ({summed.worst.target.lead.label}): 2 against")
    assert (summed.total, summed.light) == (5, Light.RED)
    assert summed.tally == [(Light.GREEN, 1), (Light.YELLOW, 1), (Light.RED, 2), (Light.UNKNOWN, 1)]


def test_a_headline_without_plan_or_worry() -> None:
    empty = headline([])
    assert (empty.sentence, empty.worst, empty.concern, empty.light) == (
        "No plan covers this year.",
        None,
        "",
        Light.UNKNOWN,
    )


def test_rows_are_selected_arranged_and_grouped() -> None:
    plan = make_plan()
    first = make_target(plan, code="I1", sector=Sector.INDUSTRY)
    second = make_target(plan, code="A1", sector=Sector.AGRICULTURE)
    for target, reached in ((first, "5"), (second, "1")):
        make_goal(target)
        make_reading(target, date(2026, 2, 1), reached)
    rows = progress(2026, MIDSUMMER)

    def codes(found: list[TargetProgress]) -> list[str]:
        return [row.target.code for row in found]

    assert codes(select(rows, light=Light.RED)) == ["A1"]
    assert codes(select(rows, sector=Sector.INDUSTRY)) == ["I1"]
    assert codes(select(rows, department=second.lead_id)) == ["A1"]
    assert codes(arrange(rows, "code")) == ["A1", "I1"]
    assert codes(arrange(rows, "-code")) == ["I1", "A1"]
    assert codes(arrange(rows, "attainment")) == ["A1", "I1"]
    assert codes(arrange(rows, "-light")) == ["I1", "A1"]
    assert codes(arrange(rows, "department")) == ["I1", "A1"]
    assert codes(arrange(rows, "")) == ["I1", "A1"]
    assert [(sector, codes(found)) for sector, found in by_sector(rows)] == [
        (Sector.INDUSTRY, ["I1"]),
        (Sector.AGRICULTURE, ["A1"]),
    ]
