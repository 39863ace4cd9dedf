"""Reading a report: its versions and remarks; the office returns or accepts it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from departments.changes import record_changes
from quality_portal.lib import clock
from reports.actions import reviewing as actions
from reports.actions.writing import may_take_back
from reports.editor import files_of
from reports.filing import closed_because, exception_of, is_on_behalf, may_write
from reports.forms import RemarkForm
from reports.models import Remark
from reports.reading import reading
from reports.views.fetching import read_version, report_of, tell


@require(Permission.VIEW_REPORTS)
def detail(request: PortalRequest, pk: int) -> HttpResponse:
    """Show a report: what it says, where it stands, its versions, remarks and files."""
    report = report_of(request, pk)
    today = clock.today()
    shown = reading(report, request.user)
    writes = may_write(report, request.user)
    context = {
        "report": report,
        "reading": shown,
        "submissions": report.submissions.select_related("decided_by").order_by("-number"),
        "files": files_of(report),
        "closed": closed_because(report, today) if writes and report.is_open else "",
        "exception": exception_of(report.period, report.department, today),
        "may_write": writes,
        "may_take_back": may_take_back(report, shown.submission if shown else None, request.user, today),
        "on_behalf": is_on_behalf(report, request.user),
        "reviews": request.user.may(Permission.REVIEW_REPORTS) and report.in_review,
        "changes": record_changes(report),
        "today": today,
    }
    return render(request, "reports/detail.html", context)


@require(Permission.VIEW_REPORTS)
def version(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    """Show what was handed in before, and how it differs from the version before it."""
    report = report_of(request, pk)
    shown = reading(report, request.user, number)
    if shown is None:
        raise Http404
    return render(request, "reports/version.html", {"report": report, "reading": shown})


@require(Permission.REVIEW_REPORTS)
@require_POST
def remark(request: PortalRequest, pk: int, line_pk: int) -> HttpResponse:
    """Say something to a line."""
    report = report_of(request, pk)
    line = get_object_or_404(report.lines.select_related("report"), pk=line_pk)
    form = RemarkForm(request.POST)
    made = form.attempt(
        lambda: actions.add_remark(line, by=request.user, now=clock.now(), text=form.cleaned_data["text"])
    )
    if made is None:
        for words in form.errors.values():
            messages.error(request, " ".join(str(sentence) for sentence in words))
    return redirect(f"{_address(request, '/lines/')}#line-{line_pk}")


def _address(request: PortalRequest, before: str) -> str:
    """Return the address of the report's page, from one below it."""
    return f"{request.path.split(before)[0]}/"


@require(Permission.REVIEW_REPORTS)
@require_POST
def remark_remove(request: PortalRequest, pk: int, remark_pk: int) -> HttpResponse:
    """Take back a remark that the unit has not read."""
    report = report_of(request, pk)
    found = get_object_or_404(Remark.objects.filter(submission__report=report), pk=remark_pk)
    try:
        actions.take_remark_back(found)
    except ValidationError as error:
        tell(request, error)
    return redirect("reports:detail", pk=pk)


@require(Permission.REVIEW_REPORTS)
@require_POST
def give_back(request: PortalRequest, pk: int) -> HttpResponse:
    """Return the report to the unit with the remarks."""
    done = _("The report has been returned with your remarks.")
    return _decided(request, pk, actions.return_report, done)


@require(Permission.REVIEW_REPORTS)
@require_POST
def accept(request: PortalRequest, pk: int) -> HttpResponse:
    """Accept the report: it is frozen from now on."""
    return _decided(request, pk, actions.accept_report, _("The report has been accepted and is frozen."))


def _decided(request: PortalRequest, pk: int, action: Callable[..., object], done: str) -> HttpResponse:
    report = report_of(request, pk)
    try:
        action(report, by=request.user, version=read_version(request), now=clock.now())
        messages.success(request, done)
    except ValidationError as error:
        tell(request, error)
    return redirect("reports:detail", pk=pk)
