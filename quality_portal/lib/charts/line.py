"""Line chart: years from left to right; a line each for county, province and nation, and the goal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from quality_portal.lib.charts.figures import Figures, listed, no_data, sentences
from quality_portal.lib.charts.labels import NARROW, Label, narrow_key, px
from quality_portal.lib.charts.line_frame import EndLabel, Line, LineFrame
from quality_portal.lib.charts.series import GOAL, Goal, Series, Stroke
from quality_portal.lib.charts.tables import DataRow, DataTable


@dataclass(frozen=True, slots=True)
class LineChart:
    """Everything `_parts/charts/line.html` draws; `table` goes to `_parts/charts/table.html`."""

    key: str
    title: str
    description: str
    width: int
    height: int
    unit: str
    grid: str
    y_labels: tuple[Label, ...]
    x_labels: tuple[Label, ...]
    lines: tuple[Line, ...]
    ends: tuple[EndLabel, ...]
    goal: str
    goal_stroke: Stroke
    empty: Label | None
    table: DataTable
    narrow: "LineChart | None" = None


def line_chart(
    title: str,
    series: Sequence[Series],
    *,
    key: str,
    unit: str = "",
    decimals: int = 1,
    goal: Goal | None = None,
    width: int = 480,
    height: int = 240,
) -> LineChart:
    """Lay out the lines; width and height in pixels, `key` an id prefix that is unique on the page.

    Series may know different years: their labels are merged in order, and a year a series lacks is a gap.
    The axis need not start at zero, but it never makes a movement of less than 2 % fill the picture.
    A wide chart brings a `narrow` drawing for phones.
    """
    figures = Figures(decimals, unit)
    chart = _drawn(title, series, goal, figures, key=key, width=width, height=height)
    if width <= NARROW:
        return chart
    key = narrow_key(key)
    return replace(chart, narrow=_drawn(title, series, goal, figures, key=key, width=NARROW, height=height))


def _drawn(
    title: str,
    series: Sequence[Series],
    goal: Goal | None,
    figures: Figures,
    *,
    key: str,
    width: int,
    height: int,
) -> LineChart:
    frame = LineFrame.around(series, goal, figures, width=width, height=height)
    known = any(point.value is not None for line in series for point in line.points)
    return LineChart(
        key=key,
        title=title,
        description=_description(series, goal, frame.figures),
        width=width,
        height=height,
        unit=figures.unit if known else "",
        grid=frame.grid(known=known),
        y_labels=frame.y_labels() if known else (),
        x_labels=frame.x_labels(),
        lines=tuple(frame.line(line) for line in reversed(series)),
        ends=frame.ends(series, goal) if known else (),
        goal=frame.level(goal.value) if goal and known else "",
        goal_stroke=GOAL,
        empty=None if known else Label(px(width / 2), px(height / 2), no_data()),
        table=_table(title, series, goal, frame),
    )


def _description(series: Sequence[Series], goal: Goal | None, figures: Figures) -> str:
    """First and last known value of every line, and the goal."""
    parts = []
    for line in series:
        known = [point for point in line.points if point.value is not None]
        ends = [f"{point.label} {figures.full(point.value)}" for point in (*known[:1], *known[1:][-1:])]
        parts.append(f"{line.name} {listed(ends) or no_data()}")
    if goal:
        parts.append(f"{goal.name} {figures.full(goal.value)}")
    return sentences(parts) or no_data()


def _table(title: str, series: Sequence[Series], goal: Goal | None, frame: LineFrame) -> DataTable:
    rows = []
    for line in series:
        values = {point.label: point.value for point in line.points}
        rows.append(DataRow(line.name, tuple(frame.figures.full(values.get(name)) for name in frame.names)))
    if goal:
        rows.append(DataRow(gettext("Goal"), (frame.figures.full(goal.value),) * len(frame.names)))
    return DataTable(title, frame.names, tuple(rows))
