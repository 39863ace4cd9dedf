"""Writing a confirmed criteria table into a draft edition."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions.editions import locked
from assessments.criteria_imports import Item
from assessments.criteria_plan import WRITTEN, Plan, plan_of, state_of
from assessments.models import Criterion, Scheme, Score
from departments.audit.actions import gathered
from departments.models import AuditAction, User
from departments.records import change_record, create_record


@transaction.atomic
def import_criteria(*, scheme: Scheme, items: Sequence[Item], by: User, seen: str) -> int:
    """Let the scheme have the table's criteria and no others; return how many were written or removed.

    ``seen`` is the state of the criteria (``state_of``) that the person was shown the table against.
    Raises ValidationError where the edition is settled, has changed since, or scores hang on what would go.
    """
    found = locked(scheme)
    if state_of(found) != seen:
        raise ValidationError(_("The criteria have changed since the preview. Look at it again."))
    plan = plan_of(found, items)
    _refuse_scored(plan)
    with gathered(AuditAction.IMPORTED, by=by, of=found, label=found.name):
        _carry_out(plan, by)
    return plan.changes


def _carry_out(plan: Plan, by: User) -> None:
    waiting = _remove(plan.gone, by)
    stored: dict[int | None, Criterion | None] = {None: None}
    for held, new in plan.pairs:
        stored[new.pk] = _write(held, new, stored[new.parent_id], by)
    if _remove(waiting, by):
        raise ValidationError(_("A criterion that the table does not have still has parts."))


def _refuse_scored(plan: Plan) -> None:
    """Refuse to take out, or to make a heading of, what scores are given for."""
    heads = {new.parent_id for _held, new in plan.pairs}
    keys = [each.pk for each in plan.gone]
    keys += [held.pk for held, new in plan.pairs if held is not None and new.pk in heads]
    score = Score.objects.filter(criterion__in=keys).select_related("criterion").first()
    if score is not None:
        words = _("Scores are given for “%(name)s” already; the table neither removes nor divides it.")
        raise ValidationError(words % {"name": score.criterion.label})


def _write(held: Criterion | None, new: Criterion, parent: Criterion | None, by: User) -> Criterion:
    values = {name: getattr(new, name) for name in (*WRITTEN, "order")} | {"parent": parent}
    if held is None:
        return create_record(Criterion(scheme=new.scheme, **values), by=by)
    if all(getattr(held, name) == value for name, value in values.items()):
        return held
    return change_record(held, by=by, version=held.version, **values)


def _remove(gone: Sequence[Criterion], by: User) -> list[Criterion]:
    """Remove what has no parts, parts before their headings; return the headings that still have some."""
    waiting = []
    for criterion in reversed(gone):
        if Criterion.objects.filter(parent=criterion.pk).exists():
            waiting.append(criterion)
            continue
        criterion._history_user = by  # type: ignore[attr-defined]
        criterion.delete()
    return waiting[::-1]
