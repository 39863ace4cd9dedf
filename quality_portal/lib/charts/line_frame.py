"""The plot area of a line chart: where its lines, labels and goal lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from quality_portal.lib.charts.axis import Axis, nice_axis
from quality_portal.lib.charts.figures import Figures, no_data
from quality_portal.lib.charts.labels import (
    FONT_SIZE,
    LINE_GAP,
    Label,
    fit,
    label_step,
    px,
    shorten,
    spread,
    text_width,
)
from quality_portal.lib.charts.series import GOAL, Goal, Series, Stroke, last_known, merged_labels

_INSET: Final = 20.0
_TOP: Final = 32.0
_BOTTOM: Final = 30.0
_KEY: Final = 16.0
_LONGEST_LABEL: Final = 92.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A known value: where its marker stands, how far below or above its text stands, and what names it."""

    x: float
    y: float
    text_y: int
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn series; `path` is broken where values are unknown."""

    stroke: Stroke
    path: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class EndLabel:
    """Name and last value beside the end of a line, its marker at `x`, `y`, and a `lead` when moved."""

    stroke: Stroke
    x: float
    y: float
    lead: str
    label: Label


def _last_value(line: Series, figures: Figures, latest: str | None) -> str:
    """The last known value; an older one says of which year it is."""
    point = last_known(line)
    if point is None:
        return no_data()
    when = "" if point.label == latest else f" ({point.label})"
    return f"{figures.full(point.value)}{when}"


@dataclass(frozen=True, slots=True)
class LineFrame:
    """The plot's edges and scales, and what they make of series and goal."""

    names: tuple[str, ...]
    axis: Axis
    figures: Figures
    left: float
    right: float
    bottom: float
    width: int

    @classmethod
    def around(
        cls, series: Sequence[Series], goal: Goal | None, figures: Figures, *, width: int, height: int
    ) -> "LineFrame":
        values = [point.value for line in series for point in line.points]
        ceiling = Decimal(100) if figures.unit == "%" else None
        axis = nice_axis([*values, goal.value if goal else None], places=figures.places, ceiling=ceiling)
        names = merged_labels(series)
        latest = names[-1] if names else None
        ends = [f"{line.name} {_last_value(line, figures, latest)}" for line in series]
        if goal:
            ends.append(f"{goal.name} {figures.full(goal.value)}")
        gutter = max((text_width(text) for text in ends), default=0) + _KEY + 8
        return cls(
            names=names,
            axis=axis,
            figures=figures,
            left=max(text_width(text) for text in axis.labels()) + 10,
            right=width - min(gutter, width * 0.36),
            bottom=height - _BOTTOM,
            width=width,
        )

    def x(self, name: str) -> float:
        first, last = self.left + _INSET, self.right - _INSET
        if len(self.names) == 1:
            return (first + last) / 2
        return first + (last - first) * self.names.index(name) / (len(self.names) - 1)

    def y(self, value: Decimal | int) -> float:
        return self.axis.place(value, self.bottom, _TOP)

    def level(self, value: Decimal | int) -> str:
        return f"M{px(self.left)} {px(self.y(value))}H{px(self.right)}"

    def grid(self, *, known: bool) -> str:
        """One level line per tick; only the base line when there is nothing to compare."""
        ticks = self.axis.ticks if known else self.axis.ticks[:1]
        return "".join(self.level(tick) for tick in ticks)

    def y_labels(self) -> tuple[Label, ...]:
        return tuple(
            Label(px(self.left - 8), px(self.y(tick) + FONT_SIZE * 0.36), text)
            for tick, text in zip(self.axis.ticks, self.axis.labels(), strict=True)
        )

    def x_labels(self) -> tuple[Label, ...]:
        """As many as fit, always with the latest."""
        slot = (self.right - self.left - 2 * _INSET) / max(1, len(self.names) - 1)
        widest = min(_LONGEST_LABEL, max((text_width(name) for name in self.names), default=0))
        shown = self.names[:: -label_step(widest, slot)][::-1]
        return tuple(fit(name, self.x(name), self.bottom + 22, _LONGEST_LABEL) for name in shown)

    def line(self, line: Series) -> Line:
        values = {point.label: point.value for point in line.points}
        path, marks, pen = [], [], "M"
        for name in self.names:
            value = values.get(name)
            if value is None:
                pen = "M"
                continue
            x, y = px(self.x(name)), px(self.y(value))
            path.append(f"{pen}{x} {y}")
            pen = "L"
            title = f"{name} {line.name} {self.figures.full(value)}"
            marks.append(Mark(x, y, -10 if y > _TOP + 4 else 22, self.figures.bare(value), title))
        return Line(line.style.value, "".join(path), tuple(marks))

    def ends(self, series: Sequence[Series], goal: Goal | None) -> tuple[EndLabel, ...]:
        """Labels right of the plot, pushed apart; a thin lead shows where a moved one belongs."""
        latest = self.names[-1]
        wanted: list[_WantedEnd] = []
        for line in series:
            point = last_known(line)
            x, y = self.right, self.bottom
            if point is not None and point.value is not None:
                x, y = self.x(point.label) + 6, self.y(point.value)
            wanted.append(
                _WantedEnd(line.style.value, line.name, _last_value(line, self.figures, latest), x, y)
            )
        if goal:
            value = self.figures.full(goal.value)
            wanted.append(_WantedEnd(GOAL, goal.name, value, self.right, self.y(goal.value)))
        places = spread([end.y for end in wanted], gap=LINE_GAP, low=_TOP - 14, high=self.bottom)
        return tuple(self._end(end, place) for end, place in zip(wanted, places, strict=True))

    def _end(self, end: "_WantedEnd", place: float) -> EndLabel:
        """The name is shortened where the room is tight, the value never."""
        key = self.right + _KEY / 2
        left = self.right + _KEY + 4
        name = shorten(end.name, self.width - left - text_width(f" {end.value}"))
        label = Label(
            px(left),
            px(place + FONT_SIZE * 0.36),
            f"{name} {end.value}",
            f"{end.name} {end.value}" if name != end.name else "",
        )
        lead = f"M{px(end.x)} {px(end.y)}L{px(key - 7)} {px(place)}" if abs(place - end.y) > 3 else ""
        return EndLabel(end.stroke, px(key), px(place), lead, label)


@dataclass(frozen=True, slots=True)
class _WantedEnd:
    """An end label where it would stand if it were alone."""

    stroke: Stroke
    name: str
    value: str
    x: float
    y: float
