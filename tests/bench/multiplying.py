"""Makes a prefecture or a province of a county: every record that grows with the place, many times over.

Loading a demonstration of a province would take an hour; PostgreSQL copies its rows in minutes. Copies get
keys of their own and point at copies, each copy lies in the next township, and its batches are drawn on other
days of their campaigns; campaigns, units and reference tables stay as they are.
"""

from typing import Final

from django.db import connection, models

from brands.models import Credential
from departments.models import Department
from enterprises.models import Enterprise, Instrument, Product, ProductStandard, Verification
from inspections.models import Case, CaseAction, FailedItem, Sample
from inspections.sample_counts import recount

GROWING: Final[tuple[type[models.Model], ...]] = (
    *(Enterprise, Product, ProductStandard, Instrument, Verification, Credential),
    *(Sample, FailedItem, Case, CaseAction),
)
TOLD_APART: Final = {"credit_code", "key", "number"}
"""Columns that no two records of a table may share."""

APART: Final = 10_000_000
"""The distance of a copy's primary key from the one before."""


def multiply(factor: int) -> None:
    """Make so many of every growing record; the database belongs to one who may pass over triggers."""
    townships = list(Department.objects.townships().order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        # Copies of rows that were checked need no checking, and samples are counted when all are there.
        cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
        for model in GROWING:
            cursor.execute(_copying(model, townships), [factor - 1])
        cursor.execute("RESET session_replication_role")
        recount()
        cursor.execute(f"VACUUM ANALYZE {', '.join(model._meta.db_table for model in GROWING)}")
        cursor.execute("RESET statement_timeout")


def _copying(model: type[models.Model], townships: list[int]) -> str:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field, townships) for field in fields)
    source = f"{model._meta.db_table} AS one"
    if model is Sample:
        source += (
            " JOIN (SELECT id AS of, starts_on, ends_on FROM inspections_campaign) AS c ON of = campaign_id"
        )
    return (
        f"INSERT INTO {model._meta.db_table} ({columns}) "
        f"SELECT {values} FROM {source}, generate_series(1, %s) AS copy"
    )


def _value(field: "models.Field[object, object]", townships: list[int]) -> str:
    column = f'one."{field.column}"'
    if field.primary_key or field.related_model in GROWING:
        return f"{column} + copy * {APART}"
    if field.name in TOLD_APART and field.max_length:
        return f"left(md5({column} || copy), {field.max_length})"
    if field.name == "township":
        places = f"ARRAY{townships}"
        return f"({places})[(array_position({places}, {column}::int) + copy) %% {len(townships)} + 1]"
    if field.name == "judged_on":
        return f"starts_on + ({column} - starts_on + one.id + copy * 7)::int %% (ends_on - starts_on + 1)"
    return column
