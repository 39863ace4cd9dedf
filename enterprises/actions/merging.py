"""Two files of one enterprise become one; nothing is deleted, every moved record keeps its history."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from departments.records import EditConflict, change_record, create_record
from enterprises import movers
from enterprises.actions.joining import join_instruments, join_products
from enterprises.models import DistinctPair, Enterprise
from quality_portal.lib import clock

FILLED = ("address", "legal_representative", "phone", "founded_on", "note")
"""Facts that the kept file takes over where it has none of its own."""


@transaction.atomic
def merge_enterprises(
    kept: Enterprise, gone: Enterprise, *, by: object, versions: Mapping[int, int], reason: str
) -> Enterprise:
    """Move everything from ``gone`` to ``kept``, close ``gone`` and let it point at ``kept``.

    ``versions`` holds by primary key the versions both were read at. Raises EditConflict when somebody
    changed one of them meanwhile, and ValidationError when they cannot be merged.
    """
    kept, gone = _locked(kept, gone, versions)
    words = f"档案合并：{gone.credit_code}→{kept.credit_code}"
    join_products(gone, kept, by=by)
    join_instruments(gone, kept, by=by)
    for mover in movers.registered():
        mover.move(gone, kept, by=by, reason=words)
    for earlier in gone.merged_from.all():
        change_record(earlier, by=by, version=earlier.version, merged_into=kept)
    change_record(
        gone,
        by=by,
        version=gone.version,
        merged_into=kept,
        merge_reason=reason,
        closed_on=gone.closed_on or _closing_day(gone),
    )
    return change_record(kept, by=by, version=kept.version, **_taken_over(gone, kept))


def _locked(kept: Enterprise, gone: Enterprise, versions: Mapping[int, int]) -> tuple[Enterprise, Enterprise]:
    """Return both files as they stand, held until the merger is done; always locked in the same order."""
    if kept.pk == gone.pk:
        raise ValidationError(_("A file cannot be merged into itself. Choose two files."))
    rows = Enterprise.objects.select_for_update(of=("self",)).order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[kept.pk, gone.pk])}
    for row in found.values():
        if row.version != versions.get(row.pk):
            raise EditConflict(row)
        if row.merged_into_id is not None:
            raise ValidationError(_("%(name)s has already been merged into another file.") % {"name": row})
    return found[kept.pk], found[gone.pk]


def _closing_day(gone: Enterprise) -> date:
    today = clock.today()
    return max(gone.founded_on, today) if gone.founded_on else today


def _taken_over(gone: Enterprise, kept: Enterprise) -> dict[str, Any]:
    values = {name: getattr(gone, name) for name in FILLED if not getattr(kept, name) and getattr(gone, name)}
    founded = values.get("founded_on")
    if founded and kept.closed_on and kept.closed_on < founded:
        del values["founded_on"]
    return values


@transaction.atomic
def keep_apart(first: Enterprise, second: Enterprise, *, by: object, reason: str) -> DistinctPair:
    """Note that two files belong to two enterprises, so that they are not proposed again.

    Raises ValidationError with the fields' messages.
    """
    older, younger = sorted((first, second), key=lambda enterprise: enterprise.pk)
    return create_record(DistinctPair(first=older, second=younger, reason=reason), by=by)
