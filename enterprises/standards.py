"""Main products and the standards they run on: the share of each kind of standard, by sector, on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count

from enterprises.models import Industry, StandardKind
from enterprises.models.product import ProductQuerySet, StandardGroup
from quality_portal.lib.numbers import rate


@dataclass(frozen=True, slots=True)
class StandardShare:
    """Main products of a sector that run on a kind of standard, or on none; the share in per cent.

    ``value`` is what the list of products is narrowed by; the share is None where there are no products.
    """

    label: str
    value: str
    number: int
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class SectorStandards:
    """A sector's main products produced on a day, by kind of standard, those without one last."""

    sector: Industry
    total: int
    shares: list[StandardShare]


NO_STANDARD = StandardGroup.NONE.value
"""Stands beside the kinds of standard for having none of them."""


def standard_shares(rows: ProductQuerySet, on: date) -> list[SectorStandards]:
    """Return the shares of every sector that has main products, in one question.

    A product that runs on two kinds of standard counts in both, so the shares may exceed 100 together.
    """
    main = rows.main().filter(rows.producing(on)).order_by()
    asked = {kind.value: Count("pk", filter=rows.running_on([kind], on)) for kind in StandardKind}
    asked[NO_STANDARD] = Count("pk", filter=~rows.running_on(StandardKind.values, on))
    found = main.values("sector").annotate(
        total=Count("pk"), **{f"on_{name}": n for name, n in asked.items()}
    )
    by_sector = {row["sector"]: row for row in found}
    return [_sector(sector, by_sector[sector]) for sector in Industry if sector in by_sector]


def _sector(sector: Industry, row: Mapping[str, Any]) -> SectorStandards:
    labels = {kind.value: str(kind.label) for kind in StandardKind}
    labels[NO_STANDARD] = str(StandardGroup.NONE.label)
    shares = [
        StandardShare(label, value, row[f"on_{value}"], rate(row[f"on_{value}"], row["total"]))
        for value, label in labels.items()
    ]
    return SectorStandards(sector, row["total"], shares)
