"""Inserts and deletes many rows at once on SQLite and PostgreSQL.

``bulk_create`` prepares every value of every row through its field, which costs more than the database
does; the importer has checked its values already and hands them over as the database takes them.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.db import connection, models

STEP = 1000
"""Rows of one statement where each statement is a journey to the server."""

_NULL = "\x01"
"""Stands for NULL on the way to the server: no text that was let in holds a control character."""


def insert_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    replace: Sequence[str] = (),
    identity: Sequence[str] = (),
) -> None:
    """Insert rows of database values; ``names`` are the fields (``campaign_id`` for a foreign key).

    Where a row with the same ``identity`` exists its ``replace`` fields are overwritten instead.
    """
    columns = [_column(model, name) for name in names]
    # Names come from the models, values only as parameters.
    head = f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(columns)}) VALUES "  # noqa: S608
    tail = _on_conflict(model, replace, identity)
    marks = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(head + marks + tail, rows)
            return
        if not replace:
            _copy(cursor, f"{_quoted(model._meta.db_table)} ({', '.join(columns)})", rows)
            return
        for start in range(0, len(rows), STEP):
            part = rows[start : start + STEP]
            values = [value for row in part for value in row]
            cursor.execute(head + ", ".join([marks] * len(part)) + tail, values)


def _copy(cursor: Any, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Send rows in PostgreSQL's own way for many, which leaves out parsing and planning a statement."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [_NULL if value is None else value for value in row] for row in rows
    )
    text.seek(0)
    cursor.copy_expert(f"COPY {table} FROM STDIN WITH (FORMAT csv, NULL '{_NULL}')", text)


def delete_rows(rows: "models.QuerySet[Any]") -> None:
    """Delete rows by one statement; their history must have been written, and nothing may point at them.

    ``QuerySet.delete`` would write the history of a tracked model row by row.
    """
    rows._raw_delete(rows.db)  # noqa: SLF001  # type: ignore[attr-defined]


def _on_conflict(model: type[models.Model], replace: Sequence[str], identity: Sequence[str]) -> str:
    if not replace:
        return ""
    keys = ", ".join(_column(model, name) for name in identity)
    settings = ", ".join(f"{column} = EXCLUDED.{column}" for column in (_column(model, n) for n in replace))
    return f" ON CONFLICT ({keys}) DO UPDATE SET {settings}"


def _column(model: type[models.Model], name: str) -> str:
    return _quoted(str(getattr(model._meta.get_field(name.removesuffix("_id")), "column", name)))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
