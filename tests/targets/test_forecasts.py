"""The straight line, its range and its limits, worked by hand."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from targets.forecasts import forecast

D = Decimal


def test_a_straight_course_is_continued_without_a_range() -> None:
    found = forecast([(2023, D(2)), (2024, D(3)), (2025, D(4))], to_year=2026, decimals=0)
    assert found is not None
    assert (found.year, found.low, found.high) == (2026, D(5), D(5))


def test_the_range_is_the_deviation_from_the_line_rounded_outwards() -> None:
    # Through 1, 3, 2: mean 2, slope 0.5, so 2026 is 3; residuals -0.5, 1, -0.5, deviation sqrt(1.5) = 1.22.
    found = forecast([(2023, D(1)), (2024, D(3)), (2025, D(2))], to_year=2026, decimals=1)
    assert found is not None
    assert (found.low, found.high) == (D("1.7"), D("4.3"))


def test_two_points_make_no_trend() -> None:
    assert forecast([(2024, D(3)), (2025, D(4))], to_year=2026, decimals=0) is None


def test_a_year_that_is_over_is_not_forecast() -> None:
    points = [(2024, D(3)), (2025, D(4)), (2026, D(5))]
    assert forecast(points, to_year=2026, decimals=0) is None


def test_ratios_stay_below_a_hundred_and_counts_above_nothing() -> None:
    rising = forecast([(2023, D(80)), (2024, D(90)), (2025, D(99))], to_year=2028, decimals=1, is_ratio=True)
    falling = forecast([(2023, D(9)), (2024, D(5)), (2025, D(1))], to_year=2028, decimals=0)
    assert rising is not None
    assert falling is not None
    assert (rising.low, rising.high) == (D(100), D(100))
    assert (falling.low, falling.high) == (D(0), D(0))


def test_the_method_is_told_in_a_sentence() -> None:
    found = forecast([(2023, D(2)), (2024, D(3)), (2025, D(4))], to_year=2026, decimals=0)
    assert found is not None
    assert str(found.method) == (
        "Straight line through the year-end values of 3 years (2023–2025), "
        "give or take how far those values usually lie from it."
    )


@given(st.lists(st.decimals(min_value=0, max_value=100, places=1), min_size=3, max_size=8))
def test_a_forecast_is_an_ordered_range(values: list[Decimal]) -> None:
    points = [(2020 + number, value) for number, value in enumerate(values)]
    found = forecast(points, to_year=2030, decimals=1, is_ratio=True)
    assert found is not None
    assert 0 <= found.low <= found.high <= 100
