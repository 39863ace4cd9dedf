"""All units' letters in one go: issued, joined for printing and packed, as a background job."""

import io
import secrets
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from assessments.corrections import followed
from assessments.models import IssuedPaper, PaperKind, Scheme
from assessments.papers import archive, build
from assessments.papers.content import group_result
from assessments.papers.subject import Stamp, Subject
from assessments.papers.units import letter_of
from departments.jobs import actions as jobs
from departments.jobs.kinds import JobError, Kind, Tell
from departments.models import Job, User
from quality_portal.lib import clock
from quality_portal.lib.documents.contents import Content
from quality_portal.lib.documents.errors import PaperError
from quality_portal.lib.documents.series import typeset_series

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


def launch(scheme: Scheme, by: User) -> Job:
    """Begin to print a scheme's letters; return the job that does it."""
    clean(clock.now())
    return jobs.start(LETTERS, subject=scheme.pk, title=str(scheme), by=by)


def _run(job: Job, tell: Tell) -> dict[str, Any]:
    scheme = Scheme.objects.get(pk=job.subject)
    try:
        joined, packed = letters(scheme, job.asked_by, tell)
    except PaperError as error:
        raise JobError(str(error)) from error
    return {"files": {PDF: _kept(joined, PDF), ZIP: _kept(packed, ZIP)}}


def _abandon(_job: Job, _reason: str) -> None:
    """Nothing has to be freed: what was printed is kept only at the end."""


def _page(job: Job) -> str:
    return reverse("assessments:letters", args=[job.pk])


LETTERS = Kind(
    name="assessment-letters",
    label=gettext_lazy("Letters of the assessment"),
    run=_run,
    abandon=_abandon,
    page=_page,
)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A unit's letter: what it is about, what it says, and the row of one issued before."""

    subject: Subject
    stamp: Stamp
    content: Content
    before: IssuedPaper | None


def letters(scheme: Scheme, by: User, progress: Tell) -> tuple[bytes, bytes]:
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


def opened(stored_as: str) -> Any:
    """Return a finished file for reading; raises FileNotFoundError when it is gone."""
    return default_storage.open(stored_as)
