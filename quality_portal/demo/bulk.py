"""Writes many records in little memory, with their history rows where the scale wants them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import connection, models
from simple_history.utils import bulk_create_with_history

from departments.history import BULK_BATCH
from quality_portal.demo.scale import Setting

AnyModel = TypeVar("AnyModel", bound=models.Model)

AT_ONCE = 2_000
"""Records that are held in memory at a time."""

REASON = "演示数据"


def write(records: Iterable[AnyModel], setting: Setting) -> Iterator[AnyModel]:
    """Store records of one model batch by batch and give each back with its primary key."""
    rest = iter(records)
    while batch := list(islice(rest, AT_ONCE)):
        model = type(batch[0])
        if setting.scale.with_history and hasattr(model, "history"):
            yield from bulk_create_with_history(
                batch, model, batch_size=BULK_BATCH, default_user=setting.by, default_change_reason=REASON
            )
        else:
            yield from model._default_manager.bulk_create(batch, batch_size=BULK_BATCH)


def write_all(records: Iterable[AnyModel], setting: Setting) -> int:
    """Store records of one model and return how many there were."""
    return sum(1 for _record in write(records, setting))


def count_rows() -> None:
    """Let PostgreSQL count what this transaction wrote, so that it plans queries for full tables.

    Its own counting sees committed rows only: until the county is committed every table would seem empty, and
    a join of two of them would be read as a loop within a loop.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
