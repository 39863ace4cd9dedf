"""Pages of papers: those issued, printing and issuing, checking a code, all letters, fonts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.forms.papers import ChoosePaperForm, PaperListForm, VerifyForm
from assessments.models import IssuedPaper, Scheme
from assessments.papers import archive, build, desk, letters
from assessments.papers.exports import paper_table
from assessments.papers.subject import Subject
from departments.access import Permission, PortalRequest, require
from departments.jobs.views import shown
from departments.models import Job
from departments.saved_views import list_page
from quality_portal.lib import clock
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.documents.fonts import faces
from quality_portal.lib.documents.word import MEDIA_TYPE
from quality_portal.lib.downloads import FormatForm, table_response


@require(Permission.VIEW_ASSESSMENT)
@list_page
def paper_list(request: PortalRequest) -> HttpResponse:
    """Find issued papers."""
    rows = IssuedPaper.objects.visible_to(request.user).select_related("unit", "issued_by")
    listing = PaperListForm(request.GET).listing(rows)
    years = desk.years(request.user, clock.today())
    return render(request, "assessments/papers/list.html", {"listing": listing, "years": years})


@require(Permission.VIEW_ASSESSMENT)
def paper_export(request: PortalRequest) -> HttpResponse:
    """Give the issued papers as they are filtered, as a workbook or CSV."""
    form = PaperListForm(request.GET)
    rows = form.ordered(form.filtered(IssuedPaper.objects.visible_to(request.user)))
    return table_response(form.seen(paper_table(rows)), FormatForm(request.GET), on=clock.today())


@require(Permission.VIEW_ASSESSMENT)
def download(request: PortalRequest, pk: int) -> HttpResponse:
    """Give an issued paper as it was archived."""
    issued = get_object_or_404(IssuedPaper.objects.visible_to(request.user), pk=pk)
    try:
        content = archive.content(issued)
    except PaperError as error:
        raise Http404(str(error)) from error
    return _file(content, "application/pdf", issued.file_name)


@require(Permission.VIEW_ASSESSMENT)
def verify(request: PortalRequest) -> HttpResponse:
    """Open the archived copy of the paper that bears a code."""
    form = VerifyForm(request.GET or None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        rows = IssuedPaper.objects.visible_to(request.user).select_related("unit", "issued_by")
        paper = rows.filter(code=archive.normal_code(form.cleaned_data["code"])).first()
        if paper is None:
            raise Http404(_("No paper you may read bears this code."))
        context |= {"paper": paper, "is_intact": _is_intact(paper)}
    return render(request, "assessments/papers/verify.html", context)


def _is_intact(paper: IssuedPaper) -> bool:
    try:
        archive.content(paper)
    except PaperError:
        return False
    return True


@require(Permission.VIEW_ASSESSMENT)
def paper_desk(request: PortalRequest, year: int) -> HttpResponse:
    """Offer every paper of a year; print one, or issue it."""
    schemes = desk.schemes(request.user, year, clock.today())
    if not schemes.exists():
        raise Http404
    units = desk.units(request.user)
    if request.method == "POST":
        form = ChoosePaperForm(request.POST, schemes=schemes, units=units)
        if form.is_valid():
            return _printed(request, year, form.cleaned_data)
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect("assessments:paper_desk", year)
    kinds = desk.kinds(request.user, schemes)
    rows = [(kind, ChoosePaperForm(schemes=schemes, units=units, kind=kind)) for kind in kinds]
    may_run = request.user.may(Permission.RUN_ASSESSMENT)
    context = {"year": year, "rows": rows, "may_run": may_run, "schemes": schemes}
    return render(request, "assessments/papers/desk.html", context)


def _printed(request: PortalRequest, year: int, values: dict[str, Any]) -> HttpResponse:
    subject = Subject(values["kind"], year, clock.today(), values["scheme"], values["unit"])
    if not desk.may_print(request.user, subject):
        raise Http404
    try:
        if values["way"] == "issue":
            return _issued(request, subject)
        issued = archive.latest(subject)
        content = build.content_of(subject, archive.stamp_of(issued) if issued else None)
        if values["way"] == "docx":
            return _file(build.as_word(content), MEDIA_TYPE, f"{build.file_stem(subject)}.docx")
        kept = archive.content(issued) if issued else build.as_pdf(content)
        return _file(kept, "application/pdf", f"{build.file_stem(subject)}.pdf")
    except PaperError as error:
        messages.error(request, str(error))
        return redirect("assessments:paper_desk", year)


def _issued(request: PortalRequest, subject: Subject) -> HttpResponse:
    if not request.user.may(Permission.RUN_ASSESSMENT):
        raise Http404
    issued = archive.issue(subject=subject, by=request.user)
    messages.success(request, _("Issued as %(number)s.") % {"number": issued.number})
    return redirect("assessments:paper_list")


@require_POST
@require(Permission.RUN_ASSESSMENT)
def letters_start(request: PortalRequest, pk: int) -> HttpResponse:
    """Begin to print all letters of a scheme."""
    scheme = get_object_or_404(Scheme.objects.visible_to(request.user).begun(clock.today()), pk=pk)
    return redirect("assessments:letters", letters.launch(scheme, request.user).pk)


def _letters(request: PortalRequest, pk: UUID) -> Job:
    """Return the person's own printing of letters, else 404."""
    return get_object_or_404(Job, pk=pk, kind=letters.LETTERS.name, asked_by=request.user)


@require_GET
@require(Permission.RUN_ASSESSMENT)
def letters_show(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Show how far the letters are, at the end the files."""
    context = shown(_letters(request, pk), request.user)
    return render(request, "assessments/papers/letters.html", context)


@require_GET
@require(Permission.RUN_ASSESSMENT)
def letters_file(request: PortalRequest, pk: UUID, kind: str) -> HttpResponseBase:
    """Give all letters as one PDF or as an archive."""
    stored = _letters(request, pk).result.get("files", {}).get(kind)
    if stored is None:
        raise Http404
    name = "考核结果反馈函（全部）"
    try:
        return FileResponse(letters.opened(stored), as_attachment=True, filename=f"{name}.{kind}")
    except FileNotFoundError as error:
        raise Http404(_("The file was removed after a day. Print the letters again.")) from error


@require(Permission.USE_BACK_OFFICE)
def fonts(request: PortalRequest) -> HttpResponse:
    """Tell which fonts papers are printed with and which names Word files bear."""
    return render(request, "assessments/papers/fonts.html", {"faces": faces()})


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    header = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": header})
