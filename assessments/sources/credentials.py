"""Credentials awarded in the period, by the unit they count for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from assessments.models import Scheme
from brands.models import Credential, Family


@dataclass(frozen=True, slots=True)
class Awards:
    """How many credentials of a kind were awarded."""

    kind: int
    code: str
    name: str
    family: str
    count: int


def awards(scheme: Scheme, as_of: date) -> dict[int, list[Awards]]:
    """Return what was awarded in each township, and to each department that holds credentials itself."""
    counted = (
        Credential.objects.filter(issued_on__range=(scheme.period_start, as_of))
        .order_by("kind__code")
        .values_list("township", "department", "kind", "kind__code", "kind__name", "kind__family")
        .annotate(Count("pk"))
    )
    found: dict[int, list[Awards]] = defaultdict(list)
    for township, department, *rest in counted:
        unit = township or department
        if unit is not None:
            found[unit].append(Awards(*rest))
    return found


class Register:
    """The addresses of exactly the rows of the register that were counted."""

    def __init__(self, scheme: Scheme, as_of: date) -> None:
        self._period = {"issued_from": str(scheme.period_start), "issued_to": str(as_of)}

    def url(self, township: int | None, **asked: str) -> str:
        """Return the address of a unit's rows; a department's own ones are found by their kind alone."""
        unit = {"township": str(township)} if township else {}
        return f"{reverse('brands:list')}?{urlencode({**unit, **asked, **self._period})}"


def by_family(
    found: Iterable[Awards], families: Iterable[str], register: Register, township: int | None
) -> list[dict[str, Any]]:
    """Return the numbers of some families."""
    counts: dict[str, int] = defaultdict(int)
    for award in found:
        counts[award.family] += award.count
    return [
        {
            "key": str(family.value),
            "name": str(family.label),
            "count": counts[family],
            "url": register.url(township, family=str(family.value)),
        }
        for family in Family
        if family in set(families) and counts[family]
    ]


def by_key(
    found: Iterable[Awards], keys: Iterable[str], register: Register, township: int | None
) -> list[dict[str, Any]]:
    """Return the numbers of kinds and families named; a kind named itself does not count with its family."""
    wanted = list(keys)
    kinds = [
        {
            "key": award.code,
            "name": award.name,
            "count": award.count,
            "url": register.url(township, kind=str(award.kind)),
        }
        for award in found
        if award.code in wanted
    ]
    rest = [award for award in found if award.code not in wanted]
    return kinds + by_family(rest, [key for key in wanted if key in Family.values], register, township)
