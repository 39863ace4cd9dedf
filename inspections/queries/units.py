"""Which enterprise a batch speaks of, and which batches count for the enterprises of a period."""

from datetime import date

from django.db.models import Case, CharField, F, Max, Q, Value, When
from django.db.models.functions import Cast, NullIf

from inspections.models.sample import SampleQuerySet
from inspections.queries.rates import COUNTED

UNIT = Case(
    When(producer__isnull=False, then=Cast("producer", CharField())),
    When(~Q(producer_name=""), then=F("producer_name")),
    default=NullIf(F("seller_name"), Value("")),
)
LISTED = Q(campaign__failures_only=False)
TESTED_UNITS = "tested"
FAILED_UNITS = "failed"


def counted_within(first: date, last: date, *, whole: bool) -> Q:
    """Return what finds the batches that count in a period; ``whole`` adds failures of whole tables."""
    rows = Q(judged_on__range=(first, last)) & LISTED
    if whole:
        rows |= Q(
            campaign__failures_only=True,
            campaign__tested__isnull=False,
            campaign__ends_on__range=(first, last),
        )
    return COUNTED & rows


def one_of_each_unit(rows: SampleQuerySet) -> SampleQuerySet:
    """Return the batch of each enterprise that was entered last."""
    latest = (
        rows.order_by()
        .annotate(unit=UNIT)
        .filter(unit__isnull=False)
        .values("unit")
        .annotate(latest=Max("pk"))
        .values("latest")
    )
    return rows.filter(pk__in=latest)
