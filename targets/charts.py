"""Pictures of progress: meter and sparkline of a row, goal against figure over the years."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from quality_portal.lib.charts.line import LineChart, line_chart
from quality_portal.lib.charts.meter import Meter, meter
from quality_portal.lib.charts.series import Point, Series, Style
from quality_portal.lib.charts.sparkline import Sparkline, sparkline
from quality_portal.lib.charts.tones import Tone
from targets.models import NUMERIC, Region
from targets.progress import TargetProgress
from targets.rules import Light, unit_words

TONES = {Light.GREEN: Tone.GOOD, Light.YELLOW: Tone.WARN, Light.RED: Tone.BAD, Light.UNKNOWN: Tone.NONE}
_REGION_STYLES = {Region.PROVINCE: Style.THIRD, Region.NATION: Style.FOURTH, Region.PREFECTURE: Style.FOURTH}


@dataclass(frozen=True, slots=True)
class Row:
    """A target's progress with its pictures, as a table shows it."""

    progress: TargetProgress
    meter: Meter
    course: Sparkline


def draw(rows: Iterable[TargetProgress]) -> list[Row]:
    """Return the rows with meter and sparkline."""
    return [Row(row, _meter(row), _course(row)) for row in rows]


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
    series = [
        Series(_("This county"), [Point(str(point.year), point.value) for point in row.points]),
        *_goal_series(row),
        *(_region_series(region, values) for region, values in row.benchmarks.items()),
    ]
    if all(point.value is None for line in series for point in line.points):
        return None
    return line_chart(
        row.target.label,
        series,
        key="course",
        unit=unit_words(row.target.unit),
        decimals=row.target.decimals,
        width=760,
        height=280,
    )


def _goal_series(row: TargetProgress) -> list[Series]:
    """The figures the goals name (of a range the lower end); years judged otherwise are gaps."""
    points = [Point(str(goal.year), goal.value if goal.operator in NUMERIC else None) for goal in row.goals]
    return (
        [Series(_("Goal"), points, Style.SECOND)] if any(point.value is not None for point in points) else []
    )


def _region_series(region: str, values: dict[int, Decimal]) -> Series:
    points = [Point(str(year), values[year]) for year in sorted(values)]
    return Series(str(Region(region).label), points, _REGION_STYLES[Region(region)])
