"""The yearly notice (考核结果通报) as PDF: internal with scores and ranking, public with grades."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from assessments.models import Scheme
from assessments.overview import sees_all
from assessments.papers import body, tables
from assessments.papers.content import Notice, gather
from assessments.papers.issuer import issuer
from departments.models import User
from quality_portal.lib.documents import pdf
from quality_portal.lib.documents.wording import document_number

TEMPLATE = "papers/assessments/notice.html"
PUBLIC, INTERNAL = "public", "internal"
EDITIONS = (PUBLIC, INTERNAL)
DRAFT = "征求意见稿（考核结果尚未发布）"
"""Stands under the red head instead of a number while results are not published."""


def schemes_of(year: int, today: date) -> list[Scheme]:
    """Return the schemes of a year that have begun, in the order of the notice."""
    return list(Scheme.objects.for_year(year).begun(today).prefetch_related("criteria", "bands"))


def may_read(user: User, edition: str, schemes: Sequence[Scheme]) -> bool:
    """Tell whether the person may read an edition: liaisons the public one, once it is out."""
    if sees_all(user):
        return edition in EDITIONS
    return edition == PUBLIC and all(scheme.is_published for scheme in schemes)


def file_name(year: int, edition: str) -> str:
    """Return the name the file is saved under."""
    return f"{year}年度考核结果通报（{'公开' if edition == PUBLIC else '内部'}）.pdf"


def notice(year: int, edition: str, *, today: date) -> bytes:
    """Return the PDF of a year's notice; the same records give the same bytes.

    Raises PaperError when it cannot be printed; the year needs at least one scheme that has begun.
    """
    with override("zh-hans"):
        context = notice_context(gather(year, schemes_of(year, today), today), edition)
    return pdf.render(TEMPLATE, context)


def notice_context(facts: Notice, edition: str) -> dict[str, Any]:
    """Return everything the template prints."""
    is_internal = edition == INTERNAL
    words = issuer()
    attached = _attached(facts, is_internal=is_internal)
    day = timezone.localtime(facts.published_at).date() if facts.published_at else None
    number = facts.internal_number if is_internal else facts.public_number
    return {
        "title": words.title.format(year=facts.year),
        "agency": words.office,
        "mark": words.mark,
        "number": document_number(words.agency_code, day.year, number) if day and number else DRAFT,
        "addressee": words.addressee,
        "opening": body.opening(facts),
        "sections": body.sections(facts, with_scores=is_internal),
        "attached": attached,
        "attachments": [table.title for table in attached],
        "signed_by": words.office,
        "signed_on": day,
        "seal_place": True,
        "copies_to": words.copies_to,
        "issued_by": words.office,
        "issued_on": day,
    }


def _attached(facts: Notice, *, is_internal: bool) -> list[tables.Table]:
    table = tables.score_table if is_internal else tables.grade_table
    return [
        *(table(group) for group in facts.groups),
        tables.inspection_table(facts.figures),
        tables.target_table(facts.figures),
    ]
