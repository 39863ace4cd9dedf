"""Rules of half-yearly reports: periods, lateness, what is missing, what differs. Values in, answers out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Protocol

from django.utils.translation import gettext as _

Lines = Sequence[Mapping[str, Any]]
"""The lines of a submission."""


def half_bounds(year: int, half: str) -> tuple[date, date]:
    """Return the first and the last day of a half-year (``H1`` or ``H2``).

    >>> half_bounds(2026, "H1")
    (datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))
    """
    if half == "H1":
        return date(year, 1, 1), date(year, 6, 30)
    return date(year, 7, 1), date(year, 12, 31)


def is_late(submitted_on: date, due_on: date) -> bool:
    """Tell whether a report handed in on a day is late; the due date itself is in time."""
    return submitted_on > due_on


class LineLike(Protocol):
    """What the rules need to know of a line."""

    pk: Any
    heading: str
    text: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A line that has to say something before the report can be handed in."""

    line: int
    heading: str
    message: str


def missing_for_submission(lines: Iterable[LineLike]) -> list[Missing]:
    """Return the required lines that say nothing yet."""
    return [
        Missing(line.pk, line.heading, _("Still to be written."))
        for line in lines
        if line.is_required and not line.text.strip()
    ]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text: kept, removed (only in the earlier version) or added (only in the later)."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class LineDifference:
    """A line whose text differs between two submissions."""

    heading: str
    pieces: tuple[Piece, ...]


def differing(earlier: Lines, later: Lines) -> list[LineDifference]:
    """Return the lines whose text differs between two submissions, in the later one's order."""
    before = {line["key"]: line for line in earlier}
    after = {line["key"]: line for line in later}
    gone = [line for line in earlier if line["key"] not in after]
    found = []
    for line in [*later, *gone]:
        old = before.get(line["key"], {}).get("text", "")
        new = after.get(line["key"], {}).get("text", "")
        if old != new:
            found.append(LineDifference(line["heading"], tuple(pieces(old, new))))
    return found


def pieces(old: str, new: str) -> Iterable[Piece]:
    """Yield what was kept, removed and added between two texts."""
    for mark, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if mark == "equal":
            yield Piece("kept", old[i:j])
            continue
        if i < j:
            yield Piece("removed", old[i:j])
        if k < m:
            yield Piece("added", new[k:m])


@dataclass(frozen=True, slots=True)
class Leave:
    """An exception from a lock: why and until when."""

    reason: str
    until: date


def may_file(*, is_locked: bool, leaves: Iterable[Leave], today: date) -> bool:
    """Tell whether a unit may write and hand in: the period is open, or an exception is in force."""
    return not is_locked or any(leave.until >= today for leave in leaves)
