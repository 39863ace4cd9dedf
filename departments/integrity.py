"""The registry of integrity checks: what must always hold of the records, room by room.

The rooms register theirs when Django starts; ``manage.py integrity`` asks them all. A check only reads, and
yields the rows that break its rule one by one, so that it costs little memory however many rows there are.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Flaw:
    """A record that breaks a rule: which, what is wrong with it, and its page in the back office."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that must hold of all records; ``find`` yields what breaks it."""

    name: str
    rule: str
    find: Callable[[], Iterable[Flaw]]


_registry: dict[str, Check] = {}


def register(checks: Iterable[Check]) -> None:
    """Add checks; registering the same check again changes nothing.

    Raises ValueError when two different checks claim one name.
    """
    for check in checks:
        known = _registry.setdefault(check.name, check)
        if known is not check:
            raise ValueError(f"two checks are called {check.name}")


def registered() -> list[Check]:
    """Return the checks by name."""
    return sorted(_registry.values(), key=lambda check: check.name)


def flaw(record: Model, wrong: str) -> Flaw:
    """Return what is wrong with a record."""
    return flaw_of(type(record), record.pk, f"{record}: {wrong}")


def flaw_of(model: type[Model], key: Any, wrong: str) -> Flaw:
    """Return what is wrong with the record of a primary key."""
    meta = model._meta
    try:
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[key])
    except NoReverseMatch:
        url = ""
    return Flaw(f"{meta.label} {key}: {wrong}", url)


def gaps(rows: Iterable[tuple[Any, int, int]], series: str) -> Iterator[Flaw]:
    """Yield the series whose highest number is not how many there are; numbers begin at 1."""
    for owner, count, last in rows:
        if count != last:
            yield Flaw(f"{series} {owner}: {count} numbers, the last is {last}")
