"""The registry of what moves when two enterprise files become one.

Records of higher floors point at files; their rooms register them when Django starts, so that a merger
leaves nothing behind. Every move writes a history row beside each record.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from simple_history.utils import bulk_update_with_history

from departments.history import BULK_BATCH
from departments.records import Record
from enterprises.models import Enterprise


@dataclass(frozen=True, slots=True)
class Mover:
    """Records of one model that point at a file with one field."""

    title: Promise | str
    model: type[Record]
    field: str

    def count(self, enterprise: Enterprise) -> int:
        """Return how many records point at the file."""
        return self.model._default_manager.filter(**{self.field: enterprise}).count()

    def move(self, gone: Enterprise, kept: Enterprise, *, by: object, reason: str) -> int:
        """Point the records at the kept file and return how many there were."""
        rows = list(self.model._default_manager.filter(**{self.field: gone}).select_for_update(of=("self",)))
        for row in rows:
            setattr(row, self.field, kept)
            row.version += 1
        bulk_update_with_history(
            rows,
            self.model,
            [self.field, "version"],
            batch_size=BULK_BATCH,
            default_user=by,
            default_change_reason=reason,
        )
        return len(rows)


_registry: dict[tuple[type[Record], str], Mover] = {}


def register(movers: Iterable[Mover]) -> None:
    """Add movers; a second one for the same field changes nothing."""
    for mover in movers:
        _registry.setdefault((mover.model, mover.field), mover)


def registered() -> list[Mover]:
    """Return every mover in the order of registration."""
    return list(_registry.values())
