"""The figures on a person's home: those of the office's desk, or those of the own unit.

Each is the number of the list it leads to, counted by the function of the room it comes from.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Assessee, Scheme, UnitResult
from departments.access import Permission
from departments.models import Duty, Task, User
from inspections.models import Case, ImportBatch, Sample
from inspections.queries.case_figures import case_overview
from inspections.queries.listed import listed
from quality_portal.dashboards.responsible import dangers
from quality_portal.lib.numbers import format_decimal
from reports.models import Report, ReportPeriod
from reports.overview import completeness
from targets.progress import TargetProgress, progress


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its name, what is to be said beside it, and the records it counts.

    ``light`` is ``bad`` where the note tells of something overdue; ``explained`` is its code in the help.
    """

    name: str
    value: str
    note: str
    url: str
    light: str = ""
    explained: str = ""


def own_figures(user: User, today: date) -> list[Figure]:
    """Return the figures that concern the person."""
    if user.may(Permission.REVIEW_REPORTS):
        return [*_reports_in(today), _reviews(), _cases(user, today), _imports(today), *_schemes(today)]
    return [
        _duties(user),
        _tasks(user, today),
        *_own_report(user, today),
        *_own_score(user),
        *_records(user, today),
    ]


def own_targets(user: User, today: date) -> list[TargetProgress]:
    """Return the targets the person's unit answers for; for the office those that are in danger."""
    rows = progress(today.year, today)
    if user.may(Permission.EDIT_PLAN):
        return [danger.progress for danger in dangers(rows)]
    return [row for row in rows if row.target.lead_id == user.department_id]


def _late(count: int) -> str:
    return ngettext("%(n)d overdue", "%(n)d overdue", count) % {"n": count} if count else ""


def _reports_in(today: date) -> Iterator[Figure]:
    """How many reports of the latest half-year the office has. Two queries."""
    period = ReportPeriod.objects.first()
    if period is None:
        return
    (row,) = completeness([period])
    late = period.is_overdue(today) and row.filed < row.total
    note = _("%(period)s, due on %(day)s") % {"period": period, "day": period.due_on.isoformat()}
    url = reverse("reports:period", args=[period.pk])
    yield Figure(
        _("Reports in"),
        f"{row.filed} / {row.total}",
        note,
        url,
        "bad" if late else "",
        explained="reports_in",
    )


def _reviews() -> Figure:
    waiting = Report.objects.waiting().count()
    return Figure(_("Reports to review"), str(waiting), "", f"{reverse('reports:list')}?state=waiting")


def _cases(user: User, today: date) -> Figure:
    """The cases whose clock runs: open ones, with how many are late and near."""
    found = case_overview(Case.objects.visible_to(user), today)
    note = _late(found.overdue) or _("%(n)d due within 14 days") % {"n": found.coming}
    url = f"{reverse('cases:list')}?state=open"
    return Figure(
        _("Open cases"), str(found.open), note, url, "bad" if found.overdue else "", explained="cases_open"
    )


def _imports(today: date) -> Figure:
    """The tables imported this year. One query."""
    done, waiting = Q(state=ImportBatch.State.DONE), Q(state=ImportBatch.State.PREVIEW)
    batches = ImportBatch.objects.filter(uploaded_at__year=today.year)
    found = batches.aggregate(done=Count("pk", filter=done), waiting=Count("pk", filter=waiting))
    note = _("%(n)d to be confirmed") % {"n": found["waiting"]} if found["waiting"] else ""
    return Figure(_("Imports this year"), str(found["done"]), note, reverse("inspections:import"))


def _schemes(today: date) -> Iterator[Figure]:
    """How far the assessments that run have come: the step, and the units that have assessed themselves."""
    running = Scheme.objects.begun(today).filter(published_at=None)
    for scheme in running.annotate(units=Count("assessees"), given=Count("assessees__submitted_at")):
        note = scheme.get_group_display()
        if scheme.units:
            words = _("%(group)s: %(done)d of %(all)d units have assessed themselves")
            note = words % {"group": note, "done": scheme.given, "all": scheme.units}
        name = _("Assessment %(year)d") % {"year": scheme.year}
        url = reverse("assessments:procedure", args=[scheme.year, scheme.group])
        yield Figure(name, scheme.get_stage_display(), note, url)


def _duties(user: User) -> Figure:
    count = Duty.objects.visible_to(user).active().count()
    return Figure(_("Duties"), str(count), _("led or supported"), reverse("departments:duties"))


def _tasks(user: User, today: date) -> Figure:
    rows = Task.objects.visible_to(user)
    late = rows.overdue(today).count()
    url = f"{reverse('tasks:list')}?state=open"
    return Figure(
        _("Open tasks"),
        str(rows.open().count()),
        _late(late),
        url,
        "bad" if late else "",
        explained="tasks_open",
    )


def _own_report(user: User, today: date) -> Iterator[Figure]:
    """The own unit's latest report and where it stands."""
    rows = Report.objects.filter(department=user.department_id).with_units()
    report = rows.order_by("-period__year", "-period__half").first()
    if report is None:
        return
    late = report.is_open and report.period.is_overdue(today)
    page = "reports:edit" if report.is_open else "reports:detail"
    note = _("%(period)s, due on %(day)s") % {
        "period": report.period,
        "day": report.period.due_on.isoformat(),
    }
    url = reverse(page, args=[report.pk])
    yield Figure(
        _("Half-yearly report"),
        report.get_state_display(),
        note,
        url,
        "bad" if late else "",
        explained="timeliness",
    )


def _own_score(user: User) -> Iterator[Figure]:
    """The own unit's latest published score; how far it has come where an assessment runs."""
    result = (
        UnitResult.objects.filter(unit=user.department_id)
        .defer("lines")
        .select_related("scheme", "unit")
        .order_by("-scheme__year", "-scheme__edition")
        .first()
    )
    if result is not None:
        scheme = result.scheme
        yield Figure(
            _("Own score"),
            format_decimal(result.total),
            _("%(year)d: grade %(grade)s, rank %(rank)d")
            % {"year": scheme.year, "grade": result.grade, "rank": result.rank},
            reverse("assessments:unit", args=[scheme.year, scheme.group, result.unit.code]),
            explained="total",
        )
    running = Assessee.objects.filter(
        unit=user.department_id, scheme__is_current=True, scheme__published_at=None
    )
    for own in running.select_related("scheme", "unit").order_by("-scheme__year")[:1]:
        scheme = own.scheme
        yield Figure(
            _("Assessment %(year)d") % {"year": scheme.year},
            scheme.get_stage_display(),
            _("self-assessment handed in") if own.submitted_at else _("self-assessment not handed in"),
            reverse("assessments:unit", args=[scheme.year, scheme.group, own.unit.code]),
        )


def _records(user: User, today: date) -> Iterator[Figure]:
    """A township's batches of the year and its open cases; they are no department's own work."""
    if user.department is None or not user.department.is_township:
        return
    rows = Sample.objects.visible_to(user).for_year(today.year)
    batches = listed(rows, {"year": today.year}, user).tally
    note = ngettext("%(n)d failed", "%(n)d failed", batches.failed) % {"n": batches.failed}
    url = f"{reverse('inspections:list')}?year={today.year}"
    yield Figure(_("Batches tested this year"), str(batches.tested), note, url, explained="tested")
    yield _cases(user, today)
