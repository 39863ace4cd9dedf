"""What happened to a record: its changes as a page shows them, newest first."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils.formats import localize
from django.utils.translation import gettext as _

from quality_portal.lib.numbers import format_decimal

SHOWN = 30
"""How many changes a page shows; the back office has them all."""

SILENT = frozenset({"id", "version", "name_key"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A field's value before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """Who did what and when, and which fields it moved."""

    at: datetime
    by: str
    action: str
    fields: list[Difference] = field(default_factory=list)


def record_changes(record: models.Model) -> list[Change]:
    """Return the latest changes of a record."""
    rows = list(record.history.order_by("-history_date", "-history_id")[: SHOWN + 1])  # type: ignore[attr-defined]
    changes = []
    for row, earlier in zip(rows, [*rows[1:], None], strict=False):
        action = _("changed") if earlier else _("added")
        found = list(differences(earlier, row)) if earlier else []
        changes.append(Change(row.history_date, row.history_user_id or "", action, found))
    return changes[:SHOWN]


def differences(earlier: Any, later: Any) -> Iterator[Difference]:
    """Yield the fields that differ between two rows of a history."""
    for moved in later.tracked_fields:
        silent = moved.name in SILENT
        if not silent and getattr(earlier, moved.attname) != getattr(later, moved.attname):
            yield Difference(str(moved.verbose_name), shown(earlier, moved.name), shown(later, moved.name))


def shown(row: Any, name: str) -> str:
    """Return a value as people read it; empty where there is none."""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return format_decimal(value)
    return str(localize(value))


@dataclass(frozen=True, slots=True)
class Rival:
    """A field as the record holds it now and as somebody else had entered it."""

    label: str
    current: str
    entered: str


def rivals(current: models.Model, entered: Mapping[str, str]) -> list[Rival]:
    """Set what a record holds beside what was entered, in the form's own words where they can be read."""
    fields = [each for each in current._meta.concrete_fields if each.editable and each.name not in SILENT]
    return [
        Rival(
            str(each.verbose_name), shown(current, each.name), as_entered(current, each, entered[each.name])
        )
        for each in fields
        if each.name in entered
    ]


def as_entered(current: models.Model, column: models.Field, text: str) -> str:
    """Return an entered text as the record would show it; the text itself where it says nothing else."""
    other = copy(current)
    try:
        setattr(other, column.attname, column.to_python(text))
        return shown(other, column.name)
    except (ObjectDoesNotExist, OverflowError, ValidationError, ValueError):
        return text
