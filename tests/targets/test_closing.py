"""Closing a year: frozen figures, refused changes, differences, reopening; overrides and absent values."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from departments.records import EditConflict
from targets import actions
from targets.closing_actions import close_year, closing_of, reopen_year
from targets.models import (
    FrozenFigure,
    Grade,
    NoValue,
    Operator,
    Reading,
    ReadingState,
    Region,
    Target,
    YearClosing,
)
from targets.progress import TargetProgress, progress
from targets.rules import Light
from tests.departments.factories import make_user
from tests.targets.factories import (
    NOW,
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
TODAY = date(2026, 7, 1)
CLOSED = "2025 is closed and its figures are frozen. The office can reopen the year on the plan's page"


@pytest.fixture
def source() -> Iterator[CountedSource]:
    """93.1 % in 2025, which later corrections of the records change."""
    answers = CountedSource({"t.rate": {2024: "90", 2025: "93.1", 2026: "94"}})
    with registered(answers):
        yield answers


def measured() -> Target:
    """A target of at least 95 % in 2025."""
    target = make_target(make_plan(code="p"), code="I3", measure="t.rate", unit="%", decimals=1)
    make_goal(target, 2025, value="95")
    return target


def close(target: Target, year: int = 2025, today: date = TODAY) -> YearClosing:
    return close_year(plan=target.plan, year=year, by=make_user(), now=NOW, today=today)


def row(target: Target, year: int = 2025, on: date = TODAY) -> TargetProgress:
    return progress(year, on, target.plan, only=target.code)[0]


def test_closing_keeps_figure_goal_light_and_reason_in_both_languages(source: CountedSource) -> None:
    target = measured()
    close(target)
    frozen = FrozenFigure.objects.get()
    assert (frozen.value, frozen.numerator, frozen.denominator, frozen.records) == (
        D("93.1"),
        D("93.1"),
        D(100),
        7,
    )
    assert (frozen.goal_en, frozen.attainment, frozen.light) == ("≥ 95%", D("98.00"), Light.YELLOW)
    assert frozen.reason_en.startswith("93.1% against the goal ≥ 95%: 98.00 % attained")
    with override("zh-hans"):
        assert frozen.reason_text == frozen.reason
        assert "93.1%" in frozen.reason
    assert frozen.reason != frozen.reason_en


def test_a_later_correction_is_shown_as_a_difference_and_not_rewritten(source: CountedSource) -> None:
    target = measured()
    close(target)
    assert row(target).difference == ""
    source.values["t.rate"][2025] = "92.8"
    target.plan.yellow_from = D(99)
    target.plan.save()
    after = row(target)
    assert (after.actual, after.attainment, after.light) == (D("93.1"), D("98.00"), Light.YELLOW)
    assert str(after.difference) == "frozen 93.1%, records today give 92.8%"
    assert str(after.reason) == FrozenFigure.objects.get().reason_en


def test_the_course_of_a_later_year_shows_the_frozen_figure_too(source: CountedSource) -> None:
    target = measured()
    close(target)
    source.values["t.rate"][2025] = "92.8"
    point = row(target, 2026).point(2025)
    assert point is not None
    assert point.value == D("93.1")


def test_earlier_days_of_a_closed_year_follow_the_records(source: CountedSource) -> None:
    target = measured()
    close(target)
    source.values["t.rate"][2025] = "92.8"
    before = row(target, on=date(2025, 6, 30))
    assert (before.actual, before.frozen) == (D("92.8"), None)


@pytest.mark.usefixtures("source")
def test_goals_readings_and_averages_of_a_closed_year_are_refused() -> None:
    target = measured()
    by = make_user()
    goal = target.goals.get()
    average = make_benchmark(target, 2025)
    reading = make_reading(target, date(2025, 6, 30), grade=Grade.REACHED)
    close(target)
    said: dict[str, Any] = {"target": target, "by": by}
    region: dict[str, Any] = {"region": Region.PROVINCE, "value": D(90), "source": "公报"}
    attempts: list[Callable[[], object]] = [
        lambda: actions.set_goal(**said, year=2025, version=1, operator=Operator.AT_LEAST, value=D(1)),
        lambda: actions.set_benchmark(**said, **region, year=2025, version=average.version),
        lambda: actions.override_figure(
            **said, now=NOW, today=TODAY, as_of=date(2025, 9, 30), source="x", value=D(1), reason="x"
        ),
        lambda: actions.check_reading(reading=reading, by=by, now=NOW, version=1, accept=False, remark="x"),
        goal.full_clean,
    ]
    for attempt in attempts:
        with pytest.raises(ValidationError, match=CLOSED):
            attempt()
    actions.set_goal(**said, year=2026, version=None, operator=Operator.AT_LEAST, value=D(95))


@pytest.mark.usefixtures("source")
def test_of_two_people_closing_the_second_is_told() -> None:
    target = measured()
    first = close(target)
    with pytest.raises(ValidationError, match=f"2025 was already closed by {first.closed_by} at"):
        close(target)
    assert YearClosing.objects.count() == 1


def test_a_running_year_and_one_with_unchecked_readings_are_not_closed() -> None:
    target = make_target()
    with pytest.raises(ValidationError, match="2026 is still running"):
        close(target, 2026)
    with pytest.raises(ValidationError, match="2025 is still running"):
        close(target, today=date(2025, 12, 31))
    make_reading(target, date(2025, 6, 30), "4", state=ReadingState.ENTERED)
    with pytest.raises(ValidationError, match="Readings of 2025 that wait for the office: 1"):
        close(target)


def test_reopening_needs_a_reason_and_stays_in_the_history(source: CountedSource) -> None:
    target = measured()
    closing = close(target)
    source.values["t.rate"][2025] = "92.8"
    said: dict[str, Any] = {"closing": closing, "by": make_user(), "now": NOW}
    with pytest.raises(ValidationError):
        reopen_year(**said, version=1, reason=" ")
    reopen_year(**said, version=1, reason="省级通报更正")
    with pytest.raises(EditConflict):
        reopen_year(**said, version=1, reason="省级通报更正")
    assert row(target).actual == D("92.8")
    assert closing_of(target.plan, 2025) is None
    close(target)
    reasons = YearClosing.objects.order_by("pk").values_list("reopen_reason", flat=True)
    assert list(reasons) == ["省级通报更正", ""]
    assert [figure.value for figure in FrozenFigure.objects.order_by("pk")] == [D("93.1"), D("92.8")]
    assert row(target).actual == D("92.8")


def test_a_frozen_grade_is_shown_as_it_was_given() -> None:
    target = make_target()
    make_goal(target, 2025, operator=Operator.QUALITATIVE, value=None, statement="差距缩小")
    make_reading(target, date(2025, 12, 1), grade=Grade.LARGELY)
    close(target)
    after = row(target)
    assert (after.grade, after.attainment, after.goal_text) == (Grade.LARGELY, D("90.00"), "差距缩小")


@pytest.mark.parametrize(
    ("no_value", "reason"),
    [
        (NoValue.NONE_THIS_PERIOD, "The responsible department states that there was none this period."),
        (
            NoValue.NOT_APPLICABLE,
            "The responsible department states that the target does not apply this year.",
        ),
        (
            NoValue.NOT_YET_OBTAINED,
            "The responsible department states that the figure is not yet obtained.",
        ),
    ],
)
def test_a_reading_without_value_leaves_the_target_unknown_and_says_why(no_value: str, reason: str) -> None:
    target = make_target()
    make_goal(target, value="5")
    make_reading(target, date(2026, 3, 31), "4")
    known = make_reading(target, date(2026, 6, 30), "0")
    Reading.objects.filter(pk=known.pk).update(value=None, no_value=no_value)
    found = row(target, 2026)
    assert (found.light, found.actual, found.attainment) == (Light.UNKNOWN, None, None)
    assert str(found.reason) == reason


def test_an_override_counts_and_the_computed_value_stays_beside_it(source: CountedSource) -> None:
    target = measured()
    make_goal(target, 2026, value="95")
    actions.override_figure(
        target=target,
        by=make_user(),
        now=NOW,
        today=TODAY,
        as_of=date(2026, 6, 30),
        source="复核",
        value=D("93.5"),
        reason="两批次重复计入",
    )
    found = row(target, 2026)
    assert (found.actual, found.computed_text, found.figure.records) == (D("93.5"), "94.0%", 7)
    assert row(target, 2026, date(2026, 6, 1)).computed_text == ""
