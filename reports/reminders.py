"""Reminders of half-yearly reports: when opened, a week and a day before the due date, on it and after it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from departments.models import User
from departments.reminders import Due
from departments.rules.deadlines import days_overdue, reached
from departments.task_reminders import liaisons
from reports.models import Report

STEPS: Final = (-7, -1, 0, 3, 7)
"""Days from the due date on which units that still write are told."""
OPENED: Final = "opened"
URGED: Final = "urged"


def report_dues(today: date) -> Iterator[Due]:
    """Yield the steps that have come of every report the office still waits for, in open half-years."""
    people = liaisons()
    for report in Report.objects.missing().filter(period__locked_at=None).with_units():
        told = people[report.department_id]
        steps = [OPENED, *(str(step) for step in reached(report.period.due_on, STEPS, today))]
        for step in steps:
            yield _due(report, step, told, today)


def urging(reports: Sequence[Report], today: date) -> list[Due]:
    """Return what the office tells the units of these reports today; once a day and person."""
    people = liaisons()
    step = f"{URGED} {today:%Y%m%d}"
    return [_due(report, step, people[report.department_id], today) for report in reports]


def _due(report: Report, step: str, told: Sequence[User], today: date) -> Due:
    period = report.period
    key = f"report:{report.code}"
    url = reverse("reports:edit", args=[report.pk])
    return Due(key, period.due_on, step, tuple(told), _sentence(report, today), url)


def _sentence(report: Report, today: date) -> str:
    """Say when a report is due, or since when it is overdue."""
    values = {"report": report, "day": report.period.due_on.isoformat()}
    if late := days_overdue(report.period.due_on, today):
        return _("“%(report)s” was due on %(day)s and is %(late)d days overdue.") % {**values, "late": late}
    return _("“%(report)s” is due on %(day)s.") % values
