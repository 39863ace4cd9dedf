"""Scores that people enter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Column, Criterion, Rule, Scheme, Score
from departments.models import Department, User
from departments.records import EditConflict, change_record, create_record
from quality_portal.lib import clock
from quality_portal.lib.numbers import format_decimal
from targets.rules import sentence

Words = Promise | str


@dataclass(frozen=True, slots=True)
class Entered:
    """A score to be written: ``version`` is that of the score the person saw, None where there was none."""

    criterion: Criterion
    unit: Department
    points: Decimal
    reason: str = ""
    version: int | None = None


def enter_score(
    *,
    criterion: Criterion,
    unit: Department,
    points: Decimal,
    by: User,
    version: int | None,
    reason: str = "",
    now: datetime | None = None,
) -> Score:
    """Write a person's points for a unit and a criterion.

    Raises ValidationError when the results are published or the points do not fit, EditConflict when
    somebody scored it since.
    """
    entry = Entered(criterion, unit, points, reason, version)
    return enter_scores(scheme=criterion.scheme, entries=[entry], by=by, now=now)[0]


@transaction.atomic
def enter_scores(
    *, scheme: Scheme, entries: Sequence[Entered], by: User, now: datetime | None = None
) -> list[Score]:
    """Write several scores of a scheme, all or none; errors as for `enter_score`."""
    locked = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if locked.is_published:
        raise ValidationError(_("The results are published; scores can no longer be changed."))
    return [_enter(locked, entry, by, now or clock.now()) for entry in entries]


def _enter(scheme: Scheme, entry: Entered, by: User, now: datetime) -> Score:
    missing = missing_for_score(scheme, entry)
    if missing:
        raise ValidationError(missing)
    values = {"points": entry.points, "reason": entry.reason, "scored_at": now, "scored_by": by}
    score = Score.objects.filter(criterion=entry.criterion, unit=entry.unit, column=Column.FINAL).first()
    if score is None:
        return create_record(Score(criterion=entry.criterion, unit=entry.unit, **values), by=by)
    if entry.version is None:
        raise EditConflict(score)
    return change_record(score, by=by, version=entry.version, **values)


def missing_for_score(scheme: Scheme, entry: Entered) -> dict[str, Words]:
    """Return what keeps a score from being written, by field."""
    if entry.criterion.scheme_id != scheme.pk or entry.unit.kind not in scheme.kinds:
        return {"unit": _("The scheme does not assess this unit by this criterion.")}
    if not 0 <= entry.points <= entry.criterion.points:
        full = format_decimal(entry.criterion.points)
        return {"points": sentence(_("Enter points from 0 to %(full)s."), full=full)}
    if entry.criterion.rule != Rule.MANUAL and not entry.reason:
        return {"reason": _("Records give no score here: state the reason for the points.")}
    return {}
