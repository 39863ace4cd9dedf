"""What a line chart shows: named series of points and a goal, and how each line is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from quality_portal.lib.charts.figures import Value
from quality_portal.lib.charts.tones import ACCENT, INK, MUTED, Tone


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn; colour, dash and marker (a path around the origin) tell it apart."""

    color: str
    width: float
    dash: str
    marker: str


class Style(Enum):
    """The lines a chart can hold, strongest first; MAIN is the county's own."""

    MAIN = Stroke(ACCENT, 2.5, "", "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z")
    SECOND = Stroke(MUTED, 2, "7 4", "M-3.5-3.5h7v7h-7z")
    THIRD = Stroke(Tone.WARN.ink, 2, "2 3", "M0-5l5 5-5 5-5-5z")
    FOURTH = Stroke(INK, 1.5, "9 3 2 3", "M0-4.5l4.5 8h-9z")


GOAL: Final = Stroke(Tone.GOOD.ink, 1.5, "3 3", "M-6-.8h12v1.5h-12z")


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a place on the x axis, usually a year; None is a gap."""

    label: str
    value: Value


@dataclass(frozen=True, slots=True)
class Series:
    """A named line."""

    name: str
    points: Sequence[Point]
    style: Style = Style.MAIN


@dataclass(frozen=True, slots=True)
class Goal:
    """A level to reach, drawn across the chart; `name` is written in front of the value ("目标 ≥")."""

    name: str
    value: Decimal | int


def merged_labels(series: Sequence[Series]) -> tuple[str, ...]:
    """The labels of all series in one order: a new one stands right behind its predecessor in its series."""
    merged: list[str] = []
    for line in series:
        place = 0
        for point in line.points:
            if point.label not in merged:
                merged.insert(place, point.label)
            place = merged.index(point.label) + 1
    return tuple(merged)


def last_known(line: Series) -> Point | None:
    """The latest point with a value."""
    return next((point for point in reversed(line.points) if point.value is not None), None)
