"""Half-years: opening, due dates, locks and exceptions, who is missing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from departments.actions.reminders import remind
from quality_portal.lib import clock
from reports.actions import periods as actions
from reports.forms import DueDateForm, ExceptionForm, LockForm, OpenPeriodForm, first_due_date
from reports.models import Half, PeriodException, Report, ReportPeriod
from reports.overview import completeness
from reports.reminders import urging
from reports.rules import half_bounds
from reports.views.fetching import read_version, tell


def _period(request: PortalRequest, pk: int) -> ReportPeriod:
    return get_object_or_404(ReportPeriod.objects.visible_to(request.user), pk=pk)


@require(Permission.REVIEW_REPORTS)
def period(request: PortalRequest, pk: int) -> HttpResponse:
    """Show who is missing, late, returned; the lock and its exceptions; the compiled report."""
    found = _period(request, pk)
    rows = Report.objects.visible_to(request.user).filter(period=found).with_units().with_filing()
    exceptions = PeriodException.objects.visible_to(request.user).filter(period=found)
    context = {
        "period": found,
        "counts": completeness([found])[0],
        "missing": rows.missing().order_by("department__kind", "department__order"),
        "waiting": rows.waiting().order_by(F("filed_at").asc()),
        "exceptions": exceptions.select_related("department", "granted_by"),
        "compiled": getattr(found, "compiled", None),
        "today": clock.today(),
    }
    return render(request, "reports/period.html", context)


@require(Permission.REVIEW_REPORTS)
def open_new(request: PortalRequest) -> HttpResponse:
    """Open a half-year: every unit gets a prefilled draft."""
    today = clock.today()
    half = Half.FIRST if today.month <= 6 else Half.SECOND
    due_on = first_due_date(half_bounds(today.year, half)[1])
    form = OpenPeriodForm(request.POST or None, initial={"year": today.year, "half": half, "due_on": due_on})
    opened = form.attempt(
        lambda: actions.open_period(by=request.user, now=clock.now(), today=today, **form.values())
    )
    if opened is not None:
        count = opened.reports.count()
        messages.success(request, _("Opened: %(count)d units have a prefilled draft.") % {"count": count})
        return redirect("reports:period", pk=opened.pk)
    context = {"form": form, "title": _("Open a half-year"), "submit": _("Open and draft for every unit")}
    return render(request, "reports/period_form.html", context)


@require(Permission.REVIEW_REPORTS)
def due_date(request: PortalRequest, pk: int) -> HttpResponse:
    """Move the due date."""
    found = _period(request, pk)
    initial = {"version": found.version, "due_on": found.due_on}
    form = DueDateForm(request.POST or None, initial=initial)
    changed = form.attempt(
        lambda: actions.move_due_date(found, by=request.user, version=form.read_version, **form.values())
    )
    return _answer(request, form, found, _("Move the due date"), is_done=changed is not None)


@require(Permission.REVIEW_REPORTS)
def lock(request: PortalRequest, pk: int) -> HttpResponse:
    """Lock the half-year, with a reason."""
    found = _period(request, pk)
    form = LockForm(request.POST or None, initial={"version": found.version})
    changed = form.attempt(
        lambda: actions.lock_period(
            found, by=request.user, version=form.read_version, now=clock.now(), **form.values()
        )
    )
    return _answer(request, form, found, _("Lock the half-year"), is_done=changed is not None)


@require(Permission.REVIEW_REPORTS)
@require_POST
def unlock(request: PortalRequest, pk: int) -> HttpResponse:
    """Open a locked half-year again."""
    found = _period(request, pk)
    try:
        actions.unlock_period(found, by=request.user, version=read_version(request))
    except ValidationError as error:
        tell(request, error)
    return redirect("reports:period", pk=pk)


@require(Permission.REVIEW_REPORTS)
def grant(request: PortalRequest, pk: int) -> HttpResponse:
    """Let one unit file in the locked half-year."""
    found = _period(request, pk)
    form = ExceptionForm(request.POST or None)
    granted = form.attempt(
        lambda: actions.grant_exception(
            found, by=request.user, now=clock.now(), today=clock.today(), **form.values()
        )
    )
    return _answer(request, form, found, _("Grant an exception"), is_done=granted is not None)


@require(Permission.REVIEW_REPORTS)
@require_POST
def urge(request: PortalRequest, pk: int) -> HttpResponse:
    """Remind every unit whose report is missing, in the portal and by e-mail where it is configured."""
    found = _period(request, pk)
    reports = list(Report.objects.visible_to(request.user).filter(period=found).missing().with_units())
    sent = remind(urging(reports, clock.today()))
    if sent.entered:
        messages.success(request, _("Reminded: %(people)d people.") % {"people": sent.entered})
    else:
        messages.warning(
            request, _("Nobody was reminded: all have been reminded today, or have no account yet.")
        )
    return redirect("reports:period", pk=pk)


def _answer(
    request: PortalRequest, form: object, found: ReportPeriod, title: str, *, is_done: bool
) -> HttpResponse:
    """Go back to the half-year when it was changed, else show the form."""
    if is_done:
        messages.success(request, _("“%(title)s” has been saved.") % {"title": found})
        return redirect("reports:period", pk=found.pk)
    context = {"form": form, "period": found, "title": title, "submit": _("Save")}
    return render(request, "reports/period_form.html", context)
