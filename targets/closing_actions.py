"""Closing a year of the plan, and opening it again."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from departments.models import User
from departments.records import change_record, create_record
from targets.closing import freeze
from targets.models import FrozenFigure, Plan, PlanYear, Reading, YearClosing
from targets.progress import progress


def closing_of(plan: Plan, year: int) -> YearClosing | None:
    """Return the closing in force of a year, None where the year is open."""
    closings = YearClosing.objects.in_force().filter(plan_year__plan=plan, plan_year__year=year)
    return closings.select_related("closed_by", "plan_year").first()


def against_closing(plan: Plan, year: int, *, today: date) -> Promise | str:
    """Return why a year cannot be closed, in a sentence; empty where it can."""
    known = closing_of(plan, year)
    if known is not None:
        at = f"{timezone.localtime(known.closed_at):%Y-%m-%d %H:%M}"
        said = {"year": year, "person": known.closed_by, "at": at}
        return _("%(year)d was already closed by %(person)s at %(at)s.") % said
    if today <= date(year, 12, 31):
        return _("%(year)d is still running; it can be closed from the first day of the next year.") % {
            "year": year
        }
    waiting = Reading.objects.waiting().filter(target__plan=plan, as_of__year=year).count()
    if waiting:
        return _("Readings of %(year)d that wait for the office: %(count)d. Check them first.") % {
            "year": year,
            "count": waiting,
        }
    return ""


@transaction.atomic
def close_year(*, plan: Plan, year: int, by: User, now: datetime, today: date) -> YearClosing:
    """Freeze the figures of every target in force as they stand at the year's end.

    From then on goals, readings and benchmarks of the year are refused. Of two people closing at once the
    second is told. Raises ValidationError with the reason when the year cannot be closed.
    """
    plan_year = PlanYear.objects.select_for_update(of=("self",)).get(plan=plan, year=year)
    reason = against_closing(plan, year, today=today)
    if reason:
        raise ValidationError(str(reason))
    rows = progress(year, date(year, 12, 31), plan)
    closing = create_record(YearClosing(plan_year=plan_year, closed_at=now, closed_by=by), by=by)
    FrozenFigure.objects.bulk_create([freeze(closing, row) for row in rows])
    return closing


def reopen_year(*, closing: YearClosing, by: User, now: datetime, version: int, reason: str) -> YearClosing:
    """Open a closed year again; what was frozen stays in the history of closings.

    Raises ValidationError without a reason, EditConflict when somebody reopened it since.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the year is opened again.")})
    return change_record(
        closing, by=by, version=version, reopened_at=now, reopened_by=by, reopen_reason=reason
    )
