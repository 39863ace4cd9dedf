"""Which records the trail follows: those of the rooms."""

from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.db import models

from departments.access import BACK_OFFICE
from departments.models import AuditChain, AuditEntry, ReminderSent, SavedView

UNNOTED: Final = frozenset({AuditEntry, AuditChain, ReminderSent, SavedView})
"""The trail itself, the mark that a reminder went out, and how a person likes to see a list."""


def followed() -> Iterator[type[models.Model]]:
    """Yield the models whose records the trail follows; history tables are no records."""
    rooms = {name.partition(".")[0] for name in BACK_OFFICE}
    for model in apps.get_models():
        if model._meta.app_label in rooms and model not in UNNOTED and not hasattr(model, "history_type"):
            yield model


def has_history(model: type[models.Model]) -> bool:
    """Tell whether a history row stands beside every change of a model's records."""
    return hasattr(model._meta, "simple_history_manager_attribute")
