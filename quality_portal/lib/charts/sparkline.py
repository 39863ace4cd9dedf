"""Sparkline: the course of a figure in a table cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from quality_portal.lib.charts.axis import Axis
from quality_portal.lib.charts.figures import Value, no_data
from quality_portal.lib.charts.labels import px

WIDTH: Final = 72
HEIGHT: Final = 24
_EDGE: Final = 3.0


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Everything `_parts/charts/sparkline.html` draws; `end` is the last known value, `goal` a short tick."""

    label: str
    width: int
    height: int
    path: str
    end: tuple[float, float] | None
    goal: float | None


def sparkline(values: Sequence[Value], label: str, *, goal: Decimal | int | None = None) -> Sparkline:
    """Lay out the course of the values, oldest first; `label` is its text alternative.

    The picture fills its height from the lowest to the highest of values and goal: it shows the direction,
    the figures stand beside it. Unknown values are gaps; a value between two gaps is a dot.
    """
    known = [Decimal(value) for value in values if value is not None]
    if not known:
        return Sparkline(f"{label}: {no_data()}", WIDTH, HEIGHT, "", None, None)
    levels = [*known, Decimal(goal)] if goal is not None else known
    axis = Axis((min(levels), max(levels)), 0)

    def y(value: Decimal | int) -> float:
        flat = axis.ticks[0] == axis.ticks[1]
        return px(HEIGHT / 2 if flat else axis.place(value, HEIGHT - _EDGE - 1, _EDGE + 1))

    places = [(_x(index, len(values)), y(value)) for index, value in enumerate(values) if value is not None]
    return Sparkline(
        label=label,
        width=WIDTH,
        height=HEIGHT,
        path=_path(values, dict(places)),
        end=places[-1],
        goal=None if goal is None else y(goal),
    )


def _x(index: int, size: int) -> float:
    return px(_EDGE + (WIDTH - 2 * _EDGE - 6) * (index / (size - 1) if size > 1 else 1))


def _path(values: Sequence[Value], places: dict[float, float]) -> str:
    """A stroke per run of known values; round caps make a dot of a run of one."""
    path, pen = "", "M"
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        x = _x(index, len(values))
        path += f"{pen}{x} {places[x]}"
        if pen == "M":
            path += "h0"
        pen = "L"
    return path
