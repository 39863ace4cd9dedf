"""What every editable record has: a version, so that of two people editing the second is told."""

from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """A record that people edit; ``version`` grows by one with every change."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


AnyRecord = TypeVar("AnyRecord", bound=Record)


class EditConflict(Exception):
    """Somebody changed the record after the editor had opened it; nothing was written."""

    def __init__(self, current: Record) -> None:
        super().__init__(f"{current!r} is at version {current.version}")
        self.current = current


class Gone(ObjectDoesNotExist):
    """The record was removed after the editor had opened it."""


@transaction.atomic
def create_record(record: AnyRecord, *, by: object) -> AnyRecord:
    """Check and store a new record with its history row.

    Raises ValidationError with the fields' messages.
    """
    record.full_clean()
    record._history_user = by  # type: ignore[attr-defined]
    _store(record)
    return record


@transaction.atomic
def change_record(record: AnyRecord, *, by: object, version: int, **values: Any) -> AnyRecord:
    """Write ``values`` into the record if it is still at ``version``.

    Raises EditConflict when somebody was faster and ValidationError when a value does not fit.
    """
    model = type(record)
    locked = model._default_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if locked is None:
        raise Gone(_("This record has been removed in the meantime."))
    if locked.version != version:
        raise EditConflict(locked)
    for field, value in values.items():
        setattr(locked, field, value)
    locked.version += 1
    locked.full_clean()
    locked._history_user = by  # type: ignore[attr-defined]
    _store(locked)
    return locked


def _store(record: Record) -> None:
    """Save a checked record; what others stored since the check is told in the check's own words."""
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        record.full_clean()
        raise
