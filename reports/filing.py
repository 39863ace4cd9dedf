"""Who may write a report, and why not: its state, the period's lock, the exceptions from it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from departments.access import Permission
from departments.models import Department
from reports.models import Evidence, PeriodException, Report, ReportLine, ReportPeriod
from reports.rules import Leave, may_file

if TYPE_CHECKING:
    from departments.models import User


def may_write(report: Report, user: "User") -> bool:
    """Tell whether a report is the person's to write: the own unit's, for the office any."""
    own = user.department_id == report.department_id
    return user.may(Permission.WRITE_REPORTS) and (own or user.may(Permission.REVIEW_REPORTS))


def is_on_behalf(report: Report, user: "User") -> bool:
    """Tell whether the person would file for another unit."""
    return user.department_id != report.department_id


def exception_of(period: ReportPeriod, unit: Department, today: date) -> PeriodException | None:
    """Return the exception that lets a unit file in a locked period today, the longest first."""
    rows = PeriodException.objects.in_force(today).filter(period=period, department=unit)
    return rows.select_related("granted_by").order_by("-until").first()


def closed_because(report: Report, today: date) -> str:
    """Return why nobody may write the report now; empty where the unit may."""
    if report.is_accepted:
        return _("The report has been accepted and is frozen.")
    if report.in_review:
        return _("The report has been handed in. Take it back, or wait until the office returns it.")
    return locked_because(report, today)


def locked_because(report: Report, today: date) -> str:
    """Return why the lock of its half-year keeps a report from being written; empty where it does not."""
    period = report.period
    if not period.is_locked:
        return ""
    leave = exception_of(period, report.department, today)
    leaves = [Leave(leave.reason, leave.until)] if leave else []
    if may_file(is_locked=True, leaves=leaves, today=today):
        return ""
    return _(
        "%(period)s was locked on %(day)s by %(who)s: %(reason)s. "
        "The office of the leading group can grant an exception."
    ) % {
        "period": period,
        "day": localtime(period.locked_at).date() if period.locked_at else "",
        "who": period.locked_by,
        "reason": period.lock_reason,
    }


def content_of(report: Report, lines: list[ReportLine], figures: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a report as a submission keeps it; ``figures`` are the values of today by line key."""
    files = Evidence.objects.kept().filter(report=report)
    return {
        "unit": report.department.name,
        "period": str(report.period),
        "lines": [
            {
                "line": line.pk,
                "key": line.key,
                "section": line.section,
                "kind": line.kind,
                "heading": line.heading,
                "before": line.before,
                "drafted": line.drafted,
                "text": line.text,
                "is_edited": line.is_drafted and line.is_edited,
                "is_drafted": line.is_drafted,
                "figures": figures.get(line.key, line.figures),
                "source_url": line.source_url,
            }
            for line in lines
        ],
        "evidence": [
            {"pk": file.pk, "name": file.name, "size": file.size, "sha256": file.sha256} for file in files
        ],
    }
