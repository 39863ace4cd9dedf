"""Where a figure is heading (预测): a range, shown beside the goal and used in no score."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext_lazy as _

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
    points: Sequence[tuple[int, Decimal]], *, to_year: int, decimals: int, is_ratio: bool = False
) -> Forecast | None:
    """Continue the straight line of least squares through year-end values to the end of a year.

    The range is the line ± the standard deviation of the values from it, widened to whole steps of
    ``decimals``, never below 0 and for ratios never above 100. None with fewer than three points or
    when the year is not after the last of them.
    """
    if len(points) < FEWEST_POINTS or to_year <= max(year for year, _value in points):
        return None
    level, deviation = _trend([(year, Fraction(value)) for year, value in points], to_year)
    ceiling = Decimal(100) if is_ratio else None
    years = sorted(year for year, _value in points)
    return Forecast(
        year=to_year,
        low=_step(level - deviation, decimals, ROUND_FLOOR, ceiling),
        high=_step(level + deviation, decimals, ROUND_CEILING, ceiling),
        method=sentence(
            _(
                "Straight line through the year-end values of %(count)d years (%(first)d–%(last)d), "
                "give or take how far those values usually lie from it."
            ),
            count=len(points),
            first=years[0],
            last=years[-1],
        ),
    )


def _trend(points: Sequence[tuple[int, Fraction]], to_year: int) -> tuple[Fraction, Fraction]:
    """Return the line's value in a year and the standard deviation of the points from the line."""
    count = len(points)
    mean_year = Fraction(sum(year for year, _value in points), count)
    mean = sum((value for _year, value in points), Fraction(0)) / count
    spread = sum((year - mean_year) ** 2 for year, _value in points)
    slope = sum(((year - mean_year) * (value - mean) for year, value in points), Fraction(0)) / spread
    residuals = [value - mean - slope * (year - mean_year) for year, value in points]
    variance = sum((residual**2 for residual in residuals), Fraction(0)) / (count - 2)
    deviation = (Decimal(variance.numerator) / variance.denominator).sqrt()
    return mean + slope * (to_year - mean_year), Fraction(deviation)


def _step(value: Fraction, decimals: int, rounding: str, ceiling: Decimal | None) -> Decimal:
    """Round outwards to the figure's decimals and keep within what the figure can be."""
    number = (Decimal(value.numerator) / value.denominator).quantize(Decimal(1).scaleb(-decimals), rounding)
    number = max(number, Decimal(0).scaleb(-decimals))
    return number if ceiling is None else min(number, ceiling)
