"""What samples were before an import changed them: kept beside the import, and brought back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

from departments.history import BULK_BATCH
from enterprises.models import Enterprise
from inspections.imports.bulk import insert_rows
from inspections.imports.history import record_history
from inspections.models import Case, FailedItem, ImportBatch, ReplacedSample, Sample

_IDENTITY = ("campaign_id", "key")
_ITEM = ("name", "measured", "limit", "order")
_STEP = 1000


def keep_former(samples: Sequence[int], upload: ImportBatch) -> None:
    """Keep samples, by primary key, with their failed items as they stand, before the upload changes them."""
    names = [field.attname for field in Sample._meta.concrete_fields]
    items: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for sample, *item in FailedItem.objects.filter(sample__in=samples).values_list("sample", *_ITEM):
        items[sample].append(tuple(item))
    with_case = set(Case.objects.filter(sample__in=samples).values_list("sample", flat=True))
    ReplacedSample.objects.bulk_create(
        (
            ReplacedSample(
                import_batch=upload,
                sample_id=values["id"],
                former_import_id=values["import_batch_id"],
                had_case=values["id"] in with_case,
                values={**values, "items": items[values["id"]]},
            )
            for values in Sample.objects.filter(pk__in=samples).order_by().values(*names)
        ),
        batch_size=BULK_BATCH,
    )


def bring_back(upload: ImportBatch, *, by: object) -> int:
    """Set the samples that an upload changed back to what they were; return how many.

    A file that was merged meanwhile is followed to where it went; what no longer exists is left empty.
    """
    rows = ReplacedSample.objects.filter(import_batch=upload).order_by("pk").iterator(chunk_size=_STEP)
    merged = dict(Enterprise.objects.exclude(merged_into=None).order_by().values_list("pk", "merged_into"))
    count = 0
    while part := list(islice(rows, _STEP)):
        _bring_back([_followed(row.values, merged) for row in part], by=by)
        count += len(part)
    upload.replaced.all().delete()
    return count


def _followed(values: dict[str, Any], merged: dict[int, int | None]) -> dict[str, Any]:
    files = {name: values[name] for name in ("producer_id", "seller_id")}
    return {**values, **{name: merged.get(pk, pk) for name, pk in files.items()}}


def _bring_back(part: list[dict[str, Any]], *, by: object) -> None:
    keys = [values["id"] for values in part]
    versions = dict(Sample.objects.filter(pk__in=keys).order_by().values_list("pk", "version"))
    known = {field.attname: _existing(field, part) for field in _references()}
    fields = [field for field in Sample._meta.concrete_fields if not field.primary_key]
    names = [field.attname for field in fields]
    rows = []
    for values in part:
        version = versions[values["id"]] + 1
        wanted = {name: values[name] if values[name] in pks else None for name, pks in known.items()}
        if values["imported_version"] == values["version"]:
            # Nobody had edited it, so the former import may be undone in its turn.
            wanted["imported_version"] = version
        rows.append(_database_row(fields, {**values, **wanted, "version": version}))
    replace = [name for name in names if name not in _IDENTITY]
    insert_rows(Sample, names, rows, replace=replace, identity=_IDENTITY)
    FailedItem.objects.filter(sample__in=keys).delete()
    items = [(values["id"], *item) for values in part for item in values["items"]]
    insert_rows(FailedItem, ("sample_id", *_ITEM), items)
    record_history(Sample.objects.filter(pk__in=keys), kind="~", by=by)


def _references() -> Iterator["models.ForeignKey[Any, Any]"]:
    for field in Sample._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            yield field


def _existing(field: "models.ForeignKey[Any, Any]", part: list[dict[str, Any]]) -> set[int]:
    """Return which of the records that a column pointed at still exist."""
    wanted = {values[field.attname] for values in part} - {None}
    return set(field.related_model._base_manager.filter(pk__in=wanted).values_list("pk", flat=True))


def _database_row(fields: Sequence["models.Field[Any, Any]"], values: dict[str, Any]) -> list[Any]:
    return [field.get_db_prep_save(field.to_python(values[field.attname]), connection) for field in fields]
