"""Columns: counts by quarter or year, stacked (passed and failed)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from quality_portal.lib.charts.axis import Axis, nice_axis
from quality_portal.lib.charts.figures import Figures, Value, listed, no_data
from quality_portal.lib.charts.labels import (
    FONT_SIZE,
    Label,
    fit,
    label_step,
    px,
    shorten,
    text_width,
)
from quality_portal.lib.charts.tables import DataRow, DataTable
from quality_portal.lib.charts.tones import Pattern, Tone, patterns

_TOP: Final = 44.0
_BOTTOM: Final = 28.0
_WIDEST_BAR: Final = 44.0
_LEGEND_GAP: Final = 40.0
_SHORTEST_LABEL: Final = 84.0


@dataclass(frozen=True, slots=True)
class Stack:
    """One layer of all columns, the lowest first: a value (never negative, None unknown) per column."""

    name: str
    values: Sequence[Value]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Segment:
    """A drawn part of a column."""

    x: float
    y: float
    height: float
    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    """A column with its parts; `text` spells out their values above it while it is pointed at or focused."""

    title: str
    x: float
    y: float
    text: Label
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A swatch (10 by 10 at `x`) and what it stands for."""

    x: float
    fill: str
    ink: str
    label: Label


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Everything `_parts/charts/columns.html` draws; `table` goes to `_parts/charts/table.html`."""

    key: str
    title: str
    description: str
    width: int
    height: int
    unit: str
    grid: str
    y_labels: tuple[Label, ...]
    x_labels: tuple[Label, ...]
    bar_width: float
    bottom: float
    columns: tuple[DrawnColumn, ...]
    totals: tuple[Label, ...]
    legend: tuple[LegendEntry, ...]
    patterns: tuple[Pattern, ...]
    empty: Label | None
    table: DataTable


def columns(
    title: str,
    labels: Sequence[str],
    stacks: Sequence[Stack],
    *,
    key: str,
    unit: str = "",
    decimals: int = 0,
    width: int = 480,
    height: int = 240,
) -> ColumnChart:
    """Lay out one column per label with the stacks on top of each other, from zero.

    A column of which nothing is known shows a dash; where only a part is known the total is not written.
    `key` is an id prefix that is unique on the page.

    Raises:
        ValueError: a stack has not one value per label.
    """
    if any(len(stack.values) != len(labels) for stack in stacks):
        raise ValueError("every stack needs one value per label")
    frame = _Frame.around(labels, stacks, Figures(decimals, unit), width=width, height=height)
    known = any(value is not None for stack in stacks for value in stack.values)
    return ColumnChart(
        key=key,
        title=title,
        description=_description(labels, stacks, frame.figures),
        width=width,
        height=height,
        unit=unit if known else "",
        grid=frame.grid(known=known),
        y_labels=frame.y_labels() if known else (),
        x_labels=frame.x_labels(),
        bar_width=px(frame.bar_width),
        bottom=px(frame.bottom),
        columns=frame.columns(stacks, key),
        totals=frame.totals(stacks) if known else (),
        legend=_legend(stacks, key, width) if known else (),
        patterns=patterns((stack.tone for stack in stacks), key) if known else (),
        empty=None if known else Label(px(width / 2), px(height / 2), no_data()),
        table=DataTable(
            title,
            tuple(labels),
            tuple(DataRow(one.name, tuple(map(frame.figures.full, one.values))) for one in stacks),
        ),
    )


def _description(labels: Sequence[str], stacks: Sequence[Stack], figures: Figures) -> str:
    """The latest column in words."""
    if not labels:
        return no_data()
    return f"{labels[-1]}: {listed(f'{stack.name} {figures.full(stack.values[-1])}' for stack in stacks)}"


def _legend(stacks: Sequence[Stack], key: str, width: int) -> tuple[LegendEntry, ...]:
    """Entries from the right edge leftwards, first stack first; shortened when they would not fit."""
    room = (width - _LEGEND_GAP) / len(stacks) - 30
    names = [shorten(stack.name, room) for stack in stacks]
    x = width - sum(text_width(name) + 30 for name in names) + 14
    entries = []
    for stack, name in zip(stacks, names, strict=True):
        label = Label(px(x + 16), 14, name, "" if name == stack.name else stack.name)
        entries.append(LegendEntry(px(x), stack.tone.fill(key), stack.tone.ink, label))
        x += text_width(name) + 30
    return tuple(entries)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plot's edges and scale."""

    labels: tuple[str, ...]
    axis: Axis
    figures: Figures
    left: float
    right: float
    bottom: float

    @classmethod
    def around(
        cls, labels: Sequence[str], stacks: Sequence[Stack], figures: Figures, *, width: int, height: int
    ) -> "_Frame":
        sums = [sum(stack.values[index] or 0 for stack in stacks) for index in range(len(labels))]
        axis = nice_axis(sums, places=figures.places, from_zero=True)
        left = max(text_width(text) for text in axis.labels()) + 10
        return cls(tuple(labels), axis, figures, left, float(width), height - _BOTTOM)

    @property
    def slot(self) -> float:
        return (self.right - self.left) / max(1, len(self.labels))

    @property
    def bar_width(self) -> float:
        return min(_WIDEST_BAR, self.slot * 0.6)

    def x(self, index: int) -> float:
        """The middle of a column."""
        return self.left + self.slot * (index + 0.5)

    def y(self, value: Decimal | int) -> float:
        return self.axis.place(value, self.bottom, _TOP)

    def grid(self, *, known: bool) -> str:
        ticks = self.axis.ticks if known else self.axis.ticks[:1]
        return "".join(f"M{px(self.left)} {px(self.y(tick))}H{px(self.right)}" for tick in ticks)

    def y_labels(self) -> tuple[Label, ...]:
        return tuple(
            Label(px(self.left - 8), px(self.y(tick) + FONT_SIZE * 0.36), text)
            for tick, text in zip(self.axis.ticks, self.axis.labels(), strict=True)
        )

    def x_labels(self) -> tuple[Label, ...]:
        """All of them, shortened to their column; where that leaves too little, only every so many-th."""
        widest = max((text_width(label) for label in self.labels), default=0)
        step = label_step(min(widest, _SHORTEST_LABEL), self.slot)
        # The last label moves left where the edge would cut it, and must still not touch its neighbour.
        room = min(self.slot * step - 8, (self.slot * (step + 0.5) - 8) / 1.5)
        drawn = []
        for index in range(len(self.labels))[::-step][::-1]:
            half = min(room, text_width(self.labels[index])) / 2
            drawn.append(
                fit(self.labels[index], min(self.x(index), self.right - half), self.bottom + 20, room)
            )
        return tuple(drawn)

    def columns(self, stacks: Sequence[Stack], key: str) -> tuple[DrawnColumn, ...]:
        """The columns that have something to show."""
        drawn = (self._column(index, stacks, key) for index in range(len(self.labels)))
        return tuple(column for column in drawn if column.segments)

    def _column(self, index: int, stacks: Sequence[Stack], key: str) -> DrawnColumn:
        base, x = Decimal(0), px(self.x(index) - self.bar_width / 2)
        segments, values = [], []
        for stack in stacks:
            value = stack.values[index]
            if not value:
                continue
            top = self.y(base + value)
            height = px(self.y(base) - top)
            segments.append(Segment(x, px(top), height, stack.tone.fill(key), stack.tone.ink))
            values.append(f"{stack.name} {self.figures.full(value)}")
            base += value
        words = listed(values)
        half = text_width(words) / 2
        middle = min(max(self.x(index), half), self.right - half)
        text = Label(px(middle), px(self.y(base) - 22), words)
        return DrawnColumn(f"{self.labels[index]}: {words}", x, px(self.y(base)), text, tuple(segments))

    def totals(self, stacks: Sequence[Stack]) -> tuple[Label, ...]:
        """The sum over every wholly known column, a dash over an unknown one; none at all where too tight."""
        texts: list[tuple[int, str, Decimal]] = []
        for index in range(len(self.labels)):
            values = [stack.values[index] for stack in stacks]
            known = [Decimal(value) for value in values if value is not None]
            total = sum(known, Decimal(0))
            if len(known) == len(values):
                texts.append((index, self.figures.bare(total), total))
            elif not known:
                texts.append((index, "—", total))
        if any(text_width(text) > self.slot for _, text, _ in texts):
            return ()
        return tuple(Label(px(self.x(index)), px(self.y(total) - 6), text) for index, text, total in texts)
