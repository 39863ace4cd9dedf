"""Attainment from the baseline, worked by hand, and what is true of every baseline."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.models import Grade, Operator, Region
from targets.rules import Light, Terms, attained, figure_for, judge

D = Decimal
FIGURES = st.decimals(min_value=0, max_value=1000, places=1)


def terms(operator: Operator, value: str, baseline: str | None, **more: object) -> Terms:
    return Terms(operator, D(value), baseline=None if baseline is None else D(baseline), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("goal", "actual", "percent", "numerator", "denominator", "formula"),
    [
        # From 42 % to 60 % are 18 points; 57 % is 15 of them.
        (
            terms(Operator.AT_LEAST, "60", "42"),
            "57",
            "83.33",
            "15",
            "18",
            "(57 − 42) ÷ (60 − 42) × 100 = 83.33 %",
        ),
        (terms(Operator.AT_LEAST, "60", "42"), "36", "-33.33", "-6", "18", None),
        (terms(Operator.AT_LEAST, "60", "42"), "69", "150.00", "27", "18", None),
        # Lower is better: from 8 down to 4, 5 is three quarters of the way.
        (terms(Operator.AT_MOST, "4", "8"), "5", "75.00", "-3", "-4", "(5 − 8) ÷ (4 − 8) × 100 = 75.00 %"),
        (terms(Operator.AT_MOST, "4", "8"), "2", "150.00", "-6", "-4", None),
        (terms(Operator.AT_MOST, "0", "8"), "2", "75.00", "-6", "-8", None),
        # Of a range the lower end is the goal.
        (Terms(Operator.RANGE, D(5), D(8), baseline=D(1)), "4", "75.00", "3", "4", None),
        # 2 of 0 → 3 is 66.67 %; 2.8 lies within 10 % of 3 and counts as reached.
        (terms(Operator.ABOUT, "3", "0"), "2", "66.67", "2", "3", None),
        (
            terms(Operator.ABOUT, "3", "0"),
            "2.8",
            "100",
            "2.8",
            "3",
            "(2.8 − 0) ÷ (3 − 0) × 100 = 93.33 %; within 10 % of the goal: counts as 100 %",
        ),
        # A baseline that already meets the goal leaves no way to go: the figure is compared with the goal.
        (terms(Operator.AT_LEAST, "1", "1"), "1", "100.00", "1", "1", "1 ÷ 1 × 100 = 100.00 %"),
        (terms(Operator.AT_LEAST, "5", "7"), "4", "80.00", "4", "5", None),
        (terms(Operator.AT_MOST, "4", "3"), "5", "80.00", "4", "5", "4 ÷ 5 × 100 = 80.00 %"),
        (terms(Operator.AT_LEAST, "5", None), "3", "60.00", "3", "5", "3 ÷ 5 × 100 = 60.00 %"),
        (
            terms(Operator.AT_LEAST, "0", None),
            "3",
            "100",
            "3",
            "0",
            "A goal of 0 is reached by any figure: 100 %",
        ),
    ],
)
def test_attainment_is_measured_from_the_baseline(
    goal: Terms, actual: str, percent: str, numerator: str, denominator: str, formula: str | None
) -> None:
    found = attained(goal, D(actual))
    assert (found.percent, found.numerator, found.denominator) == (D(percent), D(numerator), D(denominator))
    if formula:
        assert str(found.formula) == formula


def test_a_benchmark_is_caught_up_with_from_the_baseline() -> None:
    goal = Terms(Operator.BENCHMARK, region=Region.PROVINCE, baseline=D(90), unit="%")
    judged = judge(goal, D(93), benchmark=D(94))
    assert (judged.attainment, judged.light) == (D("75.00"), Light.RED)
    assert str(judged.reason) == (
        "93% against the goal ≥ the province's average (94%), measured from the baseline 90%: "
        "75.00 % attained, below the 90 % from which a target counts as at risk."
    )


def test_a_grade_divides_nothing() -> None:
    judged = judge(Terms(Operator.QUALITATIVE, statement="缩小差距"), None, grade=Grade.PARTLY)
    assert judged.attained is not None
    assert (judged.attained.numerator, judged.attained.denominator) == (None, None)
    assert str(judged.attained.formula) == "“partly reached” counts as 60.00 %"


def test_unclipped_stands_beside_clipped() -> None:
    judged = judge(terms(Operator.AT_LEAST, "60", "42"), D(36))
    assert (judged.attainment, judged.clipped) == (D("-33.33"), D(0))


@pytest.mark.parametrize(
    ("goal", "percent", "figure"),
    [
        (terms(Operator.AT_LEAST, "60", "42"), "100", "60"),
        (terms(Operator.AT_LEAST, "60", "42", decimals=1), "90", "58.2"),
        (terms(Operator.AT_LEAST, "5", None), "90", "5"),
        (terms(Operator.AT_MOST, "4", "8"), "90", "4"),
        (terms(Operator.AT_MOST, "4", None, decimals=1), "90", "4.4"),
        (terms(Operator.ABOUT, "30", None), "100", "27"),
        (terms(Operator.ABOUT, "30", None), "110", "33"),
    ],
)
def test_the_figure_that_attains_so_much(goal: Terms, percent: str, figure: str) -> None:
    assert figure_for(goal, D(percent)) == D(figure)


@given(actual=FIGURES, more=FIGURES, baseline=FIGURES, goal=FIGURES)
def test_more_never_attains_less_from_any_baseline(
    actual: Decimal, more: Decimal, baseline: Decimal, goal: Decimal
) -> None:
    for operator in (Operator.AT_LEAST, Operator.ABOUT):
        way = Terms(operator, goal, baseline=baseline)
        assert attained(way, actual).percent <= attained(way, actual + more).percent


@given(actual=FIGURES, baseline=FIGURES, goal=FIGURES)
def test_the_goal_is_reached_exactly_at_the_goal_from_any_baseline(
    actual: Decimal, baseline: Decimal, goal: Decimal
) -> None:
    rising = Terms(Operator.AT_LEAST, goal, baseline=baseline)
    falling = Terms(Operator.AT_MOST, goal, baseline=baseline)
    assert attained(rising, goal).percent == attained(falling, goal).percent == 100
    if abs(actual - goal) >= 1:
        assert (attained(rising, actual).percent >= 100) == (actual >= goal)


@given(baseline=FIGURES, goal=FIGURES.filter(bool), percent=st.integers(50, 150))
def test_the_figure_named_attains_what_was_asked(baseline: Decimal, goal: Decimal, percent: int) -> None:
    for operator in (Operator.AT_LEAST, Operator.ABOUT):
        way = Terms(operator, goal, baseline=baseline, decimals=1)
        assert attained(way, figure_for(way, D(percent))).percent >= percent
