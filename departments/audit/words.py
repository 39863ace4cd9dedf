"""The trail's names in the reader's words: kinds of objects, fields, what a batch counted."""

from collections.abc import Iterator

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from departments.audit.records import followed
from departments.changes import Difference
from departments.models import AuditAction, AuditEntry


def model_of(name: str) -> type[models.Model] | None:
    """Return the model an entry names; None for the name of a page, and for a model that is no more."""
    try:
        return apps.get_model(name)
    except (LookupError, ValueError):
        return None


def kind_name(name: str) -> str:
    """Return a kind of object as people call it; a page's name as it is."""
    model = model_of(name)
    return str(model._meta.verbose_name) if model else name


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of records that the trail follows, by their names."""
    named = ((model._meta.label_lower, str(model._meta.verbose_name)) for model in followed())
    return sorted(named, key=lambda kind: kind[1])


def differences(entry: AuditEntry) -> Iterator[Difference]:
    """Yield what an entry says was moved, under the fields' names."""
    model = model_of(entry.object_type)
    for name, (before, after) in entry.changes.items():
        yield Difference(_line_name(name, model), before, after)


def _line_name(name: str, model: type[models.Model] | None) -> str:
    counted, colon, action = name.partition(":")
    if colon:
        label = str(AuditAction(action).label) if action in AuditAction.values else action
        return f"{kind_name(counted)} · {label}" if counted else label
    if name == "query":
        return _("filter of the list")
    try:
        return str(model._meta.get_field(name).verbose_name) if model else name  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name
