"""How many batches a list has and what came of them, from the roll-up where it knows what narrows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet, Sum

from inspections.models import Part, Result, SampleCount
from inspections.models.quota import own_township
from inspections.models.sample import SampleQuerySet
from inspections.queries.rates import COUNTED, FAILED, Tally

if TYPE_CHECKING:
    from departments.models import User

PARTS = {"township": Part.TOWNSHIP, "product_class": Part.PRODUCT_CLASS, "side": Part.SIDE}
"""What the roll-up is counted by, one at a time."""

DIRECT = {
    "year": "judged_on__year",
    "first": "judged_on__gte",
    "last": "judged_on__lte",
    "campaign": "campaign",
    "level": "campaign__level",
    "field": "campaign__field",
}
"""What the roll-up knows beside any part, with the question it answers."""

RATED = Q(campaign__failures_only=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """The batches of a list; ``tally`` leaves out counterfeits and tables that list failures only."""

    total: int
    tally: Tally


def listed(rows: SampleQuerySet, asked: Mapping[str, Any], user: "User") -> Listed:
    """Count a list's batches in one query.

    ``rows`` are the batches the person may see, narrowed by the filter ``asked`` for.
    """
    counts = _rolled_up(asked, own_township(user))
    return _counted(rows) if counts is None else _summed(counts, asked.get("result"))


def _rolled_up(asked: Mapping[str, Any], township: int | None) -> QuerySet[SampleCount] | None:
    """Return the roll-up's rows that add up to the list, or None where it does not know the filter."""
    parts = (asked.keys() & PARTS.keys()) | ({"township"} if township else set())
    if len(parts) > 1 or asked.keys() - PARTS.keys() - DIRECT.keys() - {"result"}:
        return None
    part = PARTS[next(iter(parts))] if parts else Part.DAY
    rows = SampleCount.objects.filter(part=part)
    for name, value in asked.items():
        if name != "result":
            rows = rows.filter(Q((DIRECT.get(name, name), value)))
    return rows.filter(township=township) if township else rows


def _summed(counts: QuerySet[SampleCount], result: str | None) -> Listed:
    """Add up the roll-up; it tells the failed from all, so that those that passed are the difference."""
    sums = counts.aggregate(
        drawn=Sum("drawn"),
        drawn_failed=Sum("drawn_failed"),
        tested=Sum("tested", filter=RATED),
        failed=Sum("failed", filter=RATED),
    )
    found = {name: number or 0 for name, number in sums.items()}
    if result == Result.FAIL:
        return Listed(found["drawn_failed"], Tally(found["failed"], found["failed"]))
    if result == Result.PASS:
        return Listed(found["drawn"] - found["drawn_failed"], Tally(found["tested"] - found["failed"], 0))
    return Listed(found["drawn"], Tally(found["tested"], found["failed"]))


def _counted(rows: SampleQuerySet) -> Listed:
    found = rows.order_by().aggregate(
        total=Count("pk"),
        tested=Count("pk", filter=COUNTED & RATED),
        failed=Count("pk", filter=FAILED & RATED),
    )
    return Listed(found["total"], Tally(found["tested"], found["failed"]))
