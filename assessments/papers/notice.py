"""The yearly notice (考核结果通报): internal with scores, ranking and corrections, public with grades."""

from collections.abc import Sequence

from django.utils import timezone

from assessments.models import Correction, PaperKind, Scheme
from assessments.papers import body, tables
from assessments.papers.content import Notice, gather
from assessments.papers.issuer import issuer
from assessments.papers.subject import Stamp, Subject
from quality_portal.lib.documents.contents import Annex, Block, Content, Heading, Words
from quality_portal.lib.documents.wording import document_number, level_number
from quality_portal.lib.numbers import format_decimal

DRAFT = "征求意见稿（考核结果尚未发布）"
"""Stands under the red head instead of a number while results are not published."""


def schemes_of(subject: Subject) -> list[Scheme]:
    """Return the schemes of a year that have begun, in the order of the notice."""
    rows = Scheme.objects.for_year(subject.year).begun(subject.today)
    return list(rows.prefetch_related("criteria", "bands"))


def public_notice(subject: Subject, stamp: Stamp) -> Content:
    """The edition for everybody: grades only."""
    return notice_content(gather(subject.year, schemes_of(subject), subject.today), stamp, is_internal=False)


def internal_notice(subject: Subject, stamp: Stamp) -> Content:
    """The edition for the authorities: scores, ranking, corrections."""
    return notice_content(gather(subject.year, schemes_of(subject), subject.today), stamp, is_internal=True)


def notice_content(facts: Notice, stamp: Stamp, *, is_internal: bool) -> Content:
    """Return everything the notice says."""
    words = issuer()
    day = timezone.localtime(facts.published_at).date() if facts.published_at else None
    kept = facts.internal_number if is_internal else facts.public_number
    number = document_number(words.agency_code, day.year, kept) if day and kept else DRAFT
    return Content(
        title=words.title.format(year=facts.year),
        blocks=_blocks(facts, is_internal=is_internal),
        annexes=annexes(facts, is_internal=is_internal),
        agency=words.office,
        mark=words.mark,
        number=stamp.number or number,
        addressee=words.addressee,
        signed_by=words.office,
        signed_on=stamp.on or day,
        seal_place=True,
        remark=stamp.remark,
        copies_to=words.copies_to,
        issued_by=words.office,
        issued_on=stamp.on or day,
    )


def _blocks(facts: Notice, *, is_internal: bool) -> tuple[Block, ...]:
    sections = body.sections(facts, with_scores=is_internal)
    if is_internal:
        sections += corrections([group.scheme for group in facts.groups])
    return (Words(body.opening(facts)), *section_blocks(sections))


def section_blocks(sections: Sequence[body.Section]) -> list[Block]:
    """Return sections as headings and paragraphs."""
    found: list[Block] = []
    for number, section in enumerate(sections, start=1):
        found.append(Heading(f"{level_number(1, number)}{section.heading}"))
        for place, part in enumerate(section.parts, start=1):
            if part.heading:
                found.append(Heading(f"{level_number(2, place)}{part.heading}", 2))
            found += [Words(paragraph) for paragraph in part.paragraphs]
    return found


def corrections(schemes: Sequence[Scheme]) -> list[body.Section]:
    """Return the section of corrections (更正) made since publication, none without any."""
    rows = Correction.objects.filter(scheme__in=schemes).order_by("scheme__group", "number")
    told = tuple(correction_words(row) for row in rows)
    return [body.Section("更正事项", (body.Part("", told),))] if told else []


def correction_words(row: Correction) -> str:
    """Return a correction as a sentence."""
    before, after = format_decimal(row.points_before), format_decimal(row.points_after)
    day = timezone.localtime(row.made_at).date()
    return (
        f"更正第{row.number}号（{day.year}年{day.month}月{day.day}日）：{row.unit_name}“{row.name}”"
        f"得分由{before}分更正为{after}分，理由：{row.reason.rstrip('。')}。"
    )


def annexes(facts: Notice, *, is_internal: bool) -> tuple[Annex, ...]:
    """Return the attached tables."""
    attached = [
        *(
            table
            for group in facts.groups
            for table in (tables.score_tables(group) if is_internal else [tables.grade_table(group)])
        ),
        tables.inspection_table(facts.figures),
        tables.target_table(facts.figures),
    ]
    return tuple(Annex(table.title, (tables.grid(table),), table.across) for table in attached)


EDITIONS = {"public": PaperKind.PUBLIC, "internal": PaperKind.INTERNAL}
"""The names of the editions in addresses and on the command line."""
