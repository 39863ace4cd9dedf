"""The county's compiled report: made in one step, edited by section, printed and taken away as Word."""

from itertools import accumulate

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from departments.access import Permission, PortalRequest, require
from departments.changes import record_changes
from quality_portal.lib import clock
from quality_portal.lib.documents import pdf
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.documents.word import WordSection, word_paper
from reports.actions import compiling as actions
from reports.forms import SectionForm
from reports.models import CompiledReport, ReportPeriod
from reports.papers import office_name, paragraphs
from reports.views.fetching import tell

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _compiled(pk: int) -> CompiledReport:
    """Return a compiled report; only the office's permission leads here, and the office sees all."""
    return get_object_or_404(CompiledReport.objects.select_related("period", "compiled_by"), pk=pk)


@require(Permission.REVIEW_REPORTS)
@require_POST
def compile_now(request: PortalRequest, pk: int) -> HttpResponse:
    """Compile the accepted reports, or compile them anew."""
    period = get_object_or_404(ReportPeriod.objects.visible_to(request.user), pk=pk)
    try:
        compiled = actions.compile_report(period, by=request.user, now=clock.now())
    except ValidationError as error:
        tell(request, error)
        return redirect("reports:period", pk=pk)
    count = {"count": compiled.from_reports}
    messages.success(request, _("Compiled from %(count)d accepted reports.") % count)
    return redirect("reports:compiled", pk=compiled.pk)


@require(Permission.REVIEW_REPORTS)
def show(request: PortalRequest, pk: int) -> HttpResponse:
    """Show the compiled report section by section."""
    compiled = _compiled(pk)
    sections = [(section, paragraphs(section.text)) for section in compiled.sections.all()]
    accepted = compiled.period.reports.accepted().count()
    return render(
        request,
        "reports/compiled.html",
        {"compiled": compiled, "sections": sections, "newer": accepted - compiled.from_reports},
    )


@require(Permission.REVIEW_REPORTS)
def section_edit(request: PortalRequest, pk: int, section_pk: int) -> HttpResponse:
    """Edit a section."""
    compiled = _compiled(pk)
    section = get_object_or_404(compiled.sections.all(), pk=section_pk)
    initial = {"version": section.version, "heading": section.heading, "text": section.text}
    form = SectionForm(request.POST or None, initial=initial)
    changed = form.attempt(
        lambda: actions.change_section(section, by=request.user, version=form.read_version, **form.values())
    )
    if changed is not None:
        return redirect(f"{compiled_address(request)}#section-{section_pk}")
    context = {
        "compiled": compiled,
        "section": section,
        "form": form,
        "changes": record_changes(section),
    }
    return render(request, "reports/section_edit.html", context)


def compiled_address(request: PortalRequest) -> str:
    """Return the compiled report's address from that of one of its sections."""
    return f"{request.path.split('/sections/')[0]}/"


def _sections(compiled: CompiledReport) -> list[WordSection]:
    return [WordSection(section.heading, paragraphs(section.text)) for section in compiled.sections.all()]


def _numbered(sections: list[WordSection]) -> list[tuple[int, WordSection]]:
    """Return the sections with their numbers; one without a heading has none and takes none."""
    numbers = accumulate(int(bool(section.heading)) for section in sections)
    return list(zip(numbers, sections, strict=True))


@require(Permission.REVIEW_REPORTS)
def as_pdf(request: PortalRequest, pk: int) -> HttpResponse:
    """Print the compiled report."""
    compiled = _compiled(pk)
    context = {
        "title": compiled.title,
        "agency": office_name(),
        "sections": _numbered(_sections(compiled)),
        "signed_by": office_name(),
        "signed_on": localtime(compiled.compiled_at).date(),
    }
    try:
        content = pdf.render("papers/reports/compiled.html", context)
    except PaperError as error:
        messages.error(request, str(error))
        return redirect("reports:compiled", pk=pk)
    return _file(content, "application/pdf", f"{compiled.title}.pdf", as_attachment=False)


@require(Permission.REVIEW_REPORTS)
def as_word(request: PortalRequest, pk: int) -> HttpResponse:
    """Give the compiled report as a Word file."""
    compiled = _compiled(pk)
    on = localtime(compiled.compiled_at).date()
    content = word_paper(compiled.title, _sections(compiled), signed_by=office_name(), signed_on=on)
    return _file(content, WORD, f"{compiled.title}.docx", as_attachment=True)


def _file(content: bytes, kind: str, name: str, *, as_attachment: bool) -> HttpResponse:
    header = content_disposition_header(as_attachment=as_attachment, filename=name) or ""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": header})
