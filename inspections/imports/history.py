"""Writes the history of many rows at once: one statement copies them from the table they stand in.

``bulk_create_with_history`` builds every historical row in Python, which takes longer than everything else
of an import together. The rows written here are the same: every tracked field, who, when, and what happened.
"""

from typing import Any

from django.db import connection, models

from departments.history import many_recorded
from quality_portal.lib import clock


def record_history(rows: "models.QuerySet[Any]", *, kind: str, by: object) -> None:
    """Write a history row for each of these rows as they stand now; ``kind`` is "+", "~" or "-"."""
    model = rows.model
    historical = model.history.model
    probe = historical(history_user=by)
    fields = [field for field in historical.tracked_fields if field.concrete]
    stamp = {"history_date": clock.now(), "history_type": kind, "history_user_id": probe.history_user_id}
    stamp["history_change_reason"] = None
    extra = [historical._meta.get_field(name) for name in stamp]
    chosen, parameters = (
        rows.order_by("pk").values_list(*(field.attname for field in fields)).query.sql_with_params()
    )
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in (*fields, *extra))
    values = [
        field.get_db_prep_save(value, connection) for field, value in zip(extra, stamp.values(), strict=True)
    ]
    marks = ", ".join(["%s"] * len(extra))
    sql = (
        f"INSERT INTO {quote(historical._meta.db_table)} ({columns}) "  # noqa: S608
        f"SELECT chosen.*, {marks} FROM ({chosen}) AS chosen"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *parameters])
        many_recorded.send(model, kind=kind, by=by, count=cursor.rowcount)
