"""What it takes, trends and rolled-up figures, worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from targets.measures import UNKNOWN, Figure
from targets.models import Grade, Operator, OverPeriods, OverUnits, Region
from targets.rules import (
    Direction,
    Standing,
    Terms,
    average_words,
    over_periods,
    over_units,
    rest,
    trend,
    what_it_takes,
)

D = Decimal
YEAR_END = date(2026, 12, 31)
PROVINCE = Terms(Operator.BENCHMARK, region=Region.PROVINCE, unit="%", decimals=1)


@pytest.mark.parametrize(
    ("terms", "now", "words"),
    [
        (
            Terms(Operator.AT_LEAST, D(5)),
            Standing(D(3)),
            "2 more by 2026-12-31 (3 today, 5 needed).",
        ),
        (Terms(Operator.RANGE, D(2), D(3)), Standing(D(1)), "1 more by 2026-12-31 (1 today, 2 needed)."),
        (Terms(Operator.ABOUT, D(30)), Standing(D(20)), "7 more by 2026-12-31 (20 today, 27 needed)."),
        (Terms(Operator.AT_MOST, D(4)), Standing(D(6)), "2 less by 2026-12-31 (6 today, 4 allowed)."),
        (
            Terms(Operator.AT_LEAST, D(5)),
            Standing(D(5)),
            "Nothing more: the figure is to be kept until 2026-12-31.",
        ),
        # 60 % of 52 products are 31.2: with 26 on such standards today, 6 more make 32.
        (
            Terms(Operator.AT_LEAST, D(60), unit="%", decimals=1),
            Standing(D(50), D(26), D(52)),
            "6 more of the 52 counted today by 2026-12-31: 32 instead of 26, for 60.0%.",
        ),
        (PROVINCE, Standing(D("93.8")), "0.3% more by 2026-12-31 (93.8% today, 94.1% needed)."),
        (
            Terms(Operator.QUALITATIVE, statement="缩小差距"),
            Standing(None, grade=Grade.LARGELY),
            "The accepted grade “reached” by 2026-12-31.",
        ),
        (
            Terms(Operator.QUALITATIVE, statement="缩小差距"),
            Standing(None, grade=Grade.REACHED),
            "Nothing more: the figure is to be kept until 2026-12-31.",
        ),
        (Terms(Operator.AT_LEAST, D(5)), Standing(None), ""),
        (Terms(Operator.AT_LEAST, D(5), is_doubtful=True), Standing(D(3)), ""),
    ],
)
def test_what_it_takes_is_said_in_things(terms: Terms, now: Standing, words: str) -> None:
    assert str(what_it_takes(terms, now, until=YEAR_END, benchmark=D("94.1"))) == words


def test_an_average_not_known_and_a_grade_nobody_can_give_say_nothing() -> None:
    graded = Terms(Operator.QUALITATIVE, statement="缩小差距")
    assert what_it_takes(PROVINCE, Standing(D(90)), until=YEAR_END) == ""
    assert what_it_takes(graded, Standing(None), until=YEAR_END, percent=D(110)) == ""


def test_a_benchmark_names_the_average_it_follows() -> None:
    assert str(average_words(PROVINCE)) == "Measured by the province's average as known today."
    assert average_words(Terms(Operator.AT_LEAST, D(5))) == ""


@pytest.mark.parametrize(
    ("operator", "now", "before", "direction", "is_better", "words"),
    [
        (Operator.AT_LEAST, "3", "1", Direction.UP, True, "up by 2 against 2025-06-30 (1 then)"),
        (Operator.AT_LEAST, "1", "3", Direction.DOWN, False, "down by 2 against 2025-06-30 (3 then)"),
        (Operator.AT_MOST, "1", "3", Direction.DOWN, True, "down by 2 against 2025-06-30 (3 then)"),
        (Operator.AT_MOST, "3.2", "2.8", Direction.STEADY, False, "steady against 2025-06-30 (3 then)"),
    ],
)
def test_a_trend_compares_what_is_printed(
    operator: Operator, now: str, before: str, direction: Direction, *, is_better: bool, words: str
) -> None:
    found = trend(Terms(operator, D(5)), D(now), D(before), date(2025, 6, 30))
    assert found is not None
    assert (found.direction, found.is_better, str(found.words)) == (direction, is_better, words)


def test_without_a_figure_of_last_year_there_is_no_trend() -> None:
    assert trend(Terms(Operator.AT_LEAST, D(5)), D(3), None, date(2025, 6, 30)) is None


@pytest.mark.parametrize(
    ("rule", "values", "figure"),
    [
        (OverPeriods.LATEST, ["1", "5", "3"], "3"),
        (OverPeriods.SUM, ["1", "5", "3"], "9"),
        (OverPeriods.DISTINCT, ["1", "5", "3"], "5"),
    ],
)
def test_readings_of_a_year_make_one_figure(rule: OverPeriods, values: list[str], figure: str) -> None:
    assert over_periods(rule, [D(value) for value in values]) == D(figure)
    assert over_periods(rule, [None]) is None


def test_percentages_are_pooled_and_never_averaged() -> None:
    # 9 of 10 and 10 of 90 are 19 of 100: 19 %, while the mean of 90 % and 11.1 % would say 50.6 %.
    towns = [Figure(D(90), D(9), D(10), 10), Figure(D("11.11"), D(10), D(90), 90), UNKNOWN]
    assert over_units(OverUnits.POOLED, towns) == Figure(D(19), D(19), D(100), 100)
    assert over_units(OverUnits.POOLED, [Figure(D(90))]) == UNKNOWN
    assert over_units(OverUnits.SUM, [Figure(D(2), records=3), Figure(D(1), records=1)]) == Figure(
        D(3), records=4
    )
    assert over_units(OverUnits.SUM, []) == UNKNOWN


def test_what_belongs_to_no_unit_is_the_rest() -> None:
    added = [Figure(D(2), records=2)]
    assert rest(OverUnits.SUM, Figure(D(5), records=6), added) == Figure(D(3), records=4)
    assert rest(OverUnits.SUM, Figure(D(2), records=2), added) is None
    pooled = [Figure(D(90), D(9), D(10), 10)]
    whole = Figure(D(40), D(20), D(50), 50)
    assert rest(OverUnits.POOLED, whole, pooled) == Figure(D("27.5"), D(11), D(40), 40)
    assert rest(OverUnits.POOLED, pooled[0], pooled) is None
    assert rest(OverUnits.POOLED, Figure(D(40)), pooled) is None
    assert rest(OverUnits.SUM, UNKNOWN, added) is None
