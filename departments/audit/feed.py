"""Feeds the audit trail from where records are stored: with every history row, and without one.

Nothing else in the portal has to remember the trail when a record is made, changed or removed.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from typing import Any, Final

from django.db import models
from django.db.models.signals import post_delete, post_save
from simple_history.signals import post_create_historical_record

from departments.audit.actions import Changes, is_gathering, note
from departments.audit.records import followed, has_history
from departments.history import many_recorded
from departments.models import AuditAction, User

KINDS: Final = {"+": AuditAction.CREATED, "~": AuditAction.CHANGED, "-": AuditAction.REMOVED}
"""What simple_history calls a row's kind."""

SILENT: Final = frozenset({"id", "version", "name_key"})
_NAMES: Final = ("code", "number", "name", "title", "full_name", "username", "text")
"""Fields that name a record, without a query as a record's own words may cost."""


def connect() -> None:
    """Listen to every record of the rooms."""
    post_create_historical_record.connect(note_history, dispatch_uid="audit")
    many_recorded.connect(note_many, dispatch_uid="audit")
    for model in followed():
        if not has_history(model):
            post_save.connect(note_saved, sender=model, dispatch_uid="audit")
            post_delete.connect(note_removed, sender=model, dispatch_uid="audit")


def note_history(instance: Any, history_instance: Any, history_user: object, **_signal: Any) -> None:
    """Note a change that has just written its history row; one that moved nothing leaves no entry."""
    kind, action = history_instance.history_type, KINDS[history_instance.history_type]
    is_password = isinstance(instance, User) and kind == "~" and instance.has_new_password
    changes: dict[str, tuple[str, str]] = {}
    if not is_gathering():
        changes, is_counted = _differences(history_instance, kind)
        if kind == "~" and not (changes or is_counted or is_password):
            return
    if is_password:
        action = AuditAction.PASSWORD_SET
    elif isinstance(instance, User) and kind == "~" and "role" in changes:
        action = AuditAction.ROLE_CHANGED
    key = getattr(history_instance, instance._meta.pk.attname)
    note(action, by=history_user, changes=changes, **_object(instance, key))


def _differences(row: Any, kind: str) -> tuple[dict[str, tuple[str, str]], bool]:
    """Return what a history row says was moved, and whether the record counted it as a change."""
    if kind != "~":
        values = {name: value for name, value in _values(row) if value}
        return {name: ("", value) if kind == "+" else (value, "") for name, value in values.items()}, True
    key = row.instance_type._meta.pk.attname
    rows = type(row)._default_manager.filter(**{key: getattr(row, key)}, history_id__lt=row.history_id)
    earlier = rows.order_by("-history_id").first()
    if earlier is None:
        return {}, True
    before = dict(_values(earlier))
    moved = {name: (before[name], value) for name, value in _values(row) if before[name] != value}
    return moved, getattr(earlier, "version", None) != getattr(row, "version", None)


def _values(row: Any) -> Iterator[tuple[str, str]]:
    for field in row.tracked_fields:
        if field.name not in SILENT:
            yield field.name, plain(getattr(row, field.attname))
    for field in row.instance_type._meta.many_to_many:
        if hasattr(type(row), field.name):
            keys = getattr(row, field.name).values_list(field.m2m_reverse_field_name(), flat=True)
            yield field.name, ", ".join(str(key) for key in sorted(keys))


def plain(value: Any) -> str:
    """Return a value as text that is the same on every database."""
    if value is None:
        return ""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return str(value)


def note_many(sender: type[models.Model], *, kind: str, by: object, count: int, **_signal: Any) -> None:
    """Note that many records were stored at once: one entry with their number."""
    if count:
        note(KINDS[kind], by=by, object_type=sender._meta.label_lower, count=count)


def note_saved(instance: models.Model, *, created: bool, raw: bool, **_signal: Any) -> None:
    """Note a record without history; only what it was made with is known, not what it was before."""
    if raw:
        return
    changes: Changes = {}
    if created:
        values = (
            (each.name, plain(getattr(instance, each.attname))) for each in instance._meta.concrete_fields
        )
        changes = {name: ("", value) for name, value in values if value and name not in SILENT}
    action = AuditAction.CREATED if created else AuditAction.CHANGED
    note(action, changes=changes, **_object(instance, instance.pk))


def note_removed(instance: models.Model, **_signal: Any) -> None:
    """Note that a record without history was removed."""
    note(AuditAction.REMOVED, **_object(instance, instance.pk))


def _object(instance: models.Model, key: object) -> dict[str, Any]:
    names = (str(getattr(instance, name)) for name in _naming(type(instance)))
    label = " ".join(name for name in names if name)
    return {"object_type": instance._meta.label_lower, "object_id": key, "label": label}


@cache
def _naming(model: type[models.Model]) -> tuple[str, ...]:
    """Return at most two fields that name a model's records."""
    own = {field.name for field in model._meta.concrete_fields if not field.is_relation}
    return tuple(name for name in _NAMES if name in own)[:2]
