"""Which records the trail follows: those of the rooms."""

from collections.abc import Iterator
from typing import Final

from django.apps import apps
from django.db import models

from departments.access import BACK_OFFICE
from departments.models import (
    AuditChain,
    AuditEntry,
    FormerPassword,
    ReminderSent,
    SavedView,
    Submission,
)

UNNOTED: Final = frozenset({AuditEntry, AuditChain, FormerPassword, ReminderSent, SavedView, Submission})
"""The trail itself, former passwords (that one was set is noted with its account), the marks that a reminder
went out or a form came in, and how a person likes to see a list."""


def followed() -> Iterator[type[models.Model]]:
    """Yield the models whose records the trail follows; history tables are no records."""
    rooms = {name.partition(".")[0] for name in BACK_OFFICE}
    for model in apps.get_models():
        if model._meta.app_label in rooms and model not in UNNOTED and not hasattr(model, "history_type"):
            yield model


def has_history(model: type[models.Model]) -> bool:
    """Tell whether a history row stands beside every change of a model's records."""
    return hasattr(model._meta, "simple_history_manager_attribute")
