"""The registry of searches: what the one box in the head finds, room by room.

The rooms register theirs when Django starts. A search narrows rows the person may see by words; each
costs one question, and shows the first few with a way to all of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from departments.access import Permission

if TYPE_CHECKING:
    from departments.models import User

SHOWN = 5
"""Finds of one kind on the page."""


@dataclass(frozen=True, slots=True)
class Find:
    """A record that was found: what it is called, what tells it from others, and its page."""

    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Search:
    """One kind of record: who may look for it, how it is found, and how a find is shown.

    ``page`` is the name of the list whose filter ``q`` finds the same rows; empty where there is none.
    """

    name: str
    label: Promise | str
    permission: Permission
    rows: Callable[["User", str], QuerySet[Any]]
    show: Callable[[Any], Find]
    page: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The finds of one kind: the first few, and where all of them are listed if there are more."""

    label: Promise | str
    finds: list[Find]
    is_cut: bool
    url: str


_registry: dict[str, Search] = {}


def register(searches: Iterable[Search]) -> None:
    """Add searches; registering the same search again changes nothing.

    Raises ValueError when two different searches claim one name.
    """
    for search in searches:
        known = _registry.setdefault(search.name, search)
        if known is not search:
            raise ValueError(f"two searches are called {search.name}")


def find(user: "User", words: str) -> list[Group]:
    """Return what the person may see and the words name, kind by kind; kinds without a find are left out."""
    groups = [_group(search, user, words) for search in _registry.values() if user.may(search.permission)]
    return [group for group in groups if group.finds]


def _group(search: Search, user: "User", words: str) -> Group:
    found: list[Model] = list(search.rows(user, words)[: SHOWN + 1])
    url = f"{reverse(search.page)}?{urlencode({'q': words})}" if search.page else ""
    return Group(search.label, [search.show(row) for row in found[:SHOWN]], len(found) > SHOWN, url)
