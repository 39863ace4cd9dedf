"""Objections of units to their points, and the answers to them."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions.corrections import correct
from assessments.models import Column, Criterion, Objection, Scheme, Score, Stage
from assessments.rules.windows import Window, objection_window
from assessments.scoring import results
from departments.access import Permission
from departments.models import Department, User
from departments.records import change_record, create_record
from quality_portal.lib import clock
from quality_portal.lib.numbers import format_decimal

OPENED = frozenset({Stage.OVERALL, Stage.LEADING_GROUP})
"""Steps at which units look at their points before publication."""


def window_of(scheme: Scheme) -> Window | None:
    """Return the days on which units may object now; None before the overall assessment."""
    published = timezone.localtime(scheme.published_at).date() if scheme.published_at else None
    opened = None if published or scheme.stage not in OPENED else _opened_on(scheme)
    return objection_window(opened, published, scheme.objection_days)


def _opened_on(scheme: Scheme) -> date | None:
    """Return the day the overall assessment was opened, or the day it was planned to begin."""
    opened = None
    for stage, moment in scheme.history.order_by("-history_date", "-pk").values_list("stage", "history_date"):
        if stage not in OPENED:
            break
        opened = timezone.localtime(moment).date()
    planned = scheme.stages.filter(stage=Stage.OVERALL).values_list("opens_on", flat=True).first()
    return opened or planned


def may_object(scheme: Scheme, unit: Department, user: User, today: date) -> bool:
    """Whether the person may object for the unit on this day: only its own liaison."""
    window = window_of(scheme)
    is_own = user.department_id == unit.pk and user.may(Permission.ASSESS_SELF)
    return is_own and window is not None and window.holds(today)


def may_answer(objection: Objection, user: User) -> bool:
    """Whether the person may answer: the office, and before publication the scoring department."""
    if objection.answered_at is not None:
        return False
    if user.may(Permission.RUN_ASSESSMENT):
        return True
    criterion = objection.criterion
    is_scorer = user.department_id is not None and user.department_id == criterion.scored_by_id
    is_other = user.department_id != objection.unit_id
    return (
        is_scorer and is_other and user.may(Permission.SCORE_CRITERIA) and not criterion.scheme.is_published
    )


@transaction.atomic
def raise_objection(
    *, criterion: Criterion, unit: Department, text: str, by: User, now: datetime | None = None
) -> Objection:
    """Object to a unit's points for a criterion, within the scheme's days.

    Raises ValidationError when the days are over, there are no points yet or an objection is open.
    """
    moment = now or clock.now()
    today = timezone.localtime(moment).date()
    scheme = Scheme.objects.select_for_update(of=("self",)).get(pk=criterion.scheme_id)
    if not may_object(scheme, unit, by, today):
        raise ValidationError(_("Objections are not taken on this day."))
    found = next((row for row in results(scheme, scheme.as_of(today)) if row.unit.pk == unit.pk), None)
    line = found.line(criterion.code) if found else None
    if line is None or line.points is None or line.is_heading:
        raise ValidationError(_("There are no points to object to."))
    objection = Objection(
        criterion=criterion,
        unit=unit,
        points_before=line.points,
        text=text,
        raised_at=moment,
        raised_by=by,
    )
    return create_record(objection, by=by)


@transaction.atomic
def answer_objection(
    objection: Objection,
    *,
    by: User,
    version: int,
    is_upheld: bool,
    answer: str,
    points: Decimal | None = None,
    now: datetime | None = None,
) -> Objection:
    """Answer an objection with the reason; an upheld one changes the points.

    Before publication a final score is written, after it a numbered correction. Raises ValidationError
    with the fields' messages.
    """
    moment = now or clock.now()
    criterion = objection.criterion
    scheme = Scheme.objects.select_for_update(of=("self",)).get(pk=criterion.scheme_id)
    if not may_answer(objection, by):
        raise ValidationError(_("This objection is not yours to answer, or it is answered already."))
    if is_upheld:
        _check_points(criterion, points)
    changed = change_record(
        objection,
        by=by,
        version=version,
        is_upheld=is_upheld,
        answer=answer,
        points_after=points if is_upheld else None,
        answered_at=moment,
        answered_by=by,
    )
    if is_upheld and points is not None:
        reason = _("Objection upheld: %(answer)s") % {"answer": answer}
        if scheme.is_published:
            values = {"points": points, "reason": reason[:500], "by": by, "now": moment}
            correct(scheme=scheme, unit=objection.unit, code=criterion.code, **values)
        else:
            _write_final(objection, points, reason[:300], by, moment)
    return changed


def _check_points(criterion: Criterion, points: Decimal | None) -> None:
    if points is None:
        raise ValidationError({"points": _("Enter the points that the unit is to have.")})
    full = criterion.points or Decimal(1000)
    if not 0 <= points <= full:
        message = _("Enter points from 0 to %(full)s.") % {"full": format_decimal(full)}
        raise ValidationError({"points": message})


def _write_final(objection: Objection, points: Decimal, reason: str, by: User, now: datetime) -> None:
    values = {"points": points, "reason": reason, "scored_at": now, "scored_by": by}
    place = {"criterion": objection.criterion, "unit": objection.unit, "column": Column.FINAL}
    score = Score.objects.select_for_update(of=("self",)).filter(**place).first()
    if score is None:
        create_record(Score(**place, **values), by=by)
    else:
        change_record(score, by=by, version=score.version, **values)
