"""Pictures of progress: meter and sparkline of a row, goal against figure over the years."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from quality_portal.lib.charts.line import LineChart, line_chart
from quality_portal.lib.charts.meter import Meter, meter
from quality_portal.lib.charts.series import Point, Series, Style
from quality_portal.lib.charts.sparkline import Sparkline, sparkline
from quality_portal.lib.charts.tones import Tone
from targets.models import NUMERIC, Region
from targets.outlook import Freshness
from targets.progress import TargetProgress
from targets.rules import Light, unit_words

TONES = {Light.GREEN: Tone.GOOD, Light.YELLOW: Tone.WARN, Light.RED: Tone.BAD, Light.UNKNOWN: Tone.NONE}
COMPARED = (Region.PROVINCE, Region.NATION, Region.PREFECTURE)
"""Regions in the order they are drawn; a chart tells four lines apart."""


@dataclass(frozen=True, slots=True)
class Row:
    """A target's progress with its pictures, as a table shows it."""

    progress: TargetProgress
    meter: Meter
    course: Sparkline
    fresh: Freshness | None


def draw(rows: Iterable[TargetProgress], fresh: Mapping[int, Freshness]) -> list[Row]:
    """Return the rows with meter and sparkline, and how fresh each figure is."""
    return [Row(row, _meter(row), _course(row), fresh.get(row.target.pk)) for row in rows]


def _meter(row: TargetProgress) -> Meter:
    return meter(row.clipped, 100, tone=TONES[row.light])


def _course(row: TargetProgress) -> Sparkline:
    label = _("Course of %(target)s %(first)d–%(last)d") % {
        "target": row.target.label,
        "first": row.points[0].year,
        "last": row.points[-1].year,
    }
    goal = row.goal.value if row.goal and row.goal.operator in NUMERIC else None
    return sparkline([point.value for point in row.points], label, goal=goal)


def course_chart(row: TargetProgress) -> LineChart | None:
    """Return the figure, the goals and the averages of larger regions year by year; None without figures."""
    lines = [
        (_("This county"), [Point(str(point.year), point.value) for point in row.points]),
        *_goal_line(row),
        *_region_lines(row),
    ]
    series = [Series(name, points, style) for (name, points), style in zip(lines, Style, strict=False)]
    if all(point.value is None for line in series for point in line.points):
        return None
    return line_chart(
        row.target.label,
        series,
        key="course",
        unit=unit_words(row.target.unit),
        decimals=row.target.decimals,
        width=600,
        height=280,
    )


def _goal_line(row: TargetProgress) -> list[tuple[str, list[Point]]]:
    """The figures the goals name (of a range the lower end); years judged otherwise are gaps."""
    points = [Point(str(goal.year), goal.value if goal.operator in NUMERIC else None) for goal in row.goals]
    return [(_("Goal"), points)] if any(point.value is not None for point in points) else []


def _region_lines(row: TargetProgress) -> list[tuple[str, list[Point]]]:
    known = [(region, row.benchmarks[region]) for region in COMPARED if region in row.benchmarks]
    return [
        (str(region.label), [Point(str(year), values[year]) for year in sorted(values)])
        for region, values in known
    ]
