"""Papers issued and kept (印发存档): number, verification code, the very bytes with their checksum."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import IssuedPaper, PaperKind, Scheme
from assessments.papers.build import as_pdf, content_of, file_stem
from assessments.papers.issuer import issuer
from assessments.papers.notice import schemes_of
from assessments.papers.subject import AFTER_PUBLICATION, YEARLY, Stamp, Subject
from departments.models import User
from quality_portal.lib import clock
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.documents.wording import document_number
from quality_portal.lib.uploads import CheckedFile, kept

FOLDER: Final = "assessment-papers"
SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Signs of a verification code: none is taken for another."""
CODE_PARTS, SIGNS_IN_PART = 3, 4
ATTEMPTS: Final = 6
"""How often a paper is printed anew because its number was taken meanwhile."""


class NumberTakenError(Exception):
    """The number was taken between its reading and the lock."""


def issue(*, subject: Subject, by: User, now: datetime | None = None) -> IssuedPaper:
    """Number, print and keep a paper.

    It is printed outside the lock, which costs seconds; when another paper took the number meanwhile, it
    is printed again with the next one. Raises PaperError when it cannot be issued or printed.
    """
    check(subject)
    moment = now or clock.now()
    for _attempt in range(ATTEMPTS):
        number = next_number(subject, moment)
        stamp = Stamp(number, new_code(), timezone.localtime(moment).date())
        content = content_of(subject, stamp)
        printed = as_pdf(content)
        try:
            return _keep(subject, content.title, stamp, printed, by=by, moment=moment)
        except NumberTakenError:
            continue
    raise PaperError(_("Many papers are being issued just now. Try again in a minute."))


def check(subject: Subject) -> None:
    """Raise PaperError when a paper is not to be issued yet."""
    schemes = schemes_of(subject) if subject.kind in YEARLY else [subject.of_scheme()]
    published = bool(schemes) and all(scheme.is_published for scheme in schemes)
    if subject.kind in AFTER_PUBLICATION and not published:
        raise PaperError(_("This paper is issued once the results are published."))


def series(kind: str) -> str:
    """Return the code before the year in the numbers of a kind (机关代字)."""
    words = issuer()
    if kind in (PaperKind.LETTER, PaperKind.RECTIFICATION):
        return words.letter_code
    return words.report_code if kind == PaperKind.YEARLY else words.agency_code


def next_number(subject: Subject, moment: datetime) -> str:
    """Return the number a paper gets now: the one its publication reserved, else the next of its series."""
    year = timezone.localtime(moment).year
    reserved = _reserved(subject)
    if reserved and not IssuedPaper.objects.filter(number=reserved).exists():
        return reserved
    code = series(subject.kind)
    return document_number(code, year, max(_taken(code, year), default=0) + 1)


def _reserved(subject: Subject) -> str:
    """Return the number the notice got when the results were published."""
    field = {PaperKind.PUBLIC: "public_number", PaperKind.INTERNAL: "internal_number"}.get(
        PaperKind(subject.kind)
    )
    published = [scheme for scheme in schemes_of(subject) if scheme.published_at] if field else []
    if not field or not published:
        return ""
    last = max(published, key=lambda scheme: (scheme.published_at, scheme.pk))
    number = getattr(last, field)
    if number is None or last.published_at is None:
        return ""
    return document_number(issuer().agency_code, timezone.localtime(last.published_at).year, number)


def _taken(code: str, year: int) -> list[int]:
    start = f"{code}〔{year}〕"
    kept_numbers = IssuedPaper.objects.filter(number__startswith=start).values_list("number", flat=True)
    taken = [int(number.removeprefix(start).removesuffix("号")) for number in kept_numbers]
    if code == issuer().agency_code:
        rows = Scheme.objects.filter(published_at__year=year).values_list("public_number", "internal_number")
        taken += [number for row in rows for number in row if number]
    return taken


def new_code() -> str:
    """Return a verification code that cannot be guessed: 7K3M-PQ2X-9ABC."""
    parts = ("".join(secrets.choice(SIGNS) for _sign in range(SIGNS_IN_PART)) for _part in range(CODE_PARTS))
    return "-".join(parts)


@transaction.atomic
def _keep(
    subject: Subject, title: str, stamp: Stamp, printed: bytes, *, by: User, moment: datetime
) -> IssuedPaper:
    """Write file and row; the first scheme is the latch that numbers are given under."""
    Scheme.objects.select_for_update(of=("self",)).order_by("pk").first()
    if IssuedPaper.objects.filter(number=stamp.number).exists():
        raise NumberTakenError
    checksum = hashlib.sha256(printed).hexdigest()
    name = f"{file_stem(subject)}.pdf"
    with kept(CheckedFile("pdf", name, printed, checksum), FOLDER) as stored_as:
        return IssuedPaper.objects.create(
            kind=subject.kind,
            year=subject.year,
            scheme=subject.scheme,
            unit=subject.unit,
            title=title.replace("\n", "")[:200],
            number=stamp.number,
            code=stamp.code,
            file_name=name,
            size=len(printed),
            sha256=checksum,
            stored_as=stored_as,
            issued_at=moment,
            issued_by=by,
        )


def latest(subject: Subject) -> IssuedPaper | None:
    """Return the paper last issued about the same, None while there is none."""
    rows = IssuedPaper.objects.filter(kind=subject.kind, year=subject.year)
    return rows.filter(scheme=subject.scheme, unit=subject.unit).order_by("-issued_at", "-pk").first()


def content(issued: IssuedPaper) -> bytes:
    """Return the archived bytes; raises PaperError when they are gone or were altered."""
    try:
        with default_storage.open(issued.stored_as) as file:
            found = file.read()
    except FileNotFoundError as error:
        raise PaperError(_("The archived file is missing on the disk. Tell the administrator.")) from error
    if hashlib.sha256(found).hexdigest() != issued.sha256:
        raise PaperError(_("The archived file was altered on the disk. Tell the administrator."))
    return bytes(found)


def normal_code(text: str) -> str:
    """Return a code as it is kept: capitals, in parts, whatever was typed between them."""
    signs = "".join(sign for sign in text.upper() if sign in SIGNS)
    return "-".join(signs[start : start + SIGNS_IN_PART] for start in range(0, len(signs), SIGNS_IN_PART))


def stamp_of(issued: IssuedPaper) -> Stamp:
    """Return what is stamped on an issued paper."""
    return Stamp(issued.number, issued.code, _day(issued.issued_at))


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def stamps(
    subjects: Sequence[Subject],
    before: Sequence[IssuedPaper | None],
    moment: datetime,
    *,
    is_issued: bool,
) -> list[Stamp]:
    """Return the stamps of several papers of one series: issued ones keep theirs, drafts have none."""
    year = timezone.localtime(moment).year
    code = series(subjects[0].kind) if subjects else ""
    number = max(_taken(code, year), default=0)
    found = []
    for issued in before:
        if issued is not None:
            found.append(stamp_of(issued))
        elif is_issued:
            number += 1
            found.append(Stamp(document_number(code, year, number), new_code(), _day(moment)))
        else:
            found.append(Stamp())
    return found


@transaction.atomic
def keep_all(
    papers: Sequence[tuple[Subject, str, Stamp, bytes]], *, by: User, moment: datetime
) -> list[IssuedPaper]:
    """Keep several printed papers, all or none; raises PaperError when a number was taken meanwhile."""
    try:
        return [
            _keep(subject, title, stamp, printed, by=by, moment=moment)
            for subject, title, stamp, printed in papers
        ]
    except NumberTakenError as error:
        raise PaperError(_("Many papers are being issued just now. Try again in a minute.")) from error
