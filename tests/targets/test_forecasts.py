"""The straight line, its range and its limits, worked by hand."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from targets.forecasts import forecast

D = Decimal


def ends(first_year: int, *values: str) -> list[tuple[date, Decimal]]:
    """Values at the ends of years, one after the other."""
    return [(date(first_year + number, 12, 31), D(value)) for number, value in enumerate(values)]


def test_a_straight_course_is_continued_without_a_range() -> None:
    found = forecast(ends(2023, "2", "3", "4"), to_year=2026, decimals=0)
    assert found is not None
    assert (found.year, found.low, found.high) == (2026, D(5), D(5))


def test_the_day_shown_counts_at_its_place_in_the_year() -> None:
    # 2 July is the 183rd of 365 days; a rise of one per year reaches 4 + 183/365 there.
    half = (date(2026, 7, 2), D(4) + D(183) / D(365))
    found = forecast([*ends(2023, "2", "3", "4"), half], to_year=2026, decimals=2)
    assert found is not None
    assert (found.low, found.high) in {(D("4.99"), D("5.01")), (D("5.00"), D("5.00")), (D("4.99"), D("5.00"))}


def test_the_range_is_the_deviation_from_the_line_rounded_outwards() -> None:
    # Through 1, 3, 2: mean 2, slope 0.5, so 2026 is 3; residuals -0.5, 1, -0.5, deviation sqrt(1.5) = 1.22.
    found = forecast(ends(2023, "1", "3", "2"), to_year=2026, decimals=1)
    assert found is not None
    assert (found.low, found.high) == (D("1.7"), D("4.3"))


def test_two_points_make_no_trend() -> None:
    assert forecast(ends(2024, "3", "4"), to_year=2026, decimals=0) is None


def test_a_year_that_is_over_is_not_forecast() -> None:
    assert forecast(ends(2024, "3", "4", "5"), to_year=2026, decimals=0) is None


def test_ratios_stay_below_a_hundred_and_counts_above_nothing() -> None:
    rising = forecast(ends(2023, "80", "90", "99"), to_year=2028, decimals=1, is_ratio=True)
    falling = forecast(ends(2023, "9", "5", "1"), to_year=2028, decimals=0)
    assert rising is not None
    assert falling is not None
    assert (rising.low, rising.high) == (D(100), D(100))
    assert (falling.low, falling.high) == (D(0), D(0))


def test_the_method_is_told_in_a_sentence() -> None:
    found = forecast(ends(2023, "2", "3", "4"), to_year=2026, decimals=0)
    assert found is not None
    assert str(found.method) == (
        "Straight line through 3 figures from 2023-12-31 to 2025-12-31, year ends and the day shown, "
        "give or take how far they usually lie from it."
    )


@given(st.lists(st.decimals(min_value=0, max_value=100, places=1), min_size=3, max_size=8))
def test_a_forecast_is_an_ordered_range(values: list[Decimal]) -> None:
    found = forecast(ends(2020, *(str(value) for value in values)), to_year=2030, decimals=1, is_ratio=True)
    assert found is not None
    assert 0 <= found.low <= found.high <= 100
