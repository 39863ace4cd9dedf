"""Figures about spot checks: one function for each, which page, export, paper and assessment all call.

The pass rate (批次合格率) is the batches that passed divided by the batches tested. Suspected counterfeits
(涉嫌假冒) are in neither number, as bulletins list them apart. A campaign that lists failures only counts as
a whole on the day its results were published, with the number tested that was entered for it; where that
number is missing the campaign is left out, because its rate is not known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Cast, Coalesce

from enterprises.models import Enterprise
from inspections.models import Campaign, Part, Result, Sample, SampleCount
from inspections.models.sample import SampleQuerySet
from quality_portal.lib.numbers import rate
from quality_portal.lib.spans import place_of_first

COUNTED = Q(is_counterfeit=False)
"""Batches that count for a rate."""

FAILED = COUNTED & Q(result=Result.FAIL)


@dataclass(frozen=True, slots=True)
class Tally:
    """Batches tested and failed; ``pass_rate`` in per cent, None where nothing was tested."""

    tested: int = 0
    failed: int = 0

    @property
    def passed(self) -> int:
        """Batches that passed."""
        return self.tested - self.failed

    @property
    def pass_rate(self) -> Decimal | None:
        """The share that passed, in per cent, rounded half up to two decimals."""
        return rate(self.passed, self.tested)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.tested + other.tested, self.failed + other.failed)


def tallies_until(
    first: date, ends: Iterable[date], *, township: int | None = None, by: str = "level"
) -> dict[tuple[date, str], Tally]:
    """Return what counts from a day on, by the first of ``ends`` not before it and a field of its campaign.

    One query; what comes after the last end is left out. Within a township only batches drawn there count:
    of campaigns that list failures only nobody knows where the batches that passed were drawn.
    """
    days = sorted(set(ends))
    part = Part.DAY if township is None else Part.TOWNSHIP
    until = place_of_first(days, lambda end: Q(judged_on__lte=end))
    rows = _listed(part, first, days[-1], until, f"campaign__{by}")
    if township is None:
        rows = rows.union(_whole(first, days, by), all=True)
    else:
        rows = rows.filter(township=township)
    found: dict[tuple[date, str], Tally] = {}
    for place, value, tested_count, failed_count in rows:
        key = (days[place], value)
        found[key] = found.get(key, Tally()) + Tally(tested_count, failed_count)
    return found


def _listed(part: Part, first: date, last: date, *fields: Any) -> "QuerySet[SampleCount, Any]":
    """Return the tested and the failed batches of a period, grouped; failures-only campaigns left out."""
    rows = SampleCount.objects.filter(
        part=part, judged_on__range=(first, last), campaign__failures_only=False
    )
    counted = rows.order_by().values_list(*fields)
    return counted.annotate(tested_count=Sum("tested"), failed_count=Sum("failed")).filter(tested_count__gt=0)


def _drawn_in(township: int, first: date, last: date, *fields: str) -> "QuerySet[Sample, Any]":
    """Return the same of the batches drawn in a township, by fields that they are not counted by there."""
    rows = Sample.objects.filter(
        COUNTED, judged_on__range=(first, last), campaign__failures_only=False, township=township
    )
    counts = {"tested_count": Count("*"), "failed_count": Count("pk", filter=FAILED)}
    return rows.order_by().values_list(*fields).annotate(**counts)


def _whole(first: date, days: Sequence[date], by: str) -> "QuerySet[Campaign, Any]":
    """Return place, field, tested and failed of the failures-only campaigns whose number is known."""
    failed = (
        SampleCount.objects.filter(part=Part.DAY, campaign=OuterRef("pk"))
        .order_by()
        .values("campaign")
        .annotate(count=Sum("failed"))
        .values("count")
    )
    return (
        Campaign.objects.filter(failures_only=True, tested__isnull=False, ends_on__range=(first, days[-1]))
        .order_by()
        .annotate(
            tested_count=Cast(F("tested"), BigIntegerField()),
            failed_count=Coalesce(Subquery(failed, output_field=BigIntegerField()), 0),
        )
        .values_list(
            place_of_first(days, lambda end: Q(ends_on__lte=end)), by, "tested_count", "failed_count"
        )
    )


def tally(first: date, last: date) -> Tally:
    """Return what counts in a period."""
    return sum(tallies_until(first, [last]).values(), Tally())


def tallies_by(
    name: str, first: date, last: date, *, township: int | None = None, checked: str = ""
) -> dict[Any, Tally]:
    """Return the tally for each value of a sample's field, in one query.

    ``checked`` narrows it to one kind of goods. Campaigns that list failures only are left out: nobody knows
    what the batches that passed were.
    """
    if township is None:
        rows: QuerySet[Any, Any] = _listed(Part(name), first, last, name)
    else:
        rows = _drawn_in(township, first, last, name)
    if checked:
        rows = rows.filter(campaign__field=checked)
    return {key: Tally(tested, failed) for key, tested, failed in rows}


def tallies_by_township(first: date, last: date, *, checked: str = "") -> dict[int, Tally]:
    """Return the tally of each township by its primary key; batches drawn outside are left out."""
    found = tallies_by("township", first, last, checked=checked)
    return {key: each for key, each in found.items() if key is not None}


def tallies_by_class(first: date, last: date) -> dict[int | None, Tally]:
    """Return the tally of each product class by its primary key, of unclassified batches under None."""
    return tallies_by("product_class", first, last)


def samples_of(enterprise: Enterprise) -> SampleQuerySet:
    """Return an enterprise's batches, the latest first.

    ``against_it`` tells the failures that count against it: those of its own products, counterfeits excepted.
    """
    against: Any = ExpressionWrapper(FAILED & Q(producer=enterprise), output_field=BooleanField())
    return (
        Sample.objects.filter(Q(producer=enterprise) | Q(seller=enterprise))
        .select_related("campaign", "product_class")
        .annotate(against_it=against)
        .order_by("-judged_on", "-pk")
    )


def failures_by_enterprise(first: date, last: date) -> dict[int, int]:
    """Return how many batches of each producer failed in a period, by the enterprise's primary key."""
    rows = (
        Sample.objects.filter(FAILED, judged_on__range=(first, last), producer__isnull=False)
        .order_by()
        .values_list("producer")
        .annotate(count=Count("*"))
    )
    return dict(rows)
