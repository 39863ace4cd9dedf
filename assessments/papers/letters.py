"""All units' letters in one go: issued, joined for printing and packed, in a thread that tells its way."""

import io
import logging
import secrets
import zipfile
from threading import Thread
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from assessments.models import PaperKind, Scheme
from assessments.papers import archive, build
from assessments.papers.content import group_result
from assessments.papers.subject import Subject
from assessments.papers.units import letter_of
from departments.models import User
from quality_portal.lib import clock
from quality_portal.lib.documents.contents import Content
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.documents.series import typeset_series

logger = logging.getLogger(__name__)
KEPT_SECONDS = 3600
FOLDER = "assessment-letters"
PDF, ZIP = "pdf", "zip"


def launch(scheme: Scheme, by: User) -> str:
    """Begin to print a scheme's letters; return the token that asks how far they are."""
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


def letters(scheme: Scheme, by: User, progress: Any) -> tuple[bytes, bytes]:
    """Return all letters as one PDF, and as an archive with each as PDF and Word.

    Letters of a published scheme are issued; one issued before keeps its number and its archived bytes.
    """
    moment = clock.now()
    today = clock.today()
    with override("zh-hans"):
        drawn = [
            (Subject(PaperKind.LETTER, scheme.year, today, scheme, total.unit), total)
            for total in group_result(scheme, today).totals
        ]
        before = [archive.latest(subject) for subject, _total in drawn]
        stamps = archive.stamps(
            [subject for subject, _total in drawn], before, moment, is_issued=scheme.is_published
        )
        contents = [
            letter_of(subject, stamp, total) for (subject, total), stamp in zip(drawn, stamps, strict=True)
        ]
    count = len(contents)
    printed, joined = typeset_series(
        build.TEMPLATE,
        [content.context() for content in contents],
        progress=lambda done: progress(done, count),
    )
    files = [
        archive.content(issued) if issued else fresh for issued, fresh in zip(before, printed, strict=True)
    ]
    if scheme.is_published:
        fresh_ones = [
            (subject, content.title, stamp, file)
            for (subject, _total), content, stamp, file, issued in zip(
                drawn, contents, stamps, files, before, strict=True
            )
            if issued is None
        ]
        archive.keep_all(fresh_ones, by=by, moment=moment)
    return joined, _packed([subject for subject, _total in drawn], contents, files)


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
