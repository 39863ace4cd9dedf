"""Goals proposed between milestones, worked by hand."""

from decimal import Decimal

import pytest

from targets.interpolation import Baseline, Suggestion, suggest
from targets.models import Operator, Region
from targets.rules import Terms

D = Decimal


def goal(value: str, operator: str = Operator.AT_LEAST, **terms: object) -> Terms:
    return Terms(operator, D(value), **terms)  # type: ignore[arg-type]


def suggested(year: int, milestones: dict[int, Terms], **given: object) -> Suggestion:
    found = suggest(year, milestones, **given)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2024, "3"), (2025, "4"), (2027, "8")],
)
def test_a_count_is_rounded_up_to_whole_units(year: int, expected: str) -> None:
    # From 1 in 2023 to 5 in 2026: 2⅓ and 3⅔; from 5 in 2026 to 10 in 2028: 7½.
    milestones = {2026: goal("5"), 2028: goal("10")}
    found = suggested(year, milestones, baseline=Baseline(2023, D(1)))
    assert (found.terms.operator, found.terms.value) == (Operator.AT_LEAST, D(expected))


def test_a_ratio_is_rounded_up_to_its_decimals() -> None:
    # From 42 % in 2023 to 60.1 % in 2026: 42 + 18.1 / 3 = 48.0333…
    found = suggested(2024, {2026: goal("60.1")}, baseline=Baseline(2023, D(42)), decimals=1)
    assert found.terms.value == D("48.1")


def test_lower_is_better_goes_down_along_the_line() -> None:
    # From 9 in 2023 to 4 in 2026: 9 - 5 · 2/3 = 5⅔, no fewer than 6.
    milestones = {2026: goal("4", Operator.AT_MOST)}
    found = suggested(2025, milestones, baseline=Baseline(2023, D(9)))
    assert (found.terms.operator, found.terms.value) == (Operator.AT_MOST, D(6))


def test_both_ends_of_a_range_are_interpolated() -> None:
    # From 3 in 2026 to 5–8 in 2028: 4 and 5½.
    milestones = {2026: goal("3", Operator.ABOUT), 2028: goal("5", Operator.RANGE, upper=D(8))}
    found = suggested(2027, milestones)
    assert (found.terms.operator, found.terms.value, found.terms.upper) == (Operator.RANGE, D(4), D(6))


def test_from_range_to_range() -> None:
    # From 2–3 to 5–8 in four years: 2¾ and 4¼ in the first.
    ends = {2024: goal("2", Operator.RANGE, upper=D(3)), 2028: goal("5", Operator.RANGE, upper=D(8))}
    found = suggested(2025, ends)
    assert (found.terms.value, found.terms.upper) == (D(3), D(5))


def test_about_keeps_its_tolerance() -> None:
    milestones = {2026: goal("3", Operator.ABOUT, tolerance=D(20))}
    found = suggested(2025, milestones, baseline=Baseline(2023, D(0)))
    assert (found.terms.operator, found.terms.value, found.terms.tolerance) == (Operator.ABOUT, D(2), D(20))


def test_benchmark_and_statement_repeat_the_next_milestone() -> None:
    province = Terms(Operator.BENCHMARK, region=Region.PROVINCE)
    words = Terms(Operator.QUALITATIVE, statement="接近全省平均水平")
    milestones = {2026: province, 2028: words}
    assert suggested(2025, milestones).terms == province
    assert suggested(2027, milestones).terms == words
    assert str(suggested(2027, milestones).method) == "The wording of the milestone 2028, repeated."


def test_the_method_names_both_ends_of_the_line() -> None:
    found = suggested(2027, {2026: goal("5"), 2028: goal("10")})
    assert str(found.method) == "Straight line from 2026 to the milestone 2028, rounded up."


def test_a_milestone_without_figure_is_passed_over_for_the_baseline() -> None:
    # The statement of 2026 is no figure: from 2 in 2023 to 12 in 2028, in 2027 four fifths of the way.
    milestones = {2026: Terms(Operator.QUALITATIVE, statement="提高"), 2028: goal("12")}
    assert suggested(2027, milestones, baseline=Baseline(2023, D(2))).terms.value == D(10)


@pytest.mark.parametrize(
    ("year", "milestones"),
    [
        (2026, {2026: goal("5"), 2028: goal("10")}),
        (2028, {2026: goal("5")}),
        (2025, {2026: goal("5")}),
        (2027, {2026: goal("5"), 2028: goal("40", is_doubtful=True)}),
    ],
)
def test_nothing_is_proposed_without_both_ends(year: int, milestones: dict[int, Terms]) -> None:
    assert suggest(year, milestones) is None
