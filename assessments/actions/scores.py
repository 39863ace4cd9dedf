"""Scores that people enter, each in the column of its step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessee, Column, ComputedScore, Criterion, CriterionKind, Rule, Scheme, Score
from assessments.rules.stages import Who, may_score
from departments.access import Permission
from departments.models import Department, User
from departments.records import EditConflict, change_record, create_record
from quality_portal.lib import clock
from quality_portal.lib.numbers import format_decimal
from targets.rules import sentence

Words = Promise | str
NO_LIMIT = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Entered:
    """A score to be written: ``version`` is that of the score the person saw, None where there was none."""

    criterion: Criterion
    unit: Department
    points: Decimal
    reason: str = ""
    version: int | None = None
    column: str = Column.FINAL


def enter_score(
    *,
    criterion: Criterion,
    unit: Department,
    points: Decimal,
    by: User,
    version: int | None,
    column: str = Column.FINAL,
    reason: str = "",
    now: datetime | None = None,
) -> Score:
    """Write a person's points for a unit and a criterion into a column.

    Raises ValidationError when the step, the person or the points do not fit, EditConflict when
    somebody scored it since.
    """
    entry = Entered(criterion, unit, points, reason, version, column)
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
    missing = missing_for_score(scheme, entry) or refused_to(scheme, entry, by)
    if missing:
        raise ValidationError(missing)
    values = {"points": entry.points, "reason": entry.reason, "scored_at": now, "scored_by": by}
    score = Score.objects.filter(criterion=entry.criterion, unit=entry.unit, column=entry.column).first()
    if score is None:
        fresh = Score(criterion=entry.criterion, unit=entry.unit, column=entry.column, **values)
        return create_record(fresh, by=by)
    if entry.version is None:
        raise EditConflict(score)
    return change_record(score, by=by, version=entry.version, **values)


def stands_as(user: User, criterion: Criterion, unit_pk: int) -> frozenset[Who]:
    """Return what a person is to a score."""
    found = set()
    if user.may(Permission.RUN_ASSESSMENT):
        found.add(Who.OFFICE)
    if user.may(Permission.ASSESS_SELF) and user.department_id == unit_pk:
        found.add(Who.UNIT)
    scores = criterion.scored_by_id is not None and user.department_id == criterion.scored_by_id
    if scores and user.may(Permission.SCORE_CRITERIA):
        found.add(Who.SCORER)
    return frozenset(found)


def refused_to(scheme: Scheme, entry: Entered, by: User) -> dict[str, Words]:
    """Return why the person may not fill the column now, empty where there is no reason."""
    who = stands_as(by, entry.criterion, entry.unit.pk)
    if not may_score(scheme.stage, entry.column, who):
        return {"column": _("At this step of the procedure you cannot fill this column.")}
    if entry.column not in (Column.SELF, Column.ONSITE):
        return {}
    assessee = Assessee.objects.filter(scheme=scheme, unit=entry.unit).first()
    if entry.column == Column.ONSITE and not (assessee and assessee.is_drawn):
        return {"unit": _("The unit was not drawn for the on-site check.")}
    if entry.column == Column.SELF and assessee and assessee.submitted_at and Who.OFFICE not in who:
        return {"unit": _("The self-assessment was handed in; it can only be changed when it comes back.")}
    return {}


def most_points(criterion: Criterion) -> Decimal:
    """Return the most points a person may enter: a bonus or deduction without limit has a wide one."""
    unlimited = criterion.kind in (CriterionKind.BONUS, CriterionKind.DEDUCTION) and not criterion.points
    return NO_LIMIT if unlimited else criterion.points


def missing_for_score(scheme: Scheme, entry: Entered) -> dict[str, Words]:
    """Return what keeps a score from being written, by field."""
    criterion = entry.criterion
    if criterion.scheme_id != scheme.pk or entry.unit.kind not in scheme.kinds:
        return {"unit": _("The scheme does not assess this unit by this criterion.")}
    most = most_points(criterion)
    if not 0 <= entry.points <= most:
        return {"points": sentence(_("Enter points from 0 to %(full)s."), full=format_decimal(most))}
    is_judged = entry.column != Column.SELF and criterion.rule != Rule.MANUAL
    if is_judged and not entry.reason and proposed_to(criterion, entry.unit) != entry.points:
        return {"reason": _("Records give no score here: state the reason for the points.")}
    return {}


def proposed_to(criterion: Criterion, unit: Department) -> Decimal | None:
    """Return the points the rule proposed when it was last computed, None where it never was."""
    rows = ComputedScore.objects.filter(criterion=criterion, unit=unit)
    return rows.values_list("points", flat=True).first()
