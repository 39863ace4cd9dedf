"""Where failures concentrate: in which townships and classes of products, and by which items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from departments.models import Department
from inspections.measures.spot_checks import year_to
from inspections.models import ProductClass, Result
from inspections.queries.rates import Tally, tallies_by_class, tallies_by_township
from inspections.queries.statistics import FailedRow, Scope, failed_items, list_url
from quality_portal.lib.charts.bars import Bar, BarChart, bar_chart
from quality_portal.lib.charts.tiles import Tile, TileMap, tile_map
from quality_portal.lib.charts.tones import Tone
from quality_portal.lib.dates import months_later
from quality_portal.lib.numbers import format_decimal, rate

WARN_BELOW, BAD_BELOW = Decimal(90), Decimal(85)
"""Pass rates under which a township's tile says "watch" and "low"."""
SHOWN = 8
"""How many classes and items are shown, those with most failures."""
NAMED = 3
"""How many places and classes the sentence names."""


@dataclass(frozen=True, slots=True)
class Part:
    """A township's or a class's batches of the year up to the day, and those of the year before."""

    name: str
    tally: Tally
    before: Tally
    query: dict[str, Any]

    @property
    def url(self) -> str:
        """The address of its batches."""
        return list_url(self.query)

    @property
    def failed_url(self) -> str:
        """The address of its batches that failed."""
        return list_url({**self.query, "result": Result.FAIL.value})

    @property
    def change(self) -> Decimal | None:
        """By how many percentage points the pass rate moved against the year before."""
        now, then = self.tally.pass_rate, self.before.pass_rate
        return None if now is None or then is None else now - then

    @property
    def change_text(self) -> str:
        """The move with its sign, empty where it is not known."""
        if self.change is None:
            return ""
        return f"{'+' if self.change > 0 else '−' if self.change < 0 else '±'}{abs(self.change)}"


@dataclass(frozen=True, slots=True)
class Concentration:
    """Failures by place and class; ``sentence`` names where most of them are."""

    first: date
    last: date
    sentence: str
    places: Sequence[Part]
    tiles: TileMap
    classes: Sequence[Part]
    class_chart: BarChart
    items: Sequence[FailedRow]


def concentration(on: date, units: Sequence[Department]) -> Concentration:
    """Return where failures concentrate in the year up to a day. Six queries."""
    first, last = year_to(on)
    places = _places(first, last, units)
    classes = _classes(first, last)
    ranked = by_failures(classes)[:SHOWN]
    return Concentration(
        first=first,
        last=last,
        sentence=sentence(places, classes),
        places=places,
        tiles=township_tiles(places),
        classes=ranked,
        class_chart=class_chart(ranked),
        items=failed_items(Scope(first, last))[:SHOWN],
    )


def by_failures(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that have failures, those with most first."""
    return sorted((part for part in parts if part.tally.failed), key=lambda part: -part.tally.failed)


def _places(first: date, last: date, units: Sequence[Department]) -> list[Part]:
    now, then = tallies_by_township(first, last), tallies_by_township(*_year_before(first, last))
    query = {"first": first.isoformat(), "last": last.isoformat()}
    return [
        Part(
            unit.short_name,
            now.get(unit.pk, Tally()),
            then.get(unit.pk, Tally()),
            {**query, "township": unit.pk},
        )
        for unit in units
        if unit.is_township
    ]


def _classes(first: date, last: date) -> list[Part]:
    now, then = tallies_by_class(first, last), tallies_by_class(*_year_before(first, last))
    query = {"first": first.isoformat(), "last": last.isoformat()}
    found = [
        Part(each.label, now[each.pk], then.get(each.pk, Tally()), {**query, "product_class": each.pk})
        for each in ProductClass.objects.all()
        if each.pk in now
    ]
    if None in now:
        rest = {**query, "without": "product_class"}
        found.append(Part(_("unclassified"), now[None], then.get(None, Tally()), rest))
    return found


def _year_before(first: date, last: date) -> tuple[date, date]:
    return months_later(first, -12), months_later(last, -12)


def sentence(places: Sequence[Part], classes: Sequence[Part]) -> str:
    """Name the places and classes with most failures and their share; empty without failures."""
    return " ".join(filter(None, [_places_words(places), _classes_words(classes)]))


def _places_words(places: Sequence[Part]) -> str:
    worst = sorted(
        (part for part in places if part.tally.failed), key=lambda part: part.tally.pass_rate or Decimal(0)
    )[:NAMED]
    if not worst:
        return ""
    names = _(", ").join(f"{part.name} {part.tally.pass_rate}%" for part in worst)
    return _("Lowest pass rates: %(names)s.") % {"names": names}


def _classes_words(classes: Sequence[Part]) -> str:
    most = by_failures(classes)[:NAMED]
    if not most:
        return ""
    total = sum(part.tally.failed for part in classes)
    share = rate(sum(part.tally.failed for part in most), total)
    names = _(", ").join(f"{part.name} {part.tally.failed}" for part in most)
    words = _("Most failed batches: %(names)s; together %(share)s%% of all that failed.")
    return words % {"names": names, "share": format_decimal(share, 0) if share is not None else ""}


def township_tiles(places: Sequence[Part], *, width: int = 560) -> TileMap:
    """Draw each township's pass rate in the year of a day with its move against the year before."""
    tiles = []
    for part in places:
        tone, note = tile_tone(part.tally.pass_rate)
        tiles.append(
            Tile(part.name, part.tally.pass_rate, tone, url=part.url, note=note, change=part.change_text)
        )
    return tile_map(_("Pass rate by township"), tiles, key="townships", unit="%", width=width)


def tile_tone(rate: Decimal | None) -> tuple[Tone, str]:
    """Return the tone of a township's pass rate, and the tone in words."""
    if rate is None:
        return Tone.NONE, _("no spot checks")
    if rate < BAD_BELOW:
        return Tone.BAD, _("low")
    if rate < WARN_BELOW:
        return Tone.WARN, _("watch")
    return Tone.GOOD, _("good")


def class_chart(classes: Sequence[Part], *, linked: bool = True, width: int = 560) -> BarChart:
    """Draw the classes with most failed batches; on paper nothing is linked."""
    bars = [
        Bar(part.name, part.tally.failed, tone=Tone.BAD, url=part.failed_url if linked else "")
        for part in classes
    ]
    return bar_chart(_("Failed batches by product class"), bars, key="classes", width=width)
