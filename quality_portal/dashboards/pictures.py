"""The dashboard's pictures of targets: meter and course, the pass rate beside larger regions, counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inspections.measures.spot_checks import MEASURE
from quality_portal.lib.charts.bars import Bar, BarChart, bar_chart
from quality_portal.lib.charts.line import LineChart, line_chart
from quality_portal.lib.charts.meter import Meter, meter
from quality_portal.lib.charts.series import Point, Series, Style
from quality_portal.lib.charts.sparkline import Sparkline, sparkline
from targets.charts import TONES
from targets.models import Region
from targets.progress import TargetProgress

COUNTED = ("credentials.", "zones.")
"""Measures whose targets are counts of brands, certificates and zones."""


@dataclass(frozen=True, slots=True)
class Row:
    """A target's line: its progress with the two small drawings."""

    progress: TargetProgress
    meter: Meter
    sparkline: Sparkline


def drawn(row: TargetProgress) -> Row:
    """Draw a target's attainment and course."""
    return Row(
        progress=row,
        meter=meter(row.clipped, 100, label=attainment_words(row), tone=TONES[row.light]),
        sparkline=sparkline(
            [point.value for point in row.points], _("Course of %(name)s") % {"name": row.target.label}
        ),
    )


def attainment_words(row: TargetProgress) -> str:
    """Return the attainment for those who do not see the meter."""
    if row.attainment is None:
        return _("attainment unknown")
    return _("%(percent)s %% attained") % {"percent": row.attainment}


def pass_rate_chart(rows: Iterable[TargetProgress], *, width: int = 560, height: int = 250) -> LineChart:
    """Draw the county's pass rate beside the nation's and the province's, year by year."""
    row = next((row for row in rows if row.target.measure == MEASURE), None)
    series = []
    if row is not None:
        years = [point.year for point in row.points]
        series = [Series(_("County"), [Point(str(p.year), p.value) for p in row.points], Style.MAIN)]
        for region, style in ((Region.PROVINCE, Style.SECOND), (Region.NATION, Style.THIRD)):
            known = row.benchmarks.get(region, {})
            points = [Point(str(year), known.get(year)) for year in years]
            series.append(Series(str(Region(region).label), points, style))
    title = _("Pass rate of spot checks")
    return line_chart(title, series, key="pass-rate", unit="%", width=width, height=height)


def counts_chart(rows: Iterable[TargetProgress], *, width: int = 560) -> BarChart:
    """Draw the counts of brands, certificates and zones against the year's goals."""
    bars = [
        Bar(
            row.target.label,
            row.actual,
            goal=row.goal.value if row.goal and not row.is_doubtful else None,
            tone=TONES[row.light],
            note=str(row.light.label),
            url=row.records_url,
        )
        for row in rows
        if row.target.measure.startswith(COUNTED)
    ]
    title = _("Brands, certificates and zones against the goal")
    return bar_chart(title, bars, key="counts", width=width)
