"""Totals of what was paid: one function that page and export call."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce, ExtractYear

from brands.models import CredentialKind
from brands.models.subsidy import SubsidyQuerySet
from quality_portal.lib.numbers import round_half_up


@dataclass(frozen=True, slots=True)
class SubsidyTotal:
    """Payments of a year for a kind, or for all kinds where ``kind`` is None; the amount in yuan."""

    year: int
    kind: CredentialKind | None
    number: int
    amount: Decimal


def subsidy_totals(rows: SubsidyQuerySet) -> list[SubsidyTotal]:
    """Return number and amount per year and kind, the newest year first, each year's sum before its kinds."""
    kinds = {kind.pk: kind for kind in CredentialKind.objects.all()}
    found = (
        rows.order_by()
        .values_list(ExtractYear("paid_on"), Coalesce("credential__kind", "candidate__kind"))
        .annotate(number=Count("*"), amount=Sum("amount"))
    )
    # Not every database returns a sum with its two decimals.
    parts = [
        SubsidyTotal(year, kinds[kind], number, round_half_up(amount, 2))
        for year, kind, number, amount in found
    ]
    parts.sort(key=lambda part: (-part.year, part.kind.order if part.kind else 0))
    totals: list[SubsidyTotal] = []
    for year in sorted({part.year for part in parts}, reverse=True):
        of_year = [part for part in parts if part.year == year]
        number = sum(part.number for part in of_year)
        totals += [SubsidyTotal(year, None, number, sum((p.amount for p in of_year), Decimal(0))), *of_year]
    return totals
