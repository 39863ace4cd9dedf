"""History of every change (变更历史): who, when, what before and after.

One history table stands behind each record. Its rows have no foreign keys, so that they outlive what
they tell of, and nothing in the portal writes to them but the change itself.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.dispatch import Signal
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

many_recorded = Signal()
"""Sent when history rows of many records were written at once: sender (the model), kind, by, count."""


class RecordHistory(HistoryManager):
    """Tells when it writes the history of many records."""

    def bulk_history_create(
        self, objs: Iterable[models.Model], *args: Any, default_user: object = None, **options: Any
    ) -> Any:
        """Write a history row for each record."""
        rows = super().bulk_history_create(objs, *args, default_user=default_user, **options)
        kind = "~" if options.get("update") else "+"
        many_recorded.send(self.model.instance_type, kind=kind, by=default_user, count=len(rows))
        return rows


def _name_of(historical: models.Model) -> str | None:
    return historical.history_user_id  # type: ignore[attr-defined]


def _keep_name(historical: models.Model, user: object) -> None:
    """Keep who did it as text: the account may be renamed or removed later."""
    if user is None:
        historical.history_user_id = None  # type: ignore[attr-defined]
    elif isinstance(user, AbstractBaseUser):
        historical.history_user_id = user.signature  # type: ignore[attr-defined]
    else:
        historical.history_user_id = str(user)  # type: ignore[attr-defined]


def tracked(**options: object) -> HistoricalRecords:
    """Return the history manager that every record's model has."""
    return HistoricalRecords(
        history_user_id_field=models.CharField(max_length=200, null=True),
        history_user_getter=_name_of,
        history_user_setter=_keep_name,
        history_manager=RecordHistory,
        **options,
    )


BULK_BATCH = 500 if "sqlite" in str(settings.DATABASES["default"]["ENGINE"]) else 2000
"""Rows written by one statement in bulk changes: SQLite limits the values of a statement."""
