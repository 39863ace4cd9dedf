"""What people find of a unit, entered for a rule to make points of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments import rules
from assessments.actions.computing import keep
from assessments.actions.scores import stands_as
from assessments.models import Assessee, Criterion, CriterionKind, Finding, Scheme, Stage
from assessments.rules import Words
from assessments.rules.stages import Who, column_of, may_find
from assessments.tree import frame_of
from departments.models import Department, User
from departments.records import EditConflict, change_record, create_record
from quality_portal.lib import clock


@transaction.atomic
def enter_finding(
    *,
    criterion: Criterion,
    unit: Department,
    inputs: Mapping[str, Any],
    note: str,
    by: User,
    version: int | None,
    now: datetime | None = None,
) -> Finding:
    """Write what a person found of a unit for a criterion, and keep what the rule makes of it.

    ``version`` is that of the finding the person saw, None where there was none. Raises ValidationError
    when the step, the person or the finding do not fit, EditConflict when somebody changed it since.
    """
    moment = now or clock.now()
    scheme = Scheme.objects.select_for_update(of=("self",)).get(pk=criterion.scheme_id)
    known = Finding.objects.filter(criterion=criterion, unit=unit).first()
    wrong = (
        refused_finding(scheme, criterion, unit, by)
        or rules.finding_error(criterion.rule, criterion.params, inputs)
        or _note_owed(criterion, inputs, note, is_change=known is not None)
    )
    if wrong:
        raise ValidationError({name or NON_FIELD_ERRORS: words for name, words in wrong.items()})
    values = {"inputs": dict(inputs), "note": note, "found_at": moment, "found_by": by}
    if known is None:
        found = create_record(Finding(criterion=criterion, unit=unit, **values), by=by)
    elif version is None:
        raise EditConflict(known)
    else:
        found = change_record(known, by=by, version=version, **values)
    keep(scheme, [criterion], [unit], moment)
    return found


def refused_finding(scheme: Scheme, criterion: Criterion, unit: Department, by: User) -> dict[str, Words]:
    """Return why the person may not enter what was found of the unit now, empty where there is no reason."""
    if scheme.is_published:
        return {"": _("The results are published; scores can no longer be changed.")}
    if unit.kind not in scheme.kinds or not unit.is_active:
        return {"": _("The scheme does not assess this unit by this criterion.")}
    who = stands_as(by, criterion, unit.pk)
    if not may_find(scheme.stage, who):
        return {"": _("At this step of the procedure you cannot enter what was found.")}
    is_drawn = Assessee.objects.filter(scheme=scheme, unit=unit, is_drawn=True)
    if scheme.stage == Stage.ONSITE and Who.OFFICE not in who and not is_drawn.exists():
        return {"": _("The unit was not drawn for the on-site check.")}
    return {}


def _note_owed(
    criterion: Criterion, inputs: Mapping[str, Any], note: str, *, is_change: bool
) -> dict[str, Words]:
    if note:
        return {}
    if is_change:
        return {"note": _("State why the finding is changed.")}
    scored = rules.score(criterion.rule, frame_of(criterion), criterion.params, inputs)
    is_scored = criterion.kind == CriterionKind.SCORED
    if criterion.rule == rules.Rule.BONUS_ITEMS:
        needs = any(inputs["counts"].values())
    else:
        needs = rules.needs_note(frame_of(criterion), scored, is_scored=is_scored)
    return {"note": _("State what the finding rests on, such as the paper and its number.")} if needs else {}


def enters_at(scheme: Scheme, criterion: Criterion, unit: Department, column: str, by: User) -> bool:
    """Whether the person enters findings of the unit beside its points in a step's own column."""
    if column != column_of(scheme.stage) or not rules.asked(criterion.rule, criterion.params):
        return False
    return may_find(scheme.stage, stands_as(by, criterion, unit.pk))
