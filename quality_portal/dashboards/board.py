"""What the leader's dashboard shows, composed from the figures of the floors below.

Nothing is computed here a second time: every figure comes from ``targets.progress`` or a measure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _

from departments.models import Department
from quality_portal.lib.charts.bars import Bar, BarChart, bar_chart
from quality_portal.lib.charts.line import LineChart, line_chart
from quality_portal.lib.charts.meter import Meter, meter
from quality_portal.lib.charts.series import Point, Series, Style
from quality_portal.lib.charts.sparkline import Sparkline, sparkline
from quality_portal.lib.charts.tiles import Tile, TileMap, tile_map
from quality_portal.lib.charts.tones import Tone
from targets import measures
from targets.headline import Headline, by_sector, headline
from targets.models import Region
from targets.outlook import Loss, losses
from targets.progress import TargetProgress, progress
from targets.rules import Light

SPOT_CHECK_RATE = "spot_checks.pass_rate"
COUNTED = ("credentials.", "zones.")
"""Measures whose targets are counts of brands, certificates and zones."""

TONES = {
    Light.GREEN: Tone.GOOD,
    Light.YELLOW: Tone.WARN,
    Light.RED: Tone.BAD,
    Light.UNKNOWN: Tone.NONE,
}
WARN_BELOW, BAD_BELOW = Decimal(90), Decimal(85)
"""Pass rates under which a township's tile says "watch" and "low"."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many targets show a light, with the light in words."""

    light: str
    word: str
    count: int


def tallied(lights: dict[Light, int], *, with_none: bool) -> list[Tally]:
    """Return the counts in the order a reader asks for them; ``with_none`` keeps the zeros."""
    order = (Light.GREEN, Light.YELLOW, Light.RED, Light.UNKNOWN)
    return [
        Tally(light.value, str(light.label), lights[light]) for light in order if with_none or lights[light]
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """A target's line: its progress with the two small drawings."""

    progress: TargetProgress
    meter: Meter
    sparkline: Sparkline


@dataclass(frozen=True, slots=True)
class Standing:
    """What a unit answers for: the targets it leads, by light, and how many it supports."""

    department: Department
    led: int
    lights: dict[Light, int]
    supported: int

    @property
    def tallies(self) -> list[Tally]:
        """The lights of the targets it leads, those that occur."""
        return tallied(self.lights, with_none=False)


@dataclass(frozen=True, slots=True)
class Board:
    """The whole dashboard of a year on a day."""

    year: int
    as_of: date
    years: Sequence[int]
    headline: Headline
    attention: Sequence[TargetProgress]
    losses: Sequence[Loss]
    doubtful: int
    sectors: Sequence[tuple[str, Sequence[Row]]]
    pass_rate: LineChart
    counts: BarChart
    standings: Sequence[Standing]
    tiles: TileMap

    @property
    def leaders(self) -> list[Standing]:
        """The units that lead a target."""
        return [standing for standing in self.standings if standing.led]

    @property
    def supporters(self) -> list[Standing]:
        """The units that only support targets of others."""
        return [standing for standing in self.standings if not standing.led]

    @property
    def tallies(self) -> list[Tally]:
        """How many targets show which light."""
        return tallied(self.headline.counts, with_none=True)


def board(year: int, as_of: date) -> Board:
    """Compose the dashboard; the number of queries does not depend on the number of records."""
    rows = progress(year, as_of)
    on = rows[0].on if rows else as_of
    units = units_with_support(rows)
    return Board(
        year=year,
        as_of=on,
        years=plan_years(rows, year),
        headline=headline(rows),
        attention=sorted(
            (row for row in rows if row.light in (Light.RED, Light.YELLOW)),
            key=lambda row: row.light != Light.RED,
        ),
        losses=losses(rows),
        doubtful=sum(row.is_doubtful for row in rows),
        sectors=[(str(sector.label), [drawn(row) for row in group]) for sector, group in by_sector(rows)],
        pass_rate=pass_rate_chart(rows),
        counts=counts_chart(rows),
        standings=standings(rows, units),
        tiles=township_tiles(on, units),
    )


def plan_years(rows: Sequence[TargetProgress], year: int) -> Sequence[int]:
    """Return the years a reader may choose: those of the plan."""
    if not rows:
        return [year]
    plan = rows[0].target.plan
    return range(plan.start_year, plan.end_year + 1)


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


def pass_rate_chart(rows: Iterable[TargetProgress]) -> LineChart:
    """Draw the county's pass rate beside the nation's and the province's, year by year."""
    row = next((row for row in rows if row.target.measure == SPOT_CHECK_RATE), None)
    series = []
    if row is not None:
        years = [point.year for point in row.points]
        series = [Series(_("County"), [Point(str(p.year), p.value) for p in row.points], Style.MAIN)]
        for region, style in ((Region.PROVINCE, Style.SECOND), (Region.NATION, Style.THIRD)):
            known = row.benchmarks.get(region, {})
            points = [Point(str(year), known.get(year)) for year in years]
            series.append(Series(str(Region(region).label), points, style))
    return line_chart(_("Pass rate of spot checks"), series, key="pass-rate", unit="%", width=560, height=250)


def counts_chart(rows: Iterable[TargetProgress]) -> BarChart:
    """Draw the counts of brands, certificates and zones against the year's goals."""
    bars = [
        Bar(
            row.target.label,
            row.actual,
            goal=row.goal.value if row.goal and not row.is_doubtful else None,
            tone=TONES[row.light],
            note=str(row.light.label),
        )
        for row in rows
        if row.target.measure.startswith(COUNTED)
    ]
    return bar_chart(_("Brands, certificates and zones against the goal"), bars, key="counts", width=560)


def units_with_support(rows: Sequence[TargetProgress]) -> list[Department]:
    """Return every unit with the number of these targets it supports, as ``supports``. One query."""
    counted = models.Q(supported_targets__in=[row.target.pk for row in rows])
    return list(
        Department.objects.active().annotate(supports=models.Count("supported_targets", filter=counted))
    )


def standings(rows: Sequence[TargetProgress], units: Sequence[Department]) -> list[Standing]:
    """Return what each unit answers for, those with most to catch up on first."""
    found = []
    for unit in units:
        led = [row.light for row in rows if row.target.lead_id == unit.pk]
        supports: int = unit.supports  # type: ignore[attr-defined]
        if led or supports:
            found.append(Standing(unit, len(led), {light: led.count(light) for light in Light}, supports))
    return sorted(
        found, key=lambda s: (-s.lights[Light.RED], -s.lights[Light.YELLOW], -s.led, s.department.order)
    )


def township_tiles(on: date, units: Sequence[Department]) -> TileMap:
    """Draw each township's pass rate in the year of a day. One query."""
    measure = measures.get(SPOT_CHECK_RATE)
    tiles = []
    if measure is not None:
        figures = measure.source.by_township(SPOT_CHECK_RATE, on)
        for township in units:
            if township.is_township:
                figure = figures.get(township.pk, measures.UNKNOWN)
                tone, note = tile_tone(figure.value)
                url = measure.records_url(on, township.pk)
                tiles.append(Tile(township.short_name, figure.value, tone, url=url, note=note))
    return tile_map(_("Pass rate by township"), tiles, key="townships", unit="%", width=560)


def tile_tone(rate: Decimal | None) -> tuple[Tone, str]:
    """Return the tone of a township's pass rate, and the tone in words."""
    if rate is None:
        return Tone.NONE, _("no spot checks")
    if rate < BAD_BELOW:
        return Tone.BAD, _("low")
    if rate < WARN_BELOW:
        return Tone.WARN, _("watch")
    return Tone.GOOD, _("good")
