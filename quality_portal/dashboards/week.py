"""The week ahead: what falls due for a person from today on, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.inbox_lines import own_steps
from assessments.models import Rectification
from departments.access import Permission
from departments.models import Meeting, Task, UrgingNotice, User
from inspections.models import Case
from quality_portal.dashboards.inbox import acts_on_records
from reports.models import OPEN_TO_EDIT, Report, ReportPeriod

DAYS = 7
"""How many days after today the week reaches."""
NAMED = 5
"""How many cases are named; the others are one line."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that falls due: the day, what, whose or where, and the page where it is done."""

    day: date
    what: str
    who: str
    url: str


def week(user: User, today: date) -> list[Deadline]:
    """Return what falls due for the person within the week, the nearest first. At most nine queries."""
    span = (today, today + timedelta(days=DAYS))
    found = [
        *_tasks(user, today),
        *_notices(user, span),
        *_reports(user, span),
        *_cases(user, today, span[1]),
        *_assessments(user, span),
        *_meetings(user, span),
    ]
    return sorted(found, key=lambda deadline: deadline.day)


def _tasks(user: User, today: date) -> Iterator[Deadline]:
    rows = Task.objects.visible_to(user).due_within(today, DAYS).select_related("lead")
    for task in rows.order_by("due_on", "code"):
        yield Deadline(
            task.due_on, task.title, task.lead.short_name, reverse("tasks:detail", args=[task.code])
        )


def _notices(user: User, span: tuple[date, date]) -> Iterator[Deadline]:
    rows = UrgingNotice.objects.visible_to(user).unanswered().filter(answer_by__range=span)
    for notice in rows.with_units().order_by("answer_by", "pk"):
        what = _("Answer urging notice %(number)s") % {"number": notice.number}
        url = reverse("tasks:notice", args=[notice.pk])
        yield Deadline(notice.answer_by, what, notice.department.short_name, url)


def _reports(user: User, span: tuple[date, date]) -> Iterator[Deadline]:
    """The own unit's report; for those who review also how many are still missing of a half-year."""
    own = Report.objects.missing().filter(department=user.department_id, period__due_on__range=span)
    for report in own.with_units():
        url = reverse("reports:edit", args=[report.pk])
        yield Deadline(report.period.due_on, _("Half-yearly report"), str(report.period), url)
    if not user.may(Permission.REVIEW_REPORTS):
        return
    periods = ReportPeriod.objects.filter(due_on__range=span, reports__state__in=OPEN_TO_EDIT)
    for period in periods.annotate(missing=Count("reports")):
        what = ngettext("%(n)d report still missing", "%(n)d reports still missing", period.missing)
        url = reverse("reports:period", args=[period.pk])
        yield Deadline(period.due_on, what % {"n": period.missing}, str(period), url)


def _cases(user: User, today: date, last: date) -> Iterator[Deadline]:
    """The cases whose clock runs out, the nearest by name; where the person is to act."""
    if not acts_on_records(user):
        return
    rows = list(
        Case.objects.visible_to(user)
        .due_within(today, DAYS)
        .select_related("township")
        .order_by("due_on", "pk")
    )
    for case in rows[:NAMED]:
        place = case.township.short_name if case.township else ""
        yield Deadline(case.due_on or last, str(case), place, reverse("cases:detail", args=[case.number]))
    if others := len(rows[NAMED:]):
        words = ngettext("%(n)d more enforcement case", "%(n)d more enforcement cases", others)
        yield Deadline(last, words % {"n": others}, "", f"{reverse('cases:list')}?due={DAYS}")


def _assessments(user: User, span: tuple[date, date]) -> Iterator[Deadline]:
    first, last = span
    for row, page in own_steps(user):
        if row.due_on and first <= row.due_on <= last:
            yield Deadline(row.due_on, row.get_stage_display(), str(row.scheme), page)
    plans = Rectification.objects.owing().filter(unit=user.department_id, plan_due_on__range=span)
    for plan in plans.select_related("scheme", "unit"):
        url = reverse("assessments:rectification", args=[plan.pk])
        yield Deadline(plan.plan_due_on, _("Hand in the rectification plan"), plan.because, url)


def _meetings(user: User, span: tuple[date, date]) -> Iterator[Deadline]:
    rows = Meeting.objects.ahead().inviting(user.department).filter(held_on__range=span)
    for meeting in rows:
        url = reverse("meetings:detail", args=[meeting.pk])
        yield Deadline(meeting.held_on, str(meeting), meeting.place, url)
