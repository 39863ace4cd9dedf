"""Rows of every table, out of a database and into one, the same whatever the engine."""

import base64
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Final

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

LEFT_OUT: Final = frozenset(
    {"sessions.session", "axes.accessattempt", "axes.accessattemptexpiration", "departments.submission"}
)
"""Tables of the moment: nobody is signed in or locked out, and no form is under way, after a restore."""
CHUNK: Final = 2000


def label(model: type[models.Model]) -> str:
    """Return the name a table has in the archive."""
    return str(model._meta.label_lower)


def tables(registry: Apps) -> list[type[models.Model]]:
    """Return the models with a table of their own, many-to-many tables included, in a fixed order."""
    found = [
        model
        for model in registry.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and label(model) not in LEFT_OUT
    ]
    return sorted(found, key=label)


@contextmanager
def snapshot(on: BaseDatabaseWrapper | None = None) -> Iterator[None]:
    """See the database as it is at this moment, whatever is written meanwhile; writers do not wait.

    SQLite gives a reader of its write-ahead log such a view, PostgreSQL a transaction of repeatable reads.
    """
    asked = on or connection
    if asked.vendor == "sqlite":
        with asked.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                cursor.execute("SELECT COUNT(*) FROM sqlite_master")
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        yield


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """Yield a table's columns and then its rows, in the order of the primary key."""
    names = [field.attname for field in model._meta.concrete_fields]
    yield _line(names)
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        yield _line(row)


def _line(row: Sequence[object]) -> bytes:
    # Keys are sorted because PostgreSQL keeps those of a JSON object in an order of its own.
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain, separators=(",", ":"))
    return f"{text}\n".encode()


def _plain(value: object) -> str:
    """Bring a value JSON does not know into text that its field reads back."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value)


def empty(registry: Apps) -> None:
    """Take out the rows that migrations wrote."""
    with connection.cursor() as cursor:
        for model in tables(registry):
            if model._base_manager.exists():
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def load(model: type[models.Model], rows: Iterator[list[object]]) -> int:
    """Write a table's rows, of which the first names the columns; return how many."""
    columns = [str(name) for name in next(rows)]
    fields = {field.attname: field for field in model._meta.concrete_fields}
    count = 0
    while chunk := list(islice(rows, CHUNK)):
        made = [
            model(**{name: _read(fields[name], value) for name, value in zip(columns, row, strict=True)})
            for row in chunk
        ]
        model._base_manager.bulk_create(made)
        count += len(made)
    return count


def _read(field: models.Field, value: object) -> object:
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def set_sequences(registry: Apps) -> None:
    """Let numbers be given on from the highest."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables(registry)):
            cursor.execute(statement)


def stand_at() -> list[tuple[str, str]]:
    """Return the migrations the database stands at."""
    return sorted(MigrationRecorder(connection).applied_migrations())


def is_replica() -> bool:
    """Tell whether the database only follows another one, and so cannot be written to."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        return bool(cursor.fetchone()[0])


def holds_data() -> bool:
    """Tell whether the database holds anything but what migrations write."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in ("departments_department", "departments_user", "departments_auditentry"):
            if table not in present:
                continue
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                return True
    return False
