"""The statistics as pictures."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from inspections.queries.statistics import Breakdown, FailedRow, Statistics
from quality_portal.lib.charts.bars import Bar, BarChart, bar_chart
from quality_portal.lib.charts.columns import ColumnChart, Stack, columns
from quality_portal.lib.charts.tones import Tone
from targets.models import Region

RANKED = 20
"""Failed items that the page lists; the export has all."""

MOST_BARS = 12
"""Beyond this a picture says less than its table."""


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its picture; ``columns`` is drawn for the course of time, ``bars`` otherwise."""

    breakdown: Breakdown
    columns: ColumnChart | None
    bars: BarChart | None


def sections(found: Statistics) -> list[Section]:
    """Return every table that has rows with its picture."""
    return [
        Section(each, quarter_chart(each), None)
        if each.code == "quarter"
        else Section(each, None, rate_chart(each))
        for each in found.breakdowns
        if each.rows
    ]


def quarter_chart(breakdown: Breakdown) -> ColumnChart:
    """Draw the batches that passed and failed in each quarter."""
    rows = breakdown.rows
    return columns(
        _("Batches by quarter"),
        [row.name for row in rows],
        [
            Stack(_("batches passed"), [row.tally.passed for row in rows]),
            Stack(_("batches failed"), [row.tally.failed for row in rows], Tone.BAD),
        ],
        key="quarter",
    )


def rate_chart(breakdown: Breakdown) -> BarChart:
    """Draw the pass rates of a table's first rows."""
    bars = [Bar(row.name, row.tally.pass_rate) for row in breakdown.rows[:MOST_BARS]]
    return bar_chart(breakdown.title, bars, key=breakdown.code, unit="%", decimals=2)


def comparison_chart(found: Statistics) -> BarChart:
    """Draw the pass rate beside the published ones of larger regions."""
    bars = [Bar(_("Here"), found.total.tally.pass_rate)]
    bars += [Bar(str(region.label), found.averages.get(region)) for region in reversed(Region)]
    return bar_chart(_("Pass rate beside larger regions"), bars, key="regions", unit="%", decimals=2)


def items_chart(rows: list[FailedRow]) -> BarChart:
    """Draw how many batches each of the first items failed in."""
    bars = [Bar(row.name, row.batches, tone=Tone.BAD) for row in rows[:MOST_BARS]]
    return bar_chart(_("Items that failed"), bars, key="items")
