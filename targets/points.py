"""A target's figure and grade on a day: measured, entered, overridden, or frozen with its year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from targets.closing import at_year_end, figure_of
from targets.entered import figure_with, reading_of
from targets.judged import entered_figure
from targets.measures import UNKNOWN, Figure, Figures
from targets.models import FrozenFigure, Reading, Target


@dataclass(frozen=True, slots=True)
class Point:
    """A target's figure and grade at the end of a year, or on the day asked for in the year still running."""

    year: int
    on: date
    figure: Figure
    grade: str = ""
    computed: Figure | None = None
    live: Figure | None = None

    @property
    def value(self) -> Decimal | None:
        """The figure in the target's unit."""
        return self.figure.value


def point_of(
    target: Target,
    day: date,
    figures: Figures,
    readings: Iterable[Reading],
    frozen: dict[int, FrozenFigure] | None = None,
) -> Point:
    """The figure that counts and the grade on a day, with the records' own where it is another."""
    known = list(readings)
    reading = reading_of(known, day)
    grade = reading.grade if reading else ""
    if target.measure:
        computed = figures.get(target.measure, {}).get(day, UNKNOWN)
        figure = figure_with(computed, reading)
        replaced = None if figure is computed else computed
    else:
        figure, replaced = entered_figure(target, day, known), None
    kept = at_year_end(frozen or {}, day)
    if kept is None:
        return Point(day.year, day, figure, grade, replaced)
    return Point(day.year, day, figure_of(kept), kept.grade, replaced, live=figure)
