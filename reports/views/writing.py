"""The unit's side: writing with automatic saving, preview, handing in, taking back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from departments.records import EditConflict
from quality_portal.lib import clock
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.uploads import ACCEPT, MAX_SIZE
from reports.actions import writing as actions
from reports.editor import files_of, sheet
from reports.filing import closed_because, content_of, is_on_behalf, may_write
from reports.forms import LineForm, SubmitForm
from reports.models import Report, ReportLine
from reports.papers import paper_context, report_pdf
from reports.views.fetching import own_report, read_version, report_of, tell

MOMENT = "%Y-%m-%d %H:%M:%S"


@require(Permission.WRITE_REPORTS)
def edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Write the report, one page from top to bottom."""
    report = own_report(request, pk)
    if reason := closed_because(report, clock.today()):
        messages.error(request, reason)
        return redirect("reports:detail", pk=pk)
    context = {
        "report": report,
        "sheet": sheet(report),
        "files": files_of(report),
        "on_behalf": is_on_behalf(report, request.user),
        "accept": ACCEPT,
        "max_size": MAX_SIZE,
        "today": clock.today(),
    }
    return render(request, "reports/edit.html", context)


@require(Permission.WRITE_REPORTS)
@require_POST
def line(request: PortalRequest, pk: int, line_pk: int) -> HttpResponse:
    """Keep the text of a line; the page's script is answered in JSON, a plain form by the page."""
    report = own_report(request, pk)
    found = get_object_or_404(report.lines.select_related("report"), pk=line_pk)
    is_script = "application/json" in request.headers.get("Accept", "")
    form = LineForm(request.POST)
    try:
        saved = form.attempt(
            lambda: actions.save_line(
                found,
                by=request.user,
                version=form.read_version,
                text=form.cleaned_data["text"],
                now=clock.now(),
            )
        )
    except EditConflict as conflict:
        if not is_script:
            raise
        return _rival(conflict)
    if is_script:
        return _saved(saved) if saved else _refused(form)
    for sentence in [words for found in form.errors.values() for words in found]:
        messages.error(request, str(sentence))
    return redirect(f"{request.path.split('/lines/')[0]}/edit/#line-{line_pk}")


def _saved(saved: ReportLine) -> JsonResponse:
    at = localtime(saved.saved_at).strftime("%H:%M:%S") if saved.saved_at else ""
    missing = len(actions.missing_in(saved.report))
    answer = {"version": saved.version, "at": at, "edited": saved.is_edited, "missing": missing}
    return JsonResponse(answer)


def _rival(conflict: EditConflict) -> JsonResponse:
    """Show what somebody else wrote meanwhile: nothing was overwritten."""
    current = ReportLine.objects.get(pk=conflict.current.pk)
    at = localtime(current.saved_at).strftime(MOMENT) if current.saved_at else ""
    answer = {"version": current.version, "text": current.text, "by": current.saved_by, "at": at}
    return JsonResponse(answer, status=409)


def _refused(form: LineForm) -> JsonResponse:
    words = [str(sentence) for found in form.errors.values() for sentence in found]
    return JsonResponse({"error": " ".join(words)}, status=400)


@require(Permission.WRITE_REPORTS)
@require_POST
def bring_up_to_date(request: PortalRequest, pk: int) -> HttpResponse:
    """Bring the drafted sentences up to date with the records."""
    report = own_report(request, pk)
    try:
        count = actions.redraft(report, by=request.user, now=clock.now())
        messages.success(request, _("Sentences brought up to date: %(count)d.") % {"count": count})
    except ValidationError as error:
        tell(request, error)
    return redirect("reports:edit", pk=pk)


@require(Permission.WRITE_REPORTS)
def hand_in(request: PortalRequest, pk: int) -> HttpResponse:
    """Tell what is missing and what records have changed; then hand the report in."""
    report = own_report(request, pk)
    today = clock.today()
    if reason := closed_because(report, today):
        messages.error(request, reason)
        return redirect("reports:detail", pk=pk)
    on_behalf = is_on_behalf(report, request.user)
    form = SubmitForm(request.POST or None, on_behalf=on_behalf, initial={"version": report.version})
    filed = form.attempt(
        lambda: actions.submit(
            report, by=request.user, version=form.read_version, now=clock.now(), **form.values()
        )
    )
    if filed is not None:
        messages.success(request, _("The report has been handed in."))
        return redirect("reports:detail", pk=pk)
    context = {
        "report": report,
        "form": form,
        "missing": actions.missing_in(report),
        "stale": actions.stale_lines(list(report.lines.all()), actions.fresh_drafts(report, today)),
        "is_overdue": report.period.is_overdue(today),
    }
    return render(request, "reports/submit.html", context)


@require(Permission.WRITE_REPORTS)
@require_POST
def take_back(request: PortalRequest, pk: int) -> HttpResponse:
    """Take the report back before the office has begun to review it."""
    report = own_report(request, pk)
    try:
        actions.withdraw(report, by=request.user, version=read_version(request), now=clock.now())
        messages.success(request, _("The report has been taken back and can be written again."))
    except ValidationError as error:
        tell(request, error)
    return redirect("reports:detail", pk=pk)


def _paper(report: Report) -> dict[str, object]:
    """Return what the paper prints: the last submission, or the lines while the unit writes."""
    last = None if report.is_open else report.submissions.last()
    content = last.content if last else content_of(report, list(report.lines.all()), {})
    files = [file["name"] for file in content["evidence"]]
    on = localtime(last.submitted_at).date() if last else None
    return paper_context(report, content["lines"], files, on)


@require(Permission.VIEW_REPORTS)
def preview(request: PortalRequest, pk: int) -> HttpResponse:
    """Show the report as the paper it becomes."""
    report = report_of(request, pk)
    writes = may_write(report, request.user) and report.is_open
    return render(
        request, "reports/preview.html", {"report": report, "paper": _paper(report), "writes": writes}
    )


@require(Permission.VIEW_REPORTS)
def as_pdf(request: PortalRequest, pk: int) -> HttpResponse:
    """Print the report."""
    report = report_of(request, pk)
    try:
        content = report_pdf(_paper(report))
    except PaperError as error:
        messages.error(request, str(error))
        return redirect("reports:preview", pk=pk)
    name = content_disposition_header(as_attachment=False, filename=f"{report}.pdf") or ""
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})
