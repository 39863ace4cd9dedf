"""Changes to half-years: opening with a prefilled draft for every unit, due dates, locks, exceptions."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from departments.history import BULK_BATCH
from departments.models import Department
from departments.records import change_record, create_record
from reports.drafting import line_of, read_county
from reports.models import PeriodException, Report, ReportLine, ReportPeriod
from reports.rules import half_bounds

if TYPE_CHECKING:
    from departments.models import User


@transaction.atomic
def open_period(
    *, year: int, half: str, due_on: date, by: "User", now: datetime, today: date
) -> ReportPeriod:
    """Open a half-year and draft the report of every active department and township.

    Raises ValidationError when it is open already or the days do not fit.
    """
    start, end = half_bounds(year, half)
    period = create_record(
        ReportPeriod(
            code=ReportPeriod.code_of(year, half),
            year=year,
            half=half,
            period_start=start,
            period_end=end,
            due_on=due_on,
            opened_at=now,
            opened_by=by,
        ),
        by=by,
    )
    draft_reports(period, list(Department.objects.active()), by=by, today=today)
    return period


def draft_reports(period: ReportPeriod, units: list[Department], *, by: "User", today: date) -> list[Report]:
    """Store a prefilled draft for each of the units and return the reports."""
    county = read_county(period, today)
    reports = bulk_create_with_history(
        [Report(code=Report.code_of(period, unit), period=period, department=unit) for unit in units],
        Report,
        batch_size=BULK_BATCH,
        default_user=by,
    )
    lines = [
        line_of(report, draft, order)
        for report in reports
        for order, draft in enumerate(county.drafts(report.department), start=1)
    ]
    bulk_create_with_history(lines, ReportLine, batch_size=BULK_BATCH // 2, default_user=by)
    return reports


def move_due_date(period: ReportPeriod, *, by: "User", version: int, due_on: date) -> ReportPeriod:
    """Move the due date; what was handed in before keeps the date of its own day."""
    return change_record(period, by=by, version=version, due_on=due_on)


def lock_period(
    period: ReportPeriod, *, by: "User", version: int, now: datetime, lock_reason: str
) -> ReportPeriod:
    """Lock a half-year, with a reason: only units with an exception may still file."""
    if period.is_locked:
        raise ValidationError(_("The half-year is locked already."))
    return change_record(period, by=by, version=version, locked_at=now, locked_by=by, lock_reason=lock_reason)


def unlock_period(period: ReportPeriod, *, by: "User", version: int) -> ReportPeriod:
    """Open a locked half-year again; history keeps who had locked it and why."""
    return change_record(period, by=by, version=version, locked_at=None, locked_by=None, lock_reason="")


def grant_exception(
    period: ReportPeriod,
    *,
    by: "User",
    now: datetime,
    today: date,
    department: Department,
    reason: str,
    until: date,
) -> PeriodException:
    """Let one unit file in a locked half-year until a day, for a reason."""
    if until < today:
        raise ValidationError({"until": _("The day has passed already.")})
    leave = PeriodException(
        period=period, department=department, reason=reason, until=until, granted_at=now, granted_by=by
    )
    leave.full_clean()
    leave.save()
    return leave
