"""Attainment, light and reason, against figures worked by hand."""

from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from targets.models import Grade, Operator, Region
from targets.rules import Judgement, Light, Terms, Thresholds, goal_words, judge, light_of, quantity

D = Decimal
AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2)
GOALS = st.decimals(min_value=D("0.01"), max_value=10**6, places=2)


def at_least(value: str, unit: str = "家") -> Terms:
    return Terms(Operator.AT_LEAST, D(value), unit=unit)


@pytest.mark.parametrize(
    ("terms", "actual", "attainment", "light"),
    [
        (at_least("5"), "3", "60.00", Light.RED),
        (at_least("5"), "5", "100.00", Light.GREEN),
        (at_least("5"), "7", "140.00", Light.GREEN),
        (at_least("10"), "9", "90.00", Light.YELLOW),
        (at_least("3"), "2", "66.67", Light.RED),
        (at_least("60"), "59.9", "99.83", Light.YELLOW),
        (at_least("5"), "0", "0.00", Light.RED),
        (at_least("0"), "0", "100.00", Light.GREEN),
        (Terms(Operator.AT_MOST, D(4)), "5", "80.00", Light.RED),
        (Terms(Operator.AT_MOST, D(4)), "4", "100.00", Light.GREEN),
        (Terms(Operator.AT_MOST, D(4)), "2", "200.00", Light.GREEN),
        (Terms(Operator.AT_MOST, D(4)), "0", "100.00", Light.GREEN),
        (Terms(Operator.AT_MOST, D(0)), "1", "0.00", Light.RED),
        (Terms(Operator.RANGE, D(5), D(8)), "4", "80.00", Light.RED),
        (Terms(Operator.RANGE, D(5), D(8)), "5", "100.00", Light.GREEN),
        (Terms(Operator.RANGE, D(5), D(8)), "8", "160.00", Light.GREEN),
        (Terms(Operator.RANGE, D(5), D(8)), "9", "180.00", Light.GREEN),
        (Terms(Operator.ABOUT, D(3)), "3", "100.00", Light.GREEN),
        (Terms(Operator.ABOUT, D(3)), "2.7", "100.00", Light.GREEN),
        (Terms(Operator.ABOUT, D(3)), "2.69", "89.67", Light.RED),
        (Terms(Operator.ABOUT, D(3)), "2", "66.67", Light.RED),
        (Terms(Operator.ABOUT, D(3)), "4", "133.33", Light.GREEN),
        (Terms(Operator.ABOUT, D(3), tolerance=D(40)), "2", "100.00", Light.GREEN),
    ],
)
def test_figures_are_judged_by_their_operator(
    terms: Terms, actual: str, attainment: str, light: Light
) -> None:
    judged = judge(terms, D(actual))
    assert (judged.attainment, judged.light) == (D(attainment), light)


@pytest.mark.parametrize(
    ("actual", "average", "attainment", "light"),
    [
        ("93.8", "94.1", "99.68", Light.YELLOW),
        ("94.1", "94.1", "100.00", Light.GREEN),
        ("80", "94.1", "85.02", Light.RED),
        ("1", "0", "100.00", Light.GREEN),
    ],
)
def test_a_benchmark_is_reached_at_the_regions_average(
    actual: str, average: str, attainment: str, light: Light
) -> None:
    judged = judge(Terms(Operator.BENCHMARK, region=Region.PROVINCE), D(actual), benchmark=D(average))
    assert (judged.attainment, judged.light) == (D(attainment), light)


@pytest.mark.parametrize(
    ("grade", "attainment", "light"),
    [
        (Grade.REACHED, "100", Light.GREEN),
        (Grade.LARGELY, "90", Light.YELLOW),
        (Grade.PARTLY, "60", Light.RED),
        (Grade.MISSED, "0", Light.RED),
    ],
)
def test_a_grade_stands_for_an_attainment(grade: Grade, attainment: str, light: Light) -> None:
    judged = judge(Terms(Operator.QUALITATIVE, statement="接近全省平均水平"), None, grade=grade)
    assert (judged.attainment, judged.light) == (D(attainment), light)


@pytest.mark.parametrize(
    ("terms", "actual", "reason"),
    [
        (None, "3", "No goal is set for this year."),
        (
            Terms(Operator.AT_LEAST, D(4), is_doubtful=True),
            "4",
            "The goal's figure in the founding document is doubtful and awaits confirmation by the office.",
        ),
        (
            at_least("5"),
            None,
            "There is no figure for this day: no records or accepted readings to compute it from.",
        ),
        (
            Terms(Operator.BENCHMARK, region=Region.NATION),
            "90",
            "For this year the national average has not been entered.",
        ),
        (
            Terms(Operator.QUALITATIVE, statement="缩小差距"),
            "3",
            "The responsible department has entered no accepted grade for this year.",
        ),
    ],
)
def test_what_is_unknown_stays_unknown_and_says_why(
    terms: Terms | None, actual: str | None, reason: str
) -> None:
    judged = judge(terms, None if actual is None else D(actual))
    assert (judged.attainment, judged.clipped, judged.light) == (None, None, Light.UNKNOWN)
    assert str(judged.reason) == reason


@pytest.mark.parametrize(
    ("terms", "actual", "reason"),
    [
        (
            at_least("5"),
            "3",
            "3 against the goal ≥ 5: 60.00 % attained, below the 90 % from which a target counts as at risk.",
        ),
        (
            at_least("60", "%"),
            "57",
            "57% against the goal ≥ 60%: 95.00 % attained, below the 100 % from which a target is on track.",
        ),
        (
            Terms(Operator.RANGE, D(5), D(8), unit="个"),
            "9",
            (
                "9 lies above the range 5–8, which counts as attained: 180.00 %, "
                "at or above the 100 % from which a target is on track."
            ),
        ),
        (
            Terms(Operator.ABOUT, D(30)),
            "28",
            (
                "28 lies within 10 % of the goal “about 30”, which counts as attained: 100.00 %, "
                "at or above the 100 % from which a target is on track."
            ),
        ),
    ],
)
def test_the_reason_names_the_figures(terms: Terms, actual: str, reason: str) -> None:
    assert str(judge(terms, D(actual)).reason) == reason


def test_the_reason_of_a_grade_names_the_grade() -> None:
    judged = judge(Terms(Operator.QUALITATIVE, statement="缩小差距"), None, grade=Grade.PARTLY)
    assert str(judged.reason) == (
        "Judged as “partly reached”, which counts as 60.00 % attained, "
        "below the 90 % from which a target counts as at risk."
    )


def test_the_reason_is_written_in_the_language_it_is_read_in() -> None:
    reason = judge(at_least("5"), D(3)).reason
    with override("zh-hans"):
        assert "3家" in str(reason)
    assert "3家" not in str(reason)


def test_thresholds_are_the_plans() -> None:
    lenient = Thresholds(green_from=D(80), yellow_from=D(50))
    assert [light_of(D(value), lenient) for value in ("80", "79.99", "50", "49.99")] == [
        Light.GREEN,
        Light.YELLOW,
        Light.YELLOW,
        Light.RED,
    ]


@pytest.mark.parametrize(
    ("terms", "benchmark", "words"),
    [
        (Terms(Operator.AT_LEAST, D("60.0000"), unit="%"), None, "≥ 60%"),
        (Terms(Operator.AT_MOST, D("2.5"), unit="吨"), None, "≤ 2.5吨"),
        (Terms(Operator.RANGE, D(5), D(8), unit="个"), None, "5–8"),
        (Terms(Operator.ABOUT, D(3), unit="个"), None, "about 3"),
        (Terms(Operator.BENCHMARK, region=Region.PROVINCE), None, "≥ the province's average"),
        (
            Terms(Operator.BENCHMARK, region=Region.PROVINCE, unit="%", decimals=1),
            "94.1",
            "≥ the province's average (94.1%)",
        ),
        (Terms(Operator.QUALITATIVE, statement="缩小差距"), None, "缩小差距"),
    ],
)
def test_a_goal_is_printed_in_words(terms: Terms, benchmark: str | None, words: str) -> None:
    assert goal_words(terms, None if benchmark is None else D(benchmark)) == words


def test_counting_words_are_written_in_chinese_only() -> None:
    with override("zh-hans"):
        assert quantity(D(5), "家") == "5家"
    assert (quantity(D(5), "家"), quantity(D("5"), "%", 1), quantity(None, "家")) == ("5", "5.0%", "—")


@given(actual=AMOUNTS, more=AMOUNTS, goal=GOALS)
def test_more_never_attains_less(actual: Decimal, more: Decimal, goal: Decimal) -> None:
    for operator in (Operator.AT_LEAST, Operator.RANGE, Operator.ABOUT):
        terms = Terms(operator, goal, goal * 2)
        low, high = judge(terms, actual).attainment, judge(terms, actual + more).attainment
        assert low is not None
        assert high is not None
        assert low <= high


@given(actual=GOALS, more=AMOUNTS, goal=GOALS)
def test_with_a_ceiling_more_never_attains_more(actual: Decimal, more: Decimal, goal: Decimal) -> None:
    terms = Terms(Operator.AT_MOST, goal)
    low, high = judge(terms, actual).attainment, judge(terms, actual + more).attainment
    assert low is not None
    assert high is not None
    assert low >= high


@given(
    actual=AMOUNTS,
    goal=GOALS,
    operator=st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOUT]),
)
def test_light_and_printed_attainment_never_disagree(
    actual: Decimal, goal: Decimal, operator: Operator
) -> None:
    judged = judge(Terms(operator, goal), actual)
    assert judged.attainment is not None
    assert judged.clipped is not None
    assert (judged.light is Light.GREEN) == (judged.attainment >= 100)
    assert (judged.light is Light.RED) == (judged.attainment < 90)
    assert 0 <= judged.clipped <= 100


@given(attainment=st.decimals(min_value=-10, max_value=300, places=2))
def test_clipping_keeps_what_lies_between(attainment: Decimal) -> None:
    clipped = Judgement(attainment, Light.GREEN, "").clipped
    assert clipped == min(max(attainment, D(0)), D(100))
