"""Files that may belong to one enterprise, as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises import movers
from enterprises.models import DistinctPair, Enterprise
from enterprises.rules.near_names import Pair, near_pairs

if TYPE_CHECKING:
    from departments.models import User

Couple = tuple[Enterprise, Enterprise]


@dataclass(frozen=True, slots=True)
class Holding:
    """How many records of a kind a file holds."""

    title: Promise | str
    count: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of two files with what would move out of it."""

    enterprise: Enterprise
    holdings: list[Holding]


def pairs(user: "User") -> list[Pair]:
    """Return the pairs of files with near names that nobody has decided about, in two queries."""
    names = Enterprise.objects.standing().visible_to(user).order_by("name_key", "pk")
    apart = set(DistinctPair.objects.values_list("first", "second"))
    return near_pairs(names.values_list("pk", "name"), apart)


def couples(found: Iterable[Pair]) -> list[Couple]:
    """Return the files of these pairs, in one query."""
    chosen = list(found)
    files = Enterprise.objects.with_products().in_bulk({pk for pair in chosen for pk in pair})
    return [(files[first], files[second]) for first, second in chosen]


def side(enterprise: Enterprise) -> Side:
    """Return a file with the number of records of each kind that point at it."""
    own = [
        Holding(_("Products"), enterprise.products.count()),
        Holding(_("Measuring instruments"), enterprise.instruments.count()),
    ]
    return Side(
        enterprise, own + [Holding(each.title, each.count(enterprise)) for each in movers.registered()]
    )
