"""What lies ahead of a target, since when its light holds, and how fresh its figure is."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from targets.measures import Figures
from targets.models import Grade, Operator, OverPeriods, Target
from targets.outlook import freshness, losses, takes, takes_by_milestone
from targets.progress import TargetProgress, progress
from targets.rules import Direction, Light
from targets.since import days_before, light_since
from tests.targets.factories import (
    CountedSource,
    make_goal,
    make_plan,
    make_reading,
    make_target,
    registered,
)

pytestmark = pytest.mark.django_db
D = Decimal
MIDSUMMER = date(2026, 6, 30)


class DatedSource(CountedSource):
    """Answers 5 until the end of July 2026 and 4 after it, as if a certificate ended there."""

    def __init__(self) -> None:
        super().__init__({"t.certified": {}})

    def figures(self, codes: Sequence[str], dates: Sequence[date]) -> Figures:
        """Answer by the day."""
        return {
            code: {day: self._figure("5" if day < date(2026, 8, 1) else "4") for day in dates}
            for code in codes
        }


def only(year: int = 2026, as_of: date = MIDSUMMER) -> TargetProgress:
    (row,) = progress(year, as_of)
    return row


def test_attainment_of_a_target_runs_from_its_baseline_and_its_trend_from_last_year() -> None:
    target = make_target(measure="t.certified", baseline="1")
    make_goal(target, value="5")
    with registered(CountedSource({"t.certified": {2025: "2", 2026: "3"}})):
        row = only()
    assert (row.attainment, row.light) == (D("50.00"), Light.RED)
    assert row.trend is not None
    assert row.trend.direction is Direction.UP
    assert str(row.trend.words) == "up by 1 against 2025-06-30 (2 then)"


def test_a_target_may_have_thresholds_of_its_own() -> None:
    target = make_target(green_from=D(60), yellow_from=D(40))
    make_goal(target, value="5")
    make_reading(target, date(2026, 3, 1), "3")
    assert only().light is Light.GREEN


def test_half_a_pair_of_thresholds_and_added_percentages_are_refused() -> None:
    plan = make_plan()
    for wrong in ({"green_from": D(60)}, {"unit": "%", "over_units": "sum"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_target(plan, **wrong)
    with pytest.raises(ValidationError, match="pool them"):
        Target(plan=plan, unit="%", over_units="sum").validate_constraints()


@pytest.mark.parametrize(
    ("rule", "figure", "records"),
    [(OverPeriods.LATEST, "3", 1), (OverPeriods.SUM, "12", 3), (OverPeriods.DISTINCT, "5", 3)],
)
def test_readings_of_a_year_are_put_together_by_the_targets_rule(
    rule: OverPeriods, figure: str, records: int
) -> None:
    target = make_target(over_periods=rule)
    make_goal(target, value="5")
    for month, value in ((1, "4"), (3, "5"), (6, "3"), (9, "100")):
        make_reading(target, date(2026, month, 1), value)
    make_reading(target, date(2025, 12, 31), "50")
    row = only()
    assert (row.actual, row.figure.records) == (D(figure), records)


def test_what_the_year_and_the_milestone_take() -> None:
    target = make_target(measure="t.certified")
    make_goal(target, 2027, value="4")
    make_goal(target, 2028, value="10")
    with registered(CountedSource({"t.certified": {2027: "3"}})):
        row = only(2027, date(2027, 6, 30))
        assert str(takes(row)) == "1 more by 2027-12-31 (3 today, 4 needed)."
        assert str(takes_by_milestone(row)) == "7 more by 2028-12-31 (3 today, 10 needed)."
    assert takes_by_milestone(only(2026)) == ""


def test_only_a_whole_that_stays_is_counted_in_things() -> None:
    target = make_target(measure="t.share", unit="%")
    make_goal(target, value="60")
    source = CountedSource({"t.share": {2026: "50"}})
    with registered(source, whole_stays=True):
        assert str(takes(only())).startswith("10 more of the 100 counted today by 2026-12-31")
    with registered(source):
        assert str(takes(only())) == "10% more by 2026-12-31 (50% today, 60% needed)."


def test_records_about_to_end_that_pull_a_target_below_its_goal_are_announced() -> None:
    make_goal(make_target(measure="t.certified"), value="5")
    with registered(DatedSource(), lapses=True):
        (loss,) = losses([only()])
        assert loss.words == (
            "1 record ends by 2026-12-31; without renewal the target falls to 4 (goal ≥ 5)."
        )
        assert loss.judgement.light is Light.RED
        assert losses([only(2026, date(2026, 12, 31))]) == []
    with registered(DatedSource()):
        assert losses([only()]) == []


def test_nothing_is_announced_while_the_goal_is_kept() -> None:
    make_goal(make_target(measure="t.certified"), value="4")
    with registered(DatedSource(), lapses=True):
        assert losses([only()]) == []


def test_every_figure_says_how_fresh_it_is() -> None:
    plan = make_plan()
    entered, empty, computed = (make_target(plan, code=code) for code in ("A", "B", "C"))
    Target.objects.filter(pk=computed.pk).update(measure="t.certified")
    make_goal(entered)
    make_reading(entered, date(2026, 3, 31), "3")
    with registered(CountedSource({"t.certified": {2026: "3"}})):
        rows = progress(2026, MIDSUMMER)
        found = freshness(rows)
    assert found[entered.pk].words == "Data up to 2026-03-31; next due by 2026-12-31."
    assert found[empty.pk].words == "No data yet; due by 2026-12-31."
    assert found[computed.pk].words == (
        "Data up to 2026-06-30 (last record of 2026-06-30); next due by 2026-12-31."
    )
    assert freshness([]) == {}


def test_of_a_year_that_is_over_nothing_is_due_or_needed() -> None:
    target = make_target()
    make_goal(target, 2025, value="5")
    row = only(2025)
    assert freshness([row])[target.pk].words == "No data for this year."
    make_reading(target, date(2025, 12, 1), "3")
    row = only(2025)
    assert freshness([row])[target.pk].words == "Data up to 2025-12-01."
    assert (takes(row), row.light) == ("", Light.RED)


def test_a_light_holds_since_the_month_end_after_the_last_other_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_goal(make_target(measure="t.certified"), value="5")
    with registered(DatedSource()):
        row = only(2026, date(2026, 11, 15))
        with django_assert_num_queries(1):
            since = light_since(row)
    assert (row.light, since.first, since.before, since.earlier) == (
        Light.RED,
        date(2026, 8, 31),
        date(2026, 7, 31),
        Light.GREEN,
    )


def test_a_light_that_always_held_says_so() -> None:
    target = make_target(make_plan(2026, 2028))
    make_goal(target, operator=Operator.QUALITATIVE, value=None, statement="缩小差距")
    make_reading(target, date(2026, 1, 10), grade=Grade.PARTLY)
    since = light_since(only())
    assert (since.first, since.before) == (date(2026, 1, 10), None)


def test_the_days_looked_at_are_bounded() -> None:
    days = days_before(date(2026, 3, 31), [date(2026, 2, 10), date(2020, 1, 1)], first_year=2024)
    assert (days[0], days[-2:], len(days)) == (
        date(2024, 3, 31),
        [date(2026, 2, 10), date(2026, 2, 28)],
        25,
    )
