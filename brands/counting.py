"""How many credentials count on each of several days, and how many enterprises hold them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Q, QuerySet, When

from brands.models import CountsAs, Credential, CredentialKind
from brands.models.credential import begun, over
from brands.rules import Pause
from quality_portal.lib.spans import place_of_first


class Counts(NamedTuple):
    """The credentials that count on a day, those of them that enterprises hold, and these enterprises."""

    records: int
    held: int
    holders: int


@dataclass(slots=True)
class _Day:
    records: int = 0
    held: int = 0
    holders: set[int] = field(default_factory=set)


class _Row(NamedTuple):
    """So many credentials alike: of a kind, begun and over at the same places in the row of days.

    ``holder`` is told only of kinds whose holders are asked for, ``credential`` only of one that was ever
    suspended: each of its suspensions is a row.
    """

    kind: int
    sector: str
    begun: int
    over: int
    holder: int | None
    credential: int | None
    suspended_on: date | None
    lifted_on: date | None
    number: int


class Register:
    """The credentials that count for anything on the days asked for, read in two queries."""

    def __init__(self, days: Iterable[date], *, with_holders: Collection[str]) -> None:
        """Read the register; ``with_holders`` names what credentials count as whose holders are asked for."""
        self._days = sorted(set(days))
        self._found: defaultdict[tuple[str, str, int], _Day] = defaultdict(_Day)
        self._kinds = dict(CredentialKind.objects.exclude(counts_as="").values_list("pk", "counts_as"))
        held = [pk for pk, counts_as in self._kinds.items() if counts_as in with_holders]
        paused: defaultdict[int, list[_Row]] = defaultdict(list)
        for row in map(_Row._make, self._rows(held)):
            if row.credential is None:
                self._add(row)
            else:
                paused[row.credential].append(row)
        for rows in paused.values():
            self._add(rows[0], besides=set(self._suspended(rows)))

    def on(self, day: date, counts_as: Iterable[CountsAs], sector: str = "") -> Counts:
        """Return what counts on a day as one of these, in a sector or in all."""
        place = self._days.index(day)
        asked = {kind.value for kind in counts_as}
        days = [
            found
            for (kind, of, at), found in self._found.items()
            if kind in asked and at == place and sector in ("", of)
        ]
        holders = set[int]().union(*(each.holders for each in days))
        return Counts(sum(each.records for each in days), sum(each.held for each in days), len(holders))

    def _add(self, row: _Row, *, besides: Collection[int] = ()) -> None:
        for place in range(row.begun, row.over):
            if place not in besides:
                day = self._found[self._kinds[row.kind], row.sector, place]
                day.records += row.number
                if row.holder is not None:
                    day.held += row.number
                    day.holders.add(row.holder)

    def _suspended(self, rows: Iterable[_Row]) -> Iterable[int]:
        """Return the places of the days on which one of a credential's suspensions was in effect."""
        for row in rows:
            if row.suspended_on is not None:
                pause = Pause(row.suspended_on, row.lifted_on)
                yield from (place for place, day in enumerate(self._days) if pause.covers(day))

    def _rows(self, held: Sequence[int]) -> "QuerySet[Credential, Any]":
        # The keys of the few kinds that count lead to their credentials by the index; a join would read all.
        rows = Credential.objects.filter(kind__in=list(self._kinds)).order_by()
        return rows.values_list(
            "kind",
            "sector",
            place_of_first(self._days, begun),
            place_of_first(self._days, over),
            Case(When(kind__in=held, then=F("enterprise"))),
            Case(When(Q(suspensions__isnull=False), then=F("pk"))),
            "suspensions__suspended_on",
            "suspensions__lifted_on",
        ).annotate(number=Count("pk"))
