"""Axes with even, round steps; pure decimal arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import count
from typing import Final

from quality_portal.lib.charts.figures import Value
from quality_portal.lib.numbers import format_decimal

MAX_TICKS: Final = 6
# A line that moves by less than this share of its height is flat; a tighter axis would make it look steep.
LEAST_SHARE: Final = Decimal("0.02")
LEAST_STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Axis:
    """Evenly spaced ticks, lowest first; there are always at least two."""

    ticks: tuple[Decimal, ...]
    places: int

    def place(self, value: Decimal | int, start: float, end: float) -> float:
        """Where the value lies when the lowest tick is drawn at `start` and the highest at `end`."""
        low, high = self.ticks[0], self.ticks[-1]
        return start + float((Decimal(value) - low) / (high - low)) * (end - start)

    def labels(self) -> tuple[str, ...]:
        """The ticks as they are printed."""
        return tuple(format_decimal(tick, self.places) for tick in self.ticks)


def nice_axis(
    values: Iterable[Value], *, places: int, from_zero: bool = False, ceiling: Decimal | None = None
) -> Axis:
    """An axis of 2 to 6 ticks that covers the known values with steps of 1, 2 or 5 times a power of ten.

    No step is finer than the `places` the figures are printed with. With `from_zero` the axis holds zero
    (lengths are only comparable from zero). An axis of percentages is not widened past its `ceiling` of 100,
    and one of values that are never negative does not go below zero.
    """
    known = [Decimal(value) for value in values if value is not None]
    if from_zero or not known:
        known.append(Decimal(0))
    unit = Decimal(1).scaleb(-places)
    low, high = min(known), max(known)
    least = unit if from_zero else max(unit * LEAST_STEPS, max(abs(low), abs(high)) * LEAST_SHARE)
    low, high = _widened(low, high, least=least, ceiling=ceiling)
    return _ticks(low, high, unit=unit)


def _widened(
    low: Decimal, high: Decimal, *, least: Decimal, ceiling: Decimal | None
) -> tuple[Decimal, Decimal]:
    """At least `least` apart, the new room shared between both ends as far as floor and ceiling allow."""
    missing = least - (high - low)
    if missing <= 0:
        return low, high
    bottom, top = low - missing / 2, high + missing / 2
    if low >= 0 > bottom:
        bottom, top = Decimal(0), top - bottom
    if ceiling is not None and high <= ceiling < top:
        bottom, top = bottom - (top - ceiling), ceiling
    return bottom, top


def _ticks(low: Decimal, high: Decimal, *, unit: Decimal) -> Axis:
    smallest = max((high - low) / MAX_TICKS, unit)
    steps = (Decimal(digit).scaleb(power) for power in count(smallest.adjusted()) for digit in (1, 2, 5))
    step = next(step for step in steps if step >= unit and len(_multiples(low, high, step)) <= MAX_TICKS)
    places = max(0, -step.adjusted())
    return Axis(tuple(step * number for number in _multiples(low, high, step)), places)


def _multiples(low: Decimal, high: Decimal, step: Decimal) -> range:
    """Which multiples of the step cover the values."""
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return range(int(first), int(last) + 1)
