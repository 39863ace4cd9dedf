"""Sparkline and meter."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import translation

from quality_portal.lib.charts.meter import Meter, meter
from quality_portal.lib.charts.sparkline import Sparkline, sparkline
from quality_portal.lib.charts.tones import Tone


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_sparkline_fills_its_height() -> None:
    assert sparkline([1, 2, 3], "Trend") == Sparkline("Trend", 72, 24, "M3 20h0L33 12L63 4", (63, 4), None)


def test_sparkline_leaves_gaps_and_dots() -> None:
    chart = sparkline([1, None, 3, None], "Trend")

    assert chart.path == "M3 20h0M43 4h0"
    assert chart.end == (43, 4)


def test_sparkline_goal_belongs_to_the_scale() -> None:
    chart = sparkline([1, 2], "Trend", goal=Decimal(3))

    assert (chart.goal, chart.end) == (4, (63, 12))


def test_sparkline_of_equal_values_is_level_in_the_middle() -> None:
    assert sparkline([5, 5], "Trend", goal=5) == Sparkline("Trend", 72, 24, "M3 12h0L63 12", (63, 12), 12)


def test_sparkline_of_one_value_is_a_dot_at_the_end() -> None:
    assert sparkline([5], "Trend").end == (63, 12)


@pytest.mark.parametrize("values", [[], [None, None]])
def test_sparkline_without_values_says_so(values: list[None]) -> None:
    assert sparkline(values, "Trend", goal=3) == Sparkline("Trend: No data", 72, 24, "", None, None)


@pytest.mark.parametrize(
    ("value", "upper", "label", "filled"),
    [
        (3, 5, "60%", 72),
        (Decimal("0.5"), Decimal(100), "1%", 0.6),
        (7, 5, "140%", 120),
        (0, 5, "0%", 0),
        (-1, 5, "0%", 0),
        (None, 5, "No data", None),
        (3, 0, "No data", None),
    ],
)
def test_meter(value: Decimal | int | None, upper: Decimal | int, label: str, filled: float | None) -> None:
    assert meter(value, upper) == Meter(label, 120, 10, filled, "#1d4f91")


def test_meter_with_its_own_words_and_tone() -> None:
    assert meter(1, 2, label="Half done", tone=Tone.GOOD) == Meter("Half done", 120, 10, 60, "#17734a")
