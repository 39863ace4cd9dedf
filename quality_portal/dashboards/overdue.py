"""What is overdue today: tasks, urging notices, half-yearly reports, enforcement cases, readings.

Whether something is overdue follows from its days and from where it stands now, and the lists it leads
to show the same. It is therefore always told of today, whatever day the figures are asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from departments.access import Permission
from departments.models import Task, UrgingNotice, User
from inspections.models import Case
from reports.models import Report, ReportPeriod
from targets.progress import TargetProgress

NAMED = 3
"""How many of each kind are named, those that wait longest."""


@dataclass(frozen=True, slots=True)
class Late:
    """One thing that is overdue: what, whose, for how many days, and the page of its record."""

    what: str
    unit: str
    days: int | None
    url: str

    @property
    def words(self) -> str:
        """Whose it is and how long it has waited."""
        if self.days is None:
            return self.unit
        late = ngettext("%(n)d day overdue", "%(n)d days overdue", self.days) % {"n": self.days}
        return f"{self.unit} · {late}" if self.unit else late


@dataclass(frozen=True, slots=True)
class Overdue:
    """A kind of thing that can be overdue: how many are, the list of them, and those named first.

    ``url`` is empty where the person may not open the records; ``others`` then names the other units.
    """

    name: str
    count: int
    url: str
    late: Sequence[Late]
    others: Sequence[str] = ()


def overdue(user: User, today: date, rows: Sequence[TargetProgress]) -> list[Overdue]:
    """Return every kind with what is overdue; at most two queries a kind, however much is overdue."""
    return [
        _tasks(user, today),
        _notices(user, today),
        *_reports(user, today),
        _cases(user, today),
        _readings(rows, today),
    ]


def _page(name: str, **query: str) -> str:
    return f"{reverse(name)}?{urlencode(query)}"


def _tasks(user: User, today: date) -> Overdue:
    rows = Task.objects.visible_to(user).overdue(today).select_related("lead").order_by("due_on", "code")
    late = [
        Late(task.title, task.lead.short_name, (today - task.due_on).days, _task_url(task))
        for task in rows[:NAMED]
    ]
    return Overdue(_("Tasks"), rows.count(), _page("tasks:list", due="overdue"), late)


def _task_url(task: Task) -> str:
    return reverse("tasks:detail", args=[task.code])


def _notices(user: User, today: date) -> Overdue:
    rows = UrgingNotice.objects.visible_to(user).unanswered().filter(answer_by__lt=today)
    late = [
        Late(
            _("No. %(number)s on %(task)s") % {"number": notice.number, "task": notice.task.title},
            notice.department.short_name,
            (today - notice.answer_by).days,
            reverse("tasks:notice", args=[notice.pk]),
        )
        for notice in rows.with_units().order_by("answer_by", "pk")[:NAMED]
    ]
    return Overdue(_("Urging notices"), rows.count(), _page("tasks:notices", state="expired"), late)


def _reports(user: User, today: date) -> list[Overdue]:
    """Tell of every half-year that is overdue; which units have not handed in is no secret."""
    rows = (
        Report.objects.missing()
        .filter(period__due_on__lt=today)
        .with_units()
        .order_by("period__due_on", "department__kind", "department__order")
    )
    found: dict[ReportPeriod, list[Report]] = {}
    for report in rows:
        found.setdefault(report.period, []).append(report)
    if not found:
        return [Overdue(_("Half-yearly reports"), 0, reverse("reports:list"), [])]
    return [_of_period(user, today, period, reports) for period, reports in found.items()]


def _of_period(user: User, today: date, period: ReportPeriod, reports: Sequence[Report]) -> Overdue:
    may_open = user.may(Permission.REVIEW_REPORTS)
    late = [
        Late(
            report.department.short_name,
            "",
            (today - period.due_on).days,
            reverse("reports:detail", args=[report.pk]) if may_open else "",
        )
        for report in reports[:NAMED]
    ]
    url = _page("reports:list", period=str(period.pk), state="missing") if may_open else ""
    rest = [] if may_open else [report.department.short_name for report in reports[NAMED:]]
    return Overdue(_("Reports, %(period)s") % {"period": period}, len(reports), url, late, rest)


def _cases(user: User, today: date) -> Overdue:
    rows = Case.objects.visible_to(user).overdue(today)
    late = [
        Late(
            str(case),
            case.township.short_name if case.township else "",
            (today - case.due_on).days if case.due_on else None,
            reverse("cases:detail", args=[case.number]),
        )
        for case in rows.select_related("township").order_by("due_on", "pk")[:NAMED]
    ]
    return Overdue(_("Enforcement cases"), rows.count(), _page("cases:list", due="overdue"), late)


def _readings(rows: Iterable[TargetProgress], today: date) -> Overdue:
    """Readings that departments enter by hand and that the year shown still lacks."""
    missing = [row for row in rows if not row.target.measure and row.reading is None and row.goal]
    late = [
        Late(
            row.target.label,
            row.target.lead.short_name,
            (today - date(row.year, 12, 31)).days if today > date(row.year, 12, 31) else None,
            reverse("targets:detail", args=[row.target.code]),
        )
        for row in missing[:NAMED]
    ]
    url = _page("targets:list", year=str(missing[0].year), light="unknown") if missing else ""
    return Overdue(_("Readings"), len(missing), url, late)
