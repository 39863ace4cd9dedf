"""The registry of searches: what the one box in the head finds, room by room.

The rooms register theirs when Django starts. A search narrows rows the person may see by words; each
costs two questions at most, and shows the first few with their number and a way to all of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Case, Count, Q, QuerySet, Value, When, Window
from django.urls import reverse
from django.utils.functional import Promise

from departments.access import Permission

if TYPE_CHECKING:
    from departments.models import User

SHOWN = 5
"""Finds of one kind on the page, where a list shows all of them."""

SHOWN_ALONE = 15
"""Finds of one kind on the page, where no list can show the rest."""


@dataclass(frozen=True, slots=True)
class Find:
    """A record that was found: what it is called, what tells it from others, and its page.

    ``is_exact`` marks a record whose code or number is the words themselves.
    """

    title: str
    note: str
    url: str
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """One kind of record: who may look for it, how it is found, and how a find is shown.

    ``rows`` gives every row once, without DISTINCT, so that the database can count them beside the first few.
    ``page`` is the name of the list whose filter ``q`` finds the same rows; empty where there is none.
    ``codes`` are the fields by which one row is known: whoever types one wants that row first.
    """

    name: str
    label: Promise | str
    permission: Permission
    rows: Callable[["User", str], QuerySet[Any]]
    show: Callable[[Any], Find]
    page: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The finds of one kind: how many there are, the first few, and where all of them are listed."""

    name: str
    label: Promise | str
    finds: list[Find]
    total: int
    url: str

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return self.total > len(self.finds)

    @property
    def is_exact(self) -> bool:
        """Whether a find bears the words as its code."""
        return any(found.is_exact for found in self.finds)


_registry: dict[str, Search] = {}


def register(searches: Iterable[Search]) -> None:
    """Add searches; registering the same search again changes nothing.

    Raises ValueError when two different searches claim one name.
    """
    for search in searches:
        known = _registry.setdefault(search.name, search)
        if known is not search:
            raise ValueError(f"two searches are called {search.name}")


def searches_for(user: "User") -> list[Search]:
    """Return the kinds of records the person's role may look for."""
    return [search for search in _registry.values() if user.may(search.permission)]


def find(user: "User", words: str) -> list[Group]:
    """Return what the person may see and the words name, kind by kind; kinds without a find are left out.

    A kind in which the words are a record's code stands before the others.
    """
    groups = [_group(search, user, words) for search in searches_for(user)]
    return sorted((group for group in groups if group.finds), key=lambda group: not group.is_exact)


def _group(search: Search, user: "User", words: str) -> Group:
    shown = SHOWN if search.page else SHOWN_ALONE
    rows = search.rows(user, words)
    order = rows.query.order_by or rows.model._meta.ordering or ("pk",)
    exact = Q(*((f"{code}__iexact", words) for code in search.codes), _connector=Q.OR)
    place = Case(When(exact, then=Value(0)), default=Value(1)) if search.codes else Value(1)
    ordered = rows.annotate(found_place=place, found_total=Window(Count("pk"))).order_by(
        "found_place", *order
    )
    # Keys first: thousands of rows are counted and ordered, and a few of them read whole.
    found = list(ordered.values_list("pk", "found_place", "found_total")[:shown])
    return Group(
        search.name.replace(".", "-"),
        search.label,
        list(_finds(search, rows, {key: not place for key, place, _total in found})),
        found[0][2] if found else 0,
        f"{reverse(search.page)}?{urlencode({'q': words})}" if search.page else "",
    )


def _finds(search: Search, rows: QuerySet[Any], exact: Mapping[Any, bool]) -> Iterator[Find]:
    """Show the records with these keys, in their order, each told whether its code was asked for."""
    whole = rows.model._base_manager.all()
    # What the search brings along of other tables; its condition holds for these keys and is not asked again.
    whole.query.select_related = rows.query.select_related
    found = whole.in_bulk(list(exact))
    for key, is_exact in exact.items():
        yield replace(search.show(found[key]), is_exact=is_exact)
