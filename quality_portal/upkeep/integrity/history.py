"""Whether the history of every record tells of the record as it stands."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from django.db.models import Exists, OuterRef

from departments.integrity import Flaw, flaw_of
from quality_portal.upkeep import tables

AnyModel = type[models.Model]
_DISTINCT = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


def tracked() -> Iterator[tuple[AnyModel, AnyModel]]:
    """Yield the models whose changes are kept, each with the model of its history."""
    for model in tables.tables(apps):
        name = getattr(model._meta, "simple_history_manager_attribute", "")
        if name:
            yield model, getattr(model, name).model


def unrecorded() -> Iterator[Flaw]:
    """Yield the records without a history."""
    for model, historical in tracked():
        kept = historical._base_manager.filter(**{model._meta.pk.attname: OuterRef("pk")})
        rows = model._base_manager.exclude(Exists(kept)).order_by("pk")
        for key in rows.values_list("pk", flat=True).iterator():
            yield flaw_of(model, key, "has no history")


def differing() -> Iterator[Flaw]:
    """Yield the records that their last history row describes otherwise, or as removed."""
    for model, historical in tracked():
        with connection.cursor() as cursor:
            cursor.execute(_differing_sql(model, historical))
            for (key,) in cursor:
                yield flaw_of(model, key, "stands otherwise than its history says")


def _differing_sql(model: AnyModel, historical: AnyModel) -> str:
    quote = connection.ops.quote_name
    unlike = _DISTINCT[connection.vendor]
    key = quote(str(model._meta.pk.column))
    known = {field.attname for field in historical._meta.concrete_fields}
    columns = [quote(str(f.column)) for f in model._meta.concrete_fields if f.attname in known]
    changed = " OR ".join(f"r.{column} {unlike} h.{column}" for column in columns)
    record, rows = quote(model._meta.db_table), quote(historical._meta.db_table)
    return (
        f"SELECT r.{key} FROM {record} r JOIN {rows} h ON h.{key} = r.{key} "  # noqa: S608
        f"WHERE h.history_id = (SELECT MAX(l.history_id) FROM {rows} l WHERE l.{key} = r.{key}) "
        f"AND (h.history_type = '-' OR {changed})"
    )


def lost() -> Iterator[Flaw]:
    """Yield the records that are gone though their history does not end with the removal."""
    for model, historical in tracked():
        name = model._meta.pk.attname
        there = model._base_manager.filter(pk=OuterRef(name))
        ended = historical._base_manager.filter(**{name: OuterRef(name)}, history_type="-")
        rows = historical._base_manager.exclude(Exists(there)).exclude(Exists(ended))
        for key in rows.order_by(name).values_list(name, flat=True).distinct().iterator():
            yield flaw_of(model, key, "is gone, its history does not tell of its removal")
