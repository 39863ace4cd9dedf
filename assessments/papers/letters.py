"""All units' letters in one go: issued, joined for printing and packed, in a thread that tells its way."""

import io
import logging
import secrets
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from assessments.corrections import followed
from assessments.models import IssuedPaper, PaperKind, Scheme
from assessments.papers import archive, build
from assessments.papers.content import group_result
from assessments.papers.subject import Stamp, Subject
from assessments.papers.units import letter_of
from departments.models import User
from quality_portal.lib import clock
from quality_portal.lib.documents.contents import Content
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.documents.series import typeset_series

logger = logging.getLogger(__name__)
KEPT_SECONDS = 3600
KEPT_FILES = timedelta(days=1)
FOLDER = "assessment-letters"
PDF, ZIP = "pdf", "zip"


def clean(now: datetime) -> None:
    """Remove joined files of earlier runs that are older than a day; the letters themselves are archived."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        stored = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(stored) < now - KEPT_FILES:
            default_storage.delete(stored)


def launch(scheme: Scheme, by: User) -> str:
    """Begin to print a scheme's letters; return the token that asks how far they are."""
    clean(clock.now())
    token = secrets.token_urlsafe(16)
    _tell(token, scheme=scheme.pk, user=by.pk, done=0, total=0)
    language = get_language() or "zh-hans"
    Thread(target=_work, args=(token, scheme, by, language), name="letters", daemon=True).start()
    return token


def state_of(token: str, by: User) -> dict[str, Any] | None:
    """Return how far a run is; None for another person's, or one that is forgotten."""
    found: dict[str, Any] | None = cache.get(_key(token))
    return found if found and found["user"] == by.pk else None


def _work(token: str, scheme: Scheme, by: User, language: str) -> None:
    try:
        with override(language):
            run(token, scheme, by)
    finally:
        connection.close()


def run(token: str, scheme: Scheme, by: User) -> None:
    """Print the letters and record how it ended; never raises."""
    try:
        joined, packed = letters(scheme, by, lambda done, total: _more(token, done=done, total=total))
        files = {PDF: _kept(joined, PDF), ZIP: _kept(packed, ZIP)}
        _more(token, files=files)
    except PaperError as error:
        _more(token, failure=str(error))
    except Exception:
        # Whatever it was, the person waiting for it has to be told, and the log keeps the details.
        logger.exception("letters of scheme %d failed", scheme.pk)
        _more(token, failure=_("The letters could not be printed. Try again, or tell the administrator."))


@dataclass(frozen=True, slots=True)
class _Letter:
    """A unit's letter: what it is about, what it says, and the row of one issued before."""

    subject: Subject
    stamp: Stamp
    content: Content
    before: IssuedPaper | None


def letters(scheme: Scheme, by: User, progress: Any) -> tuple[bytes, bytes]:
    """Return all letters as one PDF, and as an archive with each as PDF and Word.

    Letters of a published scheme are issued; one issued before keeps its number and its archived bytes,
    unless results were corrected since.
    """
    moment = clock.now()
    with override("zh-hans"):
        drawn = _drawn(scheme, moment)
    printed, joined = typeset_series(
        build.TEMPLATE,
        [each.content.context() for each in drawn],
        progress=lambda done: progress(done, len(drawn)),
    )
    files = [
        archive.content(each.before) if each.before else fresh
        for each, fresh in zip(drawn, printed, strict=True)
    ]
    if scheme.is_published:
        new = [
            (each.subject, each.content.title, each.stamp, file)
            for each, file in zip(drawn, files, strict=True)
            if each.before is None
        ]
        archive.keep_all(new, by=by, moment=moment)
    return joined, _packed([each.subject for each in drawn], [each.content for each in drawn], files)


def _drawn(scheme: Scheme, moment: datetime) -> list[_Letter]:
    """Return every unit's letter, numbered where the results are published."""
    today = timezone.localtime(moment).date()
    group, corrections = group_result(scheme, today), followed(scheme)
    since = max((row.correction.made_at for row in corrections), default=None)
    subjects = [Subject(PaperKind.LETTER, scheme.year, today, scheme, total.unit) for total in group.totals]
    before = [_valid(archive.latest(subject), since) for subject in subjects]
    stamps = archive.stamps(subjects, before, moment, is_issued=scheme.is_published)
    return [
        _Letter(subject, stamp, letter_of(subject, stamp, total, group, corrections), issued)
        for subject, stamp, total, issued in zip(subjects, stamps, group.totals, before, strict=True)
    ]


def _valid(issued: IssuedPaper | None, since: datetime | None) -> IssuedPaper | None:
    """Return the paper unless it is older than the last correction, which it does not tell."""
    return None if issued and since and issued.issued_at < since else issued


def _packed(subjects: list[Subject], contents: list[Content], files: list[bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archived:
        for number, (subject, content, file) in enumerate(zip(subjects, contents, files, strict=True), 1):
            stem = f"{number:03d} {build.file_stem(subject)}"
            archived.writestr(f"PDF/{stem}.pdf", file)
            archived.writestr(f"Word/{stem}.docx", build.as_word(content))
    return packed.getvalue()


def _kept(content: bytes, kind: str) -> str:
    return default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}.{kind}", ContentFile(content))


def _key(token: str) -> str:
    return f"assessment-letters-{token}"


def _tell(token: str, **facts: Any) -> None:
    cache.set(_key(token), facts, KEPT_SECONDS)


def _more(token: str, **facts: Any) -> None:
    _tell(token, **(cache.get(_key(token)) or {}) | facts)


def opened(stored_as: str) -> Any:
    """Return a finished file for reading; raises FileNotFoundError when it is gone."""
    return default_storage.open(stored_as)
