"""Papers of the yearly assessment, as PDF and Word, and the archive of those that were issued."""

from collections.abc import Sequence
from datetime import date

from assessments.models import Scheme
from assessments.overview import sees_all
from assessments.papers import archive, build
from assessments.papers.notice import DRAFT, EDITIONS, schemes_of
from assessments.papers.subject import Subject
from departments.models import User

PUBLIC, INTERNAL = "public", "internal"

__all__ = ["DRAFT", "EDITIONS", "INTERNAL", "PUBLIC", "file_name", "may_read", "notice", "schemes_in"]


def schemes_in(year: int, today: date) -> list[Scheme]:
    """Return the schemes of a year that have begun, in the order of the notice."""
    return schemes_of(Subject("", year, today))


def may_read(user: User, edition: str, schemes: Sequence[Scheme]) -> bool:
    """Tell whether the person may read an edition: liaisons the public one, once it is out."""
    if sees_all(user):
        return edition in EDITIONS
    return edition == PUBLIC and all(scheme.is_published for scheme in schemes)


def file_name(year: int, edition: str) -> str:
    """Return the name the file is saved under."""
    return f"{year}年度考核结果通报（{'公开' if edition == PUBLIC else '内部'}）.pdf"


def notice(year: int, edition: str, *, today: date) -> bytes:
    """Return the PDF of a year's notice: the archived one once it is issued, else printed from the records.

    Raises PaperError when it cannot be printed; the year needs at least one scheme that has begun.
    """
    subject = Subject(EDITIONS[edition], year, today)
    issued = archive.latest(subject)
    return archive.content(issued) if issued else build.as_pdf(build.content_of(subject))
