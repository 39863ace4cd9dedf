"""How the goals of a target changed: old value, new value, who, when and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from targets.models import Goal, Target
from targets.rules import Terms, goal_words

WORDING = ("operator", "value", "upper", "tolerance", "region", "statement")
"""The fields that make up what a goal says."""


@dataclass(frozen=True, slots=True)
class GoalChange:
    """A goal that says something else than before."""

    year: int
    before: str
    after: str
    reason: str
    by: str
    at: datetime


def goal_changes(target: Target) -> list[GoalChange]:
    """Return every change of the target's goals, newest first. One query."""
    rows = Goal.history.filter(target_id=target.pk).order_by("history_date", "history_id")
    return sorted(_changes(rows, target), key=lambda change: change.at, reverse=True)


def _changes(rows: Any, target: Target) -> Iterator[GoalChange]:
    before: dict[int, Any] = {}
    for row in rows:
        earlier = before.get(row.id)
        before[row.id] = row
        if earlier is not None and _wording(earlier) != _wording(row):
            yield GoalChange(
                row.year,
                _words(earlier, target),
                _words(row, target),
                row.change_reason,
                row.history_user or "",
                row.history_date,
            )


def _wording(row: Any) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in WORDING)


def _words(row: Any, target: Target) -> str:
    said = {name: getattr(row, name) for name in WORDING}
    return goal_words(Terms(**said, unit=target.unit, decimals=target.decimals))
