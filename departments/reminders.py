"""The registry of reminder sources: each names the deadlines whose steps have come.

The rooms register their sources when Django starts. A source answers what is due *now*: matters that are
done have no dues, and a step whose day has come is due on every later day too. The ledger
(``ReminderSent``) sees to it that nobody is told the same thing twice.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from departments.models import User


@dataclass(frozen=True, slots=True)
class Due:
    """A step of a deadline that has come (到期提醒), and who is to be told.

    ``object_key`` names the matter once and for all, such as ``task:2026-001``; ``step`` the moment, such
    as ``-14``. ``sentence`` is said in the portal's first language; ``url`` leads to where it is done.
    """

    object_key: str
    deadline: date
    step: str
    recipients: tuple["User", ...]
    sentence: str
    url: str


Source = Callable[[date], Iterable[Due]]
"""Answers the steps that have come by a day, of one matter in order of time."""

_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source; registering it again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def dues(today: date) -> Iterator[Due]:
    """Yield what every source has to tell."""
    for source in _sources:
        yield from source(today)
