"""Writing a confirmed criteria table into a draft edition."""

from collections.abc import Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions.editions import locked
from assessments.criteria_imports import Item, planned, refuse_twice
from assessments.models import Criterion, Scheme
from assessments.outline import Outline
from departments.models import User
from departments.records import change_record, create_record

WRITTEN: Final = (
    *("code", "name", "kind", "is_key", "standard", "points", "rule", "params", "evidence", "clause"),
    "scored_by_id",
)


@transaction.atomic
def import_criteria(*, scheme: Scheme, items: Sequence[Item], by: User, version: int) -> int:
    """Let the scheme have the table's criteria and no others; return how many rows changed.

    Raises ValidationError where the edition is settled, has changed since, or scores hang on what would go.
    """
    found = locked(scheme)
    if found.version != version:
        raise ValidationError(_("The scheme has changed since the preview. Upload the table again."))
    refuse_twice(items)
    plan = planned(found, items)
    before = [node.criterion.pk for node in Outline(list(found.criteria.all())).nodes]
    is_ordered = before == [held.pk if held else 0 for held, _new in plan]
    changed = 0
    stored: dict[int | None, Criterion | None] = {None: None}
    for held, new in plan:
        stored[new.pk] = _write(held, new, stored[new.parent_id], by, keeps_order=is_ordered)
        changed += held is None or held.version != stored[new.pk].version  # type: ignore[union-attr]
    return changed + _remove_rest(found, before, {each.pk for each in stored.values() if each}, by)


def _write(
    held: Criterion | None, new: Criterion, parent: Criterion | None, by: User, *, keeps_order: bool
) -> Criterion:
    values = {name: getattr(new, name) for name in WRITTEN}
    if held is None:
        return create_record(Criterion(scheme=new.scheme, parent=parent, order=new.order, **values), by=by)
    values |= {"parent_id": parent.pk if parent else None, "order": held.order if keeps_order else new.order}
    if all(getattr(held, name) == value for name, value in values.items()):
        return held
    return change_record(held, by=by, version=held.version, **values)


def _remove_rest(scheme: Scheme, before: Sequence[int], kept: set[int], by: User) -> int:
    """Take out what the table does not have, parts before their headings."""
    rest = [pk for pk in before if pk not in kept]
    rows = scheme.criteria.in_bulk(rest)
    if any(row.scores.exists() for row in rows.values()):
        raise ValidationError(_("Scores are given for a criterion that the table does not have."))
    for pk in reversed(rest):
        rows[pk]._history_user = by  # type: ignore[attr-defined]
        rows[pk].delete()
    return len(rest)
