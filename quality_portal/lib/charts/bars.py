"""Horizontal bars: counts against their goals, or a ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext

from quality_portal.lib.charts.axis import Axis, nice_axis
from quality_portal.lib.charts.figures import Figures, Value, listed, no_data
from quality_portal.lib.charts.labels import FONT_SIZE, Label, fit, px, text_width
from quality_portal.lib.charts.tables import DataRow, DataTable
from quality_portal.lib.charts.tones import Pattern, Tone, patterns

_ROW: Final = 28.0
_BAR: Final = 14.0
_BOTTOM: Final = 26.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: value and goal may be unknown; `note` says in words what the tone means ("滞后").

    `url` leads to the records behind it.
    """

    name: str
    value: Value
    goal: Value = None
    tone: Tone = Tone.PLAIN
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A laid out row; `title` says it in words, `goal` is the path of its tick, `top` its upper edge."""

    title: str
    name: Label
    value: Label
    x: float
    y: float
    length: float
    fill: str
    ink: str
    goal: str
    top: float
    url: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Everything `_parts/charts/bars.html` draws; `table` goes to `_parts/charts/table.html`."""

    key: str
    title: str
    description: str
    width: int
    height: int
    bar_height: float
    row_height: float
    unit: str
    legend: Label | None
    grid: str
    ticks: tuple[Label, ...]
    bars: tuple[DrawnBar, ...]
    patterns: tuple[Pattern, ...]
    empty: Label | None
    table: DataTable


def bar_chart(
    title: str, bars: Sequence[Bar], *, key: str, unit: str = "", decimals: int = 0, width: int = 480
) -> BarChart:
    """Lay out the bars from zero in the order given; the height follows from their number.

    `key` is an id prefix that is unique on the page.
    """
    frame = _Frame.around(bars, Figures(decimals, unit), width)
    known = any(value is not None for bar in bars for value in (bar.value, bar.goal))
    has_goals = any(bar.goal is not None for bar in bars)
    return BarChart(
        key=key,
        title=title,
        description=frame.figures.extremes((bar.name, bar.value) for bar in bars),
        width=width,
        height=int(frame.bottom + _BOTTOM) if bars else 80,
        bar_height=px(_BAR),
        row_height=px(_ROW),
        unit=unit if known else "",
        legend=Label(px(width - text_width(gettext("Goal"))), 14, gettext("Goal")) if has_goals else None,
        grid=frame.grid() if known else "",
        ticks=frame.tick_labels() if known else (),
        bars=tuple(frame.bar(row, bar, key) for row, bar in enumerate(bars)),
        patterns=patterns((bar.tone for bar in bars if bar.value is not None), key),
        empty=None if bars else Label(px(width / 2), 44, no_data()),
        table=_table(title, bars, frame.figures, has_goals=has_goals),
    )


def _value_text(bar: Bar, figures: Figures) -> str:
    if bar.value is None or bar.goal is None:
        return figures.bare(bar.value)
    return f"{figures.bare(bar.value)} / {figures.bare(bar.goal)}"


def _table(title: str, bars: Sequence[Bar], figures: Figures, *, has_goals: bool) -> DataTable:
    """Columns for goals and notes only where some bar has one."""
    has_notes = any(bar.note for bar in bars)
    columns = [gettext("Value")]
    columns += [gettext("Goal")] * has_goals + [gettext("Status")] * has_notes
    rows = []
    for bar in bars:
        cells = [figures.full(bar.value)]
        cells += [figures.full(bar.goal)] * has_goals + [bar.note] * has_notes
        rows.append(DataRow(bar.name, tuple(cells)))
    return DataTable(title, tuple(columns), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plot's edges and scale."""

    axis: Axis
    figures: Figures
    left: float
    right: float
    top: float
    bottom: float
    width: int

    @classmethod
    def around(cls, bars: Sequence[Bar], figures: Figures, width: int) -> "_Frame":
        values = [value for bar in bars for value in (bar.value, bar.goal)]
        names = max((text_width(bar.name) for bar in bars), default=0)
        texts = max((text_width(_value_text(bar, figures)) for bar in bars), default=0)
        has_head = bool(figures.unit) or any(bar.goal is not None for bar in bars)
        top = 26.0 if has_head else 4.0
        return cls(
            axis=nice_axis(values, places=figures.places, from_zero=True),
            figures=figures,
            left=min(names, width * 0.34) + 10,
            right=width - min(texts, width * 0.3) - 14,
            top=top,
            bottom=top + _ROW * len(bars),
            width=width,
        )

    def x(self, value: Decimal | int) -> float:
        return self.axis.place(value, self.left, self.right)

    def grid(self) -> str:
        return "".join(f"M{px(self.x(tick))} {px(self.top)}V{px(self.bottom)}" for tick in self.axis.ticks)

    def tick_labels(self) -> tuple[Label, ...]:
        return tuple(
            Label(px(self.x(tick)), px(self.bottom + 17), text)
            for tick, text in zip(self.axis.ticks, self.axis.labels(), strict=True)
        )

    def bar(self, row: int, bar: Bar, key: str) -> DrawnBar:
        middle = self.top + _ROW * (row + 0.5)
        base = middle + FONT_SIZE * 0.36
        zero, end = self.x(0), self.x(bar.value or 0)
        texts = [f"{bar.name} {self.figures.full(bar.value)}"]
        if bar.goal is not None:
            texts.append(f"{gettext('Goal')} {self.figures.full(bar.goal)}")
        texts += [bar.note] * bool(bar.note)
        name = fit(bar.name, self.left - 10, base, self.left - 10)
        return DrawnBar(
            title=listed(texts),
            name=name,
            value=Label(px(self.width), px(base), _value_text(bar, self.figures)),
            x=px(min(zero, end)),
            y=px(middle - _BAR / 2),
            length=px(abs(end - zero)),
            fill=bar.tone.fill(key),
            ink=bar.tone.ink,
            goal=f"M{px(self.x(bar.goal))} {px(middle - 11)}v22" if bar.goal is not None else "",
            top=px(middle - _ROW / 2),
            url=bar.url,
        )
