"""The pack of a joint meeting (会议材料): agenda, earlier decisions, the county's report, problems."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any, Final

from departments.meetings.queries import decision_lines, last_decisions
from departments.models import AgendaItem, Meeting
from quality_portal.lib.documents import pdf
from quality_portal.lib.documents.wording import chinese_date
from reports.models import CompiledReport, ReportPeriod, ReportState, SectionKey
from reports.papers import office_name, paragraphs

NOTHING_TO_SAY: Final = frozenset({"", "无", "无。", "暂无", "暂无。"})
TEMPLATE: Final = "papers/reports/pack.html"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a unit has trouble with or asks to be coordinated, and where it said so."""

    unit: str
    text: str
    source: str


def period_of(meeting: Meeting) -> ReportPeriod | None:
    """Return the last half-year that had begun on the meeting's day and is reported on."""
    begun = ReportPeriod.objects.filter(period_start__lte=meeting.held_on)
    return begun.filter(reports__state=ReportState.ACCEPTED).order_by("-period_end").first()


def compiled_for(meeting: Meeting) -> CompiledReport | None:
    """Return the county's last report on a half-year that had begun on the meeting's day."""
    rows = CompiledReport.objects.filter(period__period_start__lte=meeting.held_on)
    return rows.select_related("period").order_by("-period__period_end").first()


def pack_pdf(meeting: Meeting, *, today: date) -> bytes:
    """Return the pack as PDF with its contents; without a compiled report that part is left out.

    Raises PaperError when it cannot be printed.
    """
    compiled = compiled_for(meeting)
    items = list(meeting.items.select_related("presenter", "raised_by"))
    context: dict[str, Any] = {
        "title": f"{meeting.official_name}材料",
        "agency": office_name(),
        "meeting": meeting,
        "day": chinese_date(meeting.held_on),
        "printed_on": chinese_date(today),
        "agenda": [item for item in items if item.is_taken],
        "lines": decision_lines(last_decisions(meeting).with_state(), today),
        "compiled": compiled,
        "sections": _numbered(compiled) if compiled else [],
        "problems": [*_raised(items), *(_compiled_problems(compiled) if compiled else [])],
        "units": [unit.short_name for unit in meeting.invited.all()],
    }
    return pdf.render(TEMPLATE, context)


def _numbered(compiled: CompiledReport) -> list[tuple[int, str, Sequence[str]]]:
    """Return number, heading and paragraphs of each section; one without a heading takes no number."""
    sections = list(compiled.sections.all())
    numbers = accumulate(int(bool(section.heading)) for section in sections)
    return [
        (number, section.heading, paragraphs(section.text))
        for number, section in zip(numbers, sections, strict=True)
    ]


def _raised(items: Iterable[AgendaItem]) -> list[Problem]:
    return [
        Problem(item.raised_by.short_name, item.title, item.source or "单位提出")
        for item in items
        if item.raised_by is not None
    ]


def _compiled_problems(compiled: CompiledReport) -> list[Problem]:
    """Return the problems of the compiled report, where each paragraph begins with its unit."""
    found = []
    for section in compiled.sections.filter(key=SectionKey.PROBLEMS):
        for paragraph in paragraphs(section.text):
            unit, mark, text = paragraph.partition("：")
            words = text if mark else paragraph
            if words not in NOTHING_TO_SAY:
                found.append(Problem(unit if mark else "", words, f"{compiled.period.on_papers}质量工作报告"))
    return found
