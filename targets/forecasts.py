"""Where a figure is heading (预测): a range, shown beside the goal and used in no score."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext_lazy as _

from targets.models import Target
from targets.rules import Words, sentence

FEWEST_POINTS: Final = 3
"""Through two points every line fits: a trend needs a third that could contradict it."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """The range expected at the end of a year, in the figure's unit, and how it was found."""

    year: int
    low: Decimal
    high: Decimal
    method: Words


def forecast(
    points: Sequence[tuple[date, Decimal]], *, to_year: int, decimals: int, is_ratio: bool = False
) -> Forecast | None:
    """Continue the straight line of least squares through figures on days to the end of a year.

    The range is the line ± the standard deviation of the figures from it, widened to whole steps of
    ``decimals``, never below 0 and for ratios never above 100. None with fewer than three figures or
    when the year ends no later than the last of them.
    """
    days = sorted(day for day, _value in points)
    if len(days) < FEWEST_POINTS or date(to_year, 12, 31) <= days[-1]:
        return None
    level, deviation = _trend([(_place(day), Fraction(value)) for day, value in points], to_year)
    ceiling = Decimal(100) if is_ratio else None
    return Forecast(
        year=to_year,
        low=_step(level - deviation, decimals, ROUND_FLOOR, ceiling),
        high=_step(level + deviation, decimals, ROUND_CEILING, ceiling),
        method=sentence(
            _(
                "Straight line through %(count)d figures from %(first)s to %(last)s, year ends and the day "
                "shown, give or take how far they usually lie from it."
            ),
            count=len(days),
            first=days[0],
            last=days[-1],
        ),
    )


def forecast_of(
    target: Target, points: Iterable[tuple[date, Decimal | None]], to_year: int
) -> Forecast | None:
    """Continue a target's course to the end of a year; days without a figure are left out."""
    known = [(day, value) for day, value in points if value is not None]
    return forecast(known, to_year=to_year, decimals=target.decimals, is_ratio=target.unit == "%")


def _place(day: date) -> Fraction:
    """Where a day lies on the line of years: the last day of 2025 at 2025, the middle of 2026 at 2025½."""
    length = date(day.year, 12, 31).timetuple().tm_yday
    return day.year - 1 + Fraction(day.timetuple().tm_yday, length)


def _trend(points: Sequence[tuple[Fraction, Fraction]], to_year: int) -> tuple[Fraction, Fraction]:
    """Return the line's value at a year's end and the standard deviation of the points from the line."""
    count = len(points)
    mean_place = sum((place for place, _value in points), Fraction(0)) / count
    mean = sum((value for _place, value in points), Fraction(0)) / count
    spread = sum(((place - mean_place) ** 2 for place, _value in points), Fraction(0))
    slope = sum(((place - mean_place) * (value - mean) for place, value in points), Fraction(0)) / spread
    residuals = [value - mean - slope * (place - mean_place) for place, value in points]
    variance = sum((residual**2 for residual in residuals), Fraction(0)) / (count - 2)
    deviation = (Decimal(variance.numerator) / variance.denominator).sqrt()
    return mean + slope * (to_year - mean_place), Fraction(deviation)


def _step(value: Fraction, decimals: int, rounding: str, ceiling: Decimal | None) -> Decimal:
    """Round outwards to the figure's decimals and keep within what the figure can be."""
    number = (Decimal(value.numerator) / value.denominator).quantize(Decimal(1).scaleb(-decimals), rounding)
    number = max(number, Decimal(0).scaleb(-decimals))
    return number if ceiling is None else min(number, ceiling)
