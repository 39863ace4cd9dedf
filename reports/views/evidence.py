"""Evidence files: attached, given back as attachments, removed while the report is a draft."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from departments.audit.middleware import shown_in_page
from quality_portal.lib import clock
from quality_portal.lib.uploads import ACCEPT, MAX_SIZE, UploadError, attachment
from reports.actions import evidence as actions
from reports.editor import files_of
from reports.forms import EvidenceForm
from reports.models import Evidence, Report
from reports.views.fetching import own_report, report_of


@require(Permission.WRITE_REPORTS)
@require_POST
def add(request: PortalRequest, pk: int) -> HttpResponse:
    """Attach files; what is refused is told in a sentence."""
    report = own_report(request, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, report, [str(words) for found in form.errors.values() for words in found])
    files, refused = form.cleaned_data["attached"]
    for file in files:
        try:
            actions.add_evidence(report, by=request.user, now=clock.now(), file=file)
        except (ValidationError, UploadError) as error:
            words = error.messages if isinstance(error, ValidationError) else [str(error)]
            refused += [f"{file.name}: {sentence}" for sentence in words]
    return _list(request, report, refused)


@require(Permission.WRITE_REPORTS)
@require_POST
def remove(request: PortalRequest, pk: int, file_pk: int) -> HttpResponse:
    """Remove a file while the report is a draft."""
    report = own_report(request, pk)
    found = get_object_or_404(Evidence.objects.kept().filter(report=report), pk=file_pk)
    try:
        actions.remove_evidence(found, by=request.user, now=clock.now())
    except ValidationError as error:
        return _list(request, report, error.messages)
    return _list(request, report, [])


def _list(request: PortalRequest, report: Report, refused: list[str]) -> HttpResponse:
    """Answer the page's script with the new list, a plain form with the page."""
    if not request.htmx:  # type: ignore[attr-defined]
        for sentence in refused:
            messages.error(request, sentence)
        return redirect("reports:edit", pk=report.pk)
    context = {
        "report": report,
        "files": files_of(report),
        "refused": refused,
        "accept": ACCEPT,
        "max_size": MAX_SIZE,
    }
    return render(request, "reports/_evidence.html", context)


def _file(request: PortalRequest, pk: int, file_pk: int) -> Evidence:
    report = report_of(request, pk)
    rows = Evidence.objects.visible_to(request.user)
    return get_object_or_404(rows, pk=file_pk, report=report)


def _given(stored_as: str, name: str) -> FileResponse:
    try:
        return attachment(stored_as, name)
    except FileNotFoundError as error:
        raise Http404(_("The file is missing on the disk. Tell the administrator.")) from error


@require(Permission.VIEW_REPORTS)
def download(request: PortalRequest, pk: int, file_pk: int) -> FileResponse:
    """Give a file to save."""
    found = _file(request, pk, file_pk)
    return _given(found.stored_as, found.name)


@require(Permission.VIEW_REPORTS)
@shown_in_page
def small(request: PortalRequest, pk: int, file_pk: int) -> FileResponse:
    """Give the small copy of a picture."""
    found = _file(request, pk, file_pk)
    if not found.thumbnail:
        raise Http404
    return _given(found.thumbnail, found.name)
