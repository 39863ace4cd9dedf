"""What an import says of itself: the same words for the command, the page and the record of the upload."""

from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from inspections.imports.batches import Batch
from inspections.imports.draft import Draft
from inspections.imports.headings import field_label
from quality_portal.lib.spreadsheets.parsing import Rejection

PREVIEWED = 5
_CONTRACT = ("row", "column", "value", "message")


def contract(
    draft: Draft, *, created: int, updated: int, unchanged: int, extra: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return the report scripts rely on."""
    return {
        "format": draft.variant,
        "read": draft.read,
        "created": created,
        "updated": updated,
        "unchanged": unchanged,
        "rejected": [rejected(each, named=len(draft.layouts) > 1) for each in draft.rejections],
        "warnings": [*draft.warnings, *extra],
        "preview": [previewed(batch) for batch in islice(draft.batches, PREVIEWED)],
    }


def unusable(message: str) -> dict[str, Any]:
    """Return the report of a file that cannot be used."""
    refusal = {"row": 0, "column": "", "value": "", "message": message}
    return {
        "format": "",
        "read": 0,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "rejected": [refusal],
        "warnings": [],
        "preview": [],
    }


def rejected(rejection: Rejection, *, named: bool) -> dict[str, Any]:
    """Return a refused row; its sheet is named in the message where there are several."""
    said = {name: getattr(rejection, name) for name in _CONTRACT}
    if named:
        said["message"] = _("Sheet “%(sheet)s”: %(message)s") % {
            "sheet": rejection.sheet,
            "message": rejection.message,
        }
    return said


def previewed(batch: Batch) -> dict[str, Any]:
    """Return a batch as the preview shows it."""
    entry = batch.entry
    return {
        "producer": entry.producer,
        "seller": entry.seller,
        "product": entry.product,
        "spec": entry.spec,
        "produced_on": entry.produced.date.isoformat() if entry.produced.date else None,
        "batch": entry.produced.batch,
        "result": entry.result,
        "failed_items": [
            {"name": item.name, "measured": item.measured, "limit": item.limit} for item in batch.items
        ],
        "laboratory": entry.laboratory,
    }


def mapping(draft: Draft) -> list[dict[str, Any]]:
    """Return every column of the table with what it was taken for; empty where it is only kept."""
    seen: dict[str, dict[str, Any]] = {}
    for layout in draft.layouts:
        for column in layout.columns:
            seen.setdefault(
                column.key,
                {
                    "key": column.key,
                    "heading": " ".join(column.heading.split()),
                    "column": column.code,
                    "label": field_label(column.code) if column.code else "",
                    "candidates": [[code, field_label(code)] for code in column.candidates]
                    if len(column.candidates) > 1
                    else [],
                },
            )
    return list(seen.values())


def in_words(columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the columns of a kept mapping with the names of ours in the reader's language."""
    return [
        {**column, "label": field_label(column["column"]) if column["column"] else ""} for column in columns
    ]
