"""Every paper of the assessment: one content, given as PDF and as Word."""

from collections.abc import Callable

from django.utils.translation import override

from assessments.models import PaperKind
from assessments.papers import groups, notice, units
from assessments.papers.subject import Stamp, Subject
from quality_portal.lib.documents import pdf
from quality_portal.lib.documents.contents import Content
from quality_portal.lib.documents.word import word_document

TEMPLATE = "papers/content.html"
BUILDERS: dict[str, Callable[[Subject, Stamp], Content]] = {
    PaperKind.SCHEME: groups.scheme_paper,
    PaperKind.SELF_FORM: units.self_form,
    PaperKind.EVIDENCE: units.evidence_list,
    PaperKind.SUMMARY: groups.summary,
    PaperKind.PUBLIC: notice.public_notice,
    PaperKind.INTERNAL: notice.internal_notice,
    PaperKind.LETTER: units.letter,
    PaperKind.RECTIFICATION: units.rectification_notice,
    PaperKind.RECTIFICATION_LIST: groups.rectification_list,
    PaperKind.YEARLY: groups.yearly,
}
TITLES = {
    PaperKind.SCHEME: "考核方案",
    PaperKind.SELF_FORM: "自评打分表",
    PaperKind.EVIDENCE: "佐证材料目录",
    PaperKind.SUMMARY: "得分汇总表",
    PaperKind.PUBLIC: "考核结果通报（公开）",
    PaperKind.INTERNAL: "考核结果通报（内部）",
    PaperKind.LETTER: "考核结果反馈函",
    PaperKind.RECTIFICATION: "整改通知",
    PaperKind.RECTIFICATION_LIST: "整改责任清单",
    PaperKind.YEARLY: "年度考核报告",
}
"""The names of papers in file names."""


def content_of(subject: Subject, stamp: Stamp | None = None) -> Content:
    """Return what a paper says; papers are Chinese in either language. Raises PaperError."""
    with override("zh-hans"):
        return BUILDERS[subject.kind](subject, stamp or Stamp())


def as_pdf(content: Content) -> bytes:
    """Return the paper as PDF; the same content gives the same bytes. Raises PaperError."""
    return pdf.render(TEMPLATE, content.context())


def as_word(content: Content) -> bytes:
    """Return the paper as a Word file."""
    return word_document(content)


def file_stem(subject: Subject) -> str:
    """Return the name a paper is saved under, without its ending."""
    name = TITLES[PaperKind(subject.kind)]
    unit = subject.unit.short_name if subject.unit else ""
    group = str(subject.scheme.get_group_display()) if subject.scheme and not unit else ""
    return f"{subject.year}年度{name}{unit or group}"
