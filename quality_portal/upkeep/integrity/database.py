"""Whether the database itself is sound, past what it promises to keep."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from django.db.models import Exists, OuterRef

from departments.integrity import Flaw, flaw_of
from quality_portal.upkeep import tables

_UNSOUND = {
    "sqlite": "PRAGMA integrity_check",
    "postgresql": """
        SELECT format('%s: constraint %s was not validated', conrelid::regclass, conname)
        FROM pg_constraint WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
        UNION ALL
        SELECT format('%s: index %s is not valid', indrelid::regclass, indexrelid::regclass)
        FROM pg_index WHERE NOT indisvalid
        UNION ALL
        SELECT format('%s: trigger %s is off', tgrelid::regclass, tgname)
        FROM pg_trigger WHERE tgenabled = 'D'
    """,
}
_UNREADABLE = {
    "sqlite": "typeof({column}) NOT IN ('integer', 'real', 'null') OR abs({column}) >= {limit}",
    "postgresql": "{column} = 'NaN' OR abs({column}) >= {limit}",
}


def structure() -> Iterator[Flaw]:
    """Yield what the engine says against its own tables, indexes and constraints."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSOUND[connection.vendor])
        for (said,) in cursor:
            if said != "ok":
                yield Flaw(str(said))


def references() -> Iterator[Flaw]:
    """Yield the records that refer to a record that is not there."""
    for model in tables.tables(apps):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey):
                yield from _dangling(model, field)


def _dangling(model: type[models.Model], field: models.ForeignKey) -> Iterator[Flaw]:
    target = field.target_field
    there = target.model._base_manager.filter(**{target.attname: OuterRef(field.attname)})
    rows = model._base_manager.exclude(**{f"{field.name}__isnull": True}).exclude(Exists(there))
    for key, missing in rows.order_by("pk").values_list("pk", field.attname).iterator():
        yield flaw_of(model, key, f"{field.name} {missing} is not there")


def decimals() -> Iterator[Flaw]:
    """Yield the records with a number that cannot be read or exceeds its column."""
    quote = connection.ops.quote_name
    for model in tables.tables(apps):
        columns = [f for f in model._meta.concrete_fields if isinstance(f, models.DecimalField)]
        tests = [
            _UNREADABLE[connection.vendor].format(
                column=quote(str(field.column)), limit=10 ** (field.max_digits - field.decimal_places)
            )
            for field in columns
        ]
        if not tests:
            continue
        key, table = quote(str(model._meta.pk.column)), quote(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {key} FROM {table} WHERE {' OR '.join(tests)}")  # noqa: S608
            for (found,) in cursor:
                names = ", ".join(field.name for field in columns)
                yield flaw_of(model, found, f"a number cannot be read: {names}")
