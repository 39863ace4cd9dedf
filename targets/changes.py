"""What happened to a target: every change of it, its goals, readings and averages, newest first."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from departments.changes import Change, Difference
from quality_portal.lib.numbers import format_decimal
from targets.models import Region, Target

SHOWN = 40
"""How many changes a page shows; the back office has them all."""

_SILENT = frozenset({"id", "version", "target", "plan"})


Namer = Callable[[Any], str]


def changes_of(target: Target) -> list[Change]:
    """Return the latest changes of a target and of everything entered for it."""
    mine = {"target_id": target.pk}
    found = [
        *_changes(target.history.all(), lambda row: _("Target")),
        *_changes(_history(target.goals).filter(**mine), lambda row: _("Goal %(year)s") % {"year": row.year}),
        *_changes(
            _history(target.readings).filter(**mine), lambda row: _("Reading of %(day)s") % {"day": row.as_of}
        ),
        *_changes(
            _history(target.benchmarks).filter(**mine),
            lambda row: (
                _("Average %(region)s %(year)s") % {"region": Region(row.region).label, "year": row.year}
            ),
        ),
    ]
    return sorted(found, key=lambda change: change.at, reverse=True)[:SHOWN]


def _history(related: Any) -> Any:
    return related.model.history


def _changes(rows: models.QuerySet[Any], name: Namer) -> Iterator[Change]:
    """Compare each row of a history with the one before it of the same record."""
    before: dict[int, Any] = {}
    for row in rows.order_by("history_date", "history_id"):
        earlier = before.get(row.id)
        before[row.id] = row
        said = _("%(what)s changed") if earlier else _("%(what)s added")
        action = said % {"what": name(row)}
        fields = list(_differences(earlier, row)) if earlier else []
        if fields or not earlier:
            yield Change(row.history_date, row.history_user or "", action, fields)


def _differences(earlier: Any, later: Any) -> Iterator[Difference]:
    for changed in _tracked(later):
        if getattr(earlier, changed.attname) != getattr(later, changed.attname):
            yield Difference(
                str(changed.verbose_name), _shown(earlier, changed.name), _shown(later, changed.name)
            )


def _tracked(row: Any) -> Iterable[Any]:
    return [tracked for tracked in row.tracked_fields if tracked.name not in _SILENT]


def _shown(row: Any, name: str) -> str:
    """A value as people read it; empty where there is none."""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return format_decimal(value)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return str(value)
