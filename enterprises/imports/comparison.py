"""Holds the rows of a table against the records that are there; nothing is written."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from departments.changes import shown
from departments.records import Record
from quality_portal.lib.spreadsheets.entries import Entry, Reading
from quality_portal.lib.spreadsheets.parsing import Rejection

PREVIEWED = 50
"""Rows a preview shows with what they change."""

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
SILENT = frozenset({"version", "name_key"})

Check = Callable[[Any], tuple[str, str] | None]
"""Says at which field and why a record cannot be kept, or None; what the database would refuse included."""


@dataclass(slots=True)
class Comparison:
    """What a table would do: records to add and to change, rows refused, what a reader should know."""

    reading: Reading
    created: list[Record] = field(default_factory=list)
    updated: list[tuple[Record, list[str]]] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, int]:
        """How many rows are new, changed, unchanged and refused."""
        return {
            "created": self.rows[NEW],
            "updated": self.rows[CHANGED],
            "unchanged": self.rows[UNCHANGED],
            "refused": len(self.rejections),
        }

    def refuse(self, entry: Entry, code: str, message: str) -> None:
        """Refuse a row."""
        self.rejections.append(self.reading.refusal(entry, code, str(message)))

    def keep(self, settled: "Settled") -> None:
        """Note a record to add or to change."""
        if settled.state == NEW:
            self.created.append(settled.record)
        elif settled.fields:
            self.updated.append((settled.record, settled.fields))

    def count(self, entry: Entry, name: str, states: Mapping[str, list[str]]) -> None:
        """Count a row by the most that happens to one of its records, and show it."""
        state = next(each for each in (NEW, CHANGED, UNCHANGED) if each in states)
        self.rows[state] += 1
        if state != UNCHANGED and len(self.lines) < PREVIEWED:
            said = [words for each in (NEW, CHANGED) for words in states.get(each, [])]
            self.lines.append({"row": entry.row, "name": name, "state": state, "changes": said})


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of one record, or why it is refused (the field and the sentence)."""

    record: Record
    state: str
    fields: list[str]
    changes: list[str]
    error: tuple[str, str] | None = None


def settle(record: Any, values: Mapping[str, Any], check: Check) -> Settled:
    """Put the values into a new or stored record and say what that changes; blank cells change nothing."""
    columns = [each for each in record._meta.concrete_fields if not each.primary_key]
    before = {each.attname: getattr(record, each.attname) for each in columns}
    words = {each.name: shown(record, each.name) for each in columns} if record.pk else {}
    for name, value in values.items():
        setattr(record, name, value)
    error = fault(record, check)
    if not record.pk:
        return Settled(record, NEW, [], [], error)
    moved = [each for each in columns if getattr(record, each.attname) != before[each.attname]]
    if not moved:
        return Settled(record, UNCHANGED, [], [])
    changes = [
        f"{each.verbose_name}：{words[each.name] or '—'} → {shown(record, each.name) or '—'}"
        for each in moved
        if each.name not in SILENT
    ]
    record.version += 1
    return Settled(record, CHANGED, [*(each.name for each in moved), "version"], changes, error)


def fault(record: Any, check: Check) -> tuple[str, str] | None:
    """Say at which field and why a record cannot be kept, without asking the database."""
    relations = {each.name for each in record._meta.concrete_fields if isinstance(each, models.ForeignKey)}
    try:
        record.clean_fields(exclude=relations)
        record.clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        return ("" if name == NON_FIELD_ERRORS else name), " ".join(messages)
    return check(record)
