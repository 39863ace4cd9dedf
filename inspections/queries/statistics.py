"""The statistics of a period: pass rates by quarter, level, township, class and side, and what failed most.

Batches are counted by ``queries.rates``, as everywhere. Enterprises (企业数) are counted beside them:
the enterprise of a batch is its producer, or the seller where no producer is named, told apart by its file
or else by its printed name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, ExtractQuarter, ExtractYear, NullIf
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from departments.models import Department
from inspections.measures.spot_checks import MEASURE
from inspections.models import CampaignLevel, FailedItem, ProductClass, Result, Sample, Side
from inspections.queries.rates import FAILED, Tally, tallies_by, tallies_until
from inspections.queries.units import FAILED_UNITS, LISTED, TESTED_UNITS, UNIT, counted_within
from targets.models import Benchmark

Query = Mapping[str, Any]
Group = tuple[Any, str, Query]
"""A value that batches are grouped by, its name, and what finds its batches in the list."""

COUNTS_ON = Case(When(campaign__failures_only=True, then=F("campaign__ends_on")), default=F("judged_on"))

TITLES = {
    "quarter": gettext_lazy("By quarter"),
    "level": gettext_lazy("By level of the check"),
    "township": gettext_lazy("By township"),
    "product_class": gettext_lazy("By product class"),
    "side": gettext_lazy("By place of drawing"),
}


def list_url(query: Query) -> str:
    """Return the address of the list narrowed to these batches."""
    return f"{reverse('inspections:list')}?{urlencode(query)}"


@dataclass(frozen=True, slots=True)
class Scope:
    """What the statistics speak of: a period, and one township or the whole county."""

    first: date
    last: date
    township: int | None = None

    @property
    def query(self) -> dict[str, Any]:
        """What finds the same batches in the list."""
        found: dict[str, Any] = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        return found if self.township is None else {**found, "township": self.township}


@dataclass(frozen=True, slots=True)
class Units:
    """Enterprises whose batches were tested and failed, and the batches those numbers rest on."""

    batches: int = 0
    tested: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; ``tested_units`` is None where tables that list failures only leave it unknown."""

    name: str
    tally: Tally
    tested_units: int | None
    failed_units: int
    query: Query

    @property
    def url(self) -> str:
        """The address of the list of its batches."""
        return list_url(self.query)

    @property
    def failed_url(self) -> str:
        """The address of the list of its batches that failed."""
        return list_url({**self.query, "result": Result.FAIL.value})

    @property
    def tested_units_url(self) -> str:
        """The address of the list with one batch of each enterprise tested."""
        return list_url({**self.query, "units": TESTED_UNITS})

    @property
    def failed_units_url(self) -> str:
        """The address of the list with one failed batch of each enterprise that has any."""
        return list_url({**self.query, "units": FAILED_UNITS})


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A table of rates."""

    code: str
    rows: list[Row]

    @property
    def title(self) -> str:
        """What the table is grouped by."""
        return str(TITLES[self.code])


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A failed item with the batches and enterprises it was found in."""

    name: str
    batches: int
    units: int
    query: Query

    @property
    def url(self) -> str:
        """The address of the list of these batches."""
        return list_url(self.query)

    @property
    def units_url(self) -> str:
        """The address of the list with one of these batches of each enterprise."""
        return list_url({**self.query, "units": FAILED_UNITS})


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything the page shows; ``averages`` are the published rates of larger regions, by region."""

    total: Row
    breakdowns: list[Breakdown]
    failed_items: list[FailedRow]
    averages: dict[str, Decimal]
    averages_year: int


def statistics(scope: Scope) -> Statistics:
    """Count everything, in as many queries however many batches, townships and classes there are."""
    ends = [last for _year, _quarter, _first, last in quarters(scope.first, scope.last)]
    dated = tallies_until(scope.first, ends, township=scope.township)
    return Statistics(
        total=_total(scope, dated),
        breakdowns=[_by_quarter(scope, dated), _by_level(scope, dated), *_by_fields(scope)],
        failed_items=failed_items(scope),
        averages=averages(scope.last.year),
        averages_year=scope.last.year,
    )


def averages(year: int) -> dict[str, Decimal]:
    """Return the published pass rates of larger regions in a year, in one query."""
    rows = Benchmark.objects.filter(target__measure=MEASURE, target__is_active=True, year=year)
    return dict(rows.order_by("-target__plan__start_year", "-target").values_list("region", "value"))


def failed_items(scope: Scope) -> list[FailedRow]:
    """Return the items that failed, those of most batches first, in one query."""
    unit = Case(
        When(sample__producer__isnull=False, then=Cast("sample__producer", CharField())),
        When(~Q(sample__producer_name=""), then=F("sample__producer_name")),
        default=NullIf(F("sample__seller_name"), Value("")),
    )
    within = Q(sample__judged_on__range=(scope.first, scope.last))
    if scope.township is not None:
        within &= Q(sample__township=scope.township)
    rows = (
        FailedItem.objects.filter(within, sample__result=Result.FAIL, sample__is_counterfeit=False)
        .order_by()
        .values_list("name")
        .annotate(batches=Count("sample", distinct=True), units=Count(unit, distinct=True))
        .order_by("-batches", "-units", "name")
    )
    query = {**scope.query, "result": Result.FAIL.value}
    return [FailedRow(name, batches, units, {**query, "item": name}) for name, batches, units in rows]


def _in_township(rows: "QuerySet[Sample]", scope: Scope) -> "QuerySet[Sample]":
    return rows if scope.township is None else rows.filter(township=scope.township)


def _counted(scope: Scope) -> "QuerySet[Sample]":
    """Return the batches behind ``tallies_until``: listed ones, and the failures of whole tables."""
    rows = counted_within(scope.first, scope.last, whole=scope.township is None)
    return _in_township(Sample.objects.filter(rows), scope).annotate(counts_on=COUNTS_ON).order_by()


_COUNTS: dict[str, Any] = {
    "batch_count": Count("pk", filter=LISTED),
    "tested_units": Count(UNIT, filter=LISTED, distinct=True),
    "failed_units": Count(UNIT, filter=FAILED, distinct=True),
}


def _units(rows: "QuerySet[Sample]", *fields: Any) -> dict[Any, Units]:
    """Return the enterprises of each group, by its value or by the tuple of its values."""
    found = rows.values_list(*fields).annotate(**_COUNTS)
    counted = ((line[: len(fields)], Units(*line[len(fields) :])) for line in found)
    return {key if len(fields) > 1 else key[0]: units for key, units in counted}


def _row(name: str, tally: Tally, units: Units, query: Query) -> Row:
    known = units.batches == tally.tested
    return Row(name, tally, units.tested if known else None, units.failed, query)


def _total(scope: Scope, dated: Mapping[tuple[date, str], Tally]) -> Row:
    found = _counted(scope).aggregate(**_COUNTS)
    return _row(_("Total"), sum(dated.values(), Tally()), Units(*found.values()), scope.query)


def _by_quarter(scope: Scope, dated: Mapping[tuple[date, str], Tally]) -> Breakdown:
    units = _units(_counted(scope), ExtractYear("counts_on"), ExtractQuarter("counts_on"))
    rows = []
    for year, quarter, first, last in quarters(scope.first, scope.last):
        within = sum((each for (day, _level), each in dated.items() if first <= day <= last), Tally())
        name = _("%(year)d Q%(quarter)d") % {"year": year, "quarter": quarter}
        query = {**scope.query, "first": first.isoformat(), "last": last.isoformat()}
        rows.append(_row(name, within, units.get((year, quarter), Units()), query))
    return Breakdown("quarter", rows)


def quarters(first: date, last: date) -> Iterable[tuple[int, int, date, date]]:
    """Yield year, number, first and last day of each quarter of a period, cut to the period."""
    begin = first
    while begin <= last:
        quarter = (begin.month + 2) // 3
        following = date(begin.year + quarter // 4, quarter % 4 * 3 + 1, 1)
        yield begin.year, quarter, begin, min(last, following - timedelta(days=1))
        begin = following


def _by_level(scope: Scope, dated: Mapping[tuple[date, str], Tally]) -> Breakdown:
    units = _units(_counted(scope), "campaign__level")
    rows = []
    for level in CampaignLevel:
        within = sum((each for (_day, found), each in dated.items() if found == level), Tally())
        query = {**scope.query, "level": level.value}
        rows.append(_row(str(level.label), within, units.get(level.value, Units()), query))
    return Breakdown("level", rows)


def _by_fields(scope: Scope) -> list[Breakdown]:
    """Group by what only single batches have; those without it stand in a row of their own."""
    townships = [(unit.pk, unit.label, {"township": unit.pk}) for unit in Department.objects.townships()]
    classes = [(each.pk, each.label, {"product_class": each.pk}) for each in ProductClass.objects.all()]
    sides = [(side.value, str(side.label), {"side": side.value}) for side in Side]
    found = [] if scope.township else [_by_field(scope, "township", townships, None, _("no township"))]
    return [
        *found,
        _by_field(scope, "product_class", classes, None, _("unclassified")),
        _by_field(scope, "side", sides, "", _("not stated")),
    ]


def _by_field(scope: Scope, field: str, groups: Sequence[Group], blank: Any, rest: str) -> Breakdown:
    tallies = tallies_by(field, scope.first, scope.last, township=scope.township)
    units = _units(_counted(scope).filter(LISTED), field)
    every = [*groups, (blank, rest, {"without": field})]
    rows = [
        _row(name, tallies[key], units[key], {**scope.query, **query})
        for key, name, query in every
        if key in tallies
    ]
    return Breakdown(field, rows)
