"""The disk of database and files is full for a while."""

import secrets
import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connections
from django.urls import reverse

from departments.access import Role
from departments.models import Department, Task
from reports.models import Evidence
from tests.departments.factories import make_user
from tests.drills.crowds import drafts, periods, task
from tests.drills.portal import Answer, Portal, hold
from tests.reports.factories import PDF

BLOCK = 64 * 1024
TRIES = 40
SIZE = 3 * 1024 * 1024
TOLD = {503, 507}


def disk_full(portal: Portal) -> str:
    """Fill the disk; send forms and files; give the room back and send them again."""
    office = make_user(role=Role.OFFICE)
    periods(office, 1)
    report, person = drafts(office, 1)[0], portal.signed_in(office)
    lead = Department.objects.get(code="agri")

    def forms() -> list[tuple[str, Answer]]:
        titles = [f"任务{secrets.token_hex(8)}" for _each in range(TRIES)]
        long = {"deliverable": "报告" * 90}
        page = reverse("tasks:new")
        return [
            (each, person.post(page, **task(lead, each, secrets.token_urlsafe(12)) | long)) for each in titles
        ]

    def file() -> Answer:
        content = PDF.replace(b"endobj", b"%" + secrets.token_hex(SIZE // 2).encode() + b"\nendobj")
        attached = ContentFile(content, name=f"{secrets.token_hex(4)}.pdf")
        return person.attach(reverse("reports:evidence_add", args=[report.pk]), attached=attached)

    filler = _fill(Path(settings.MEDIA_ROOT).parent)
    refused, written, page = file(), forms(), person.get(reverse("departments:duties"))
    filler.unlink()
    connections.close_all()
    again, later = file(), forms()
    _kept([*written, *later])
    hold(true=page.status in {200, *TOLD}, what=f"a page while full: {page.status}")
    hold(true=refused.status in TOLD, what=f"the file was answered with {refused.status}")
    hold(true={answer.status for _title, answer in later} == {302} == {again.status}, what="no way back")
    hold(true=Evidence.objects.filter(report=report).count() == 1, what="not one file")
    statuses = dict(Counter(answer.status for _title, answer in written))
    hold(true=bool(TOLD & set(statuses)) and set(statuses) <= TOLD | {302}, what=f"forms {statuses}")
    return f"while full: file {refused.status}, forms {statuses}, page {page.status}; afterwards all stored"


def _kept(sent: list[tuple[str, Answer]]) -> None:
    """What was acknowledged is stored once, and what was refused is not stored."""
    stored = Counter(Task.objects.filter(title__in=[t for t, _a in sent]).values_list("title", flat=True))
    for title, answer in sent:
        hold(true="Traceback" not in answer.text, what="a traceback was shown")
        wanted = 1 if answer.status == 302 else 0
        hold(true=stored[title] == wanted, what=f"{answer.status}, but stored {stored[title]} times")


def _fill(folder: Path) -> Path:
    """Fill the disk that a folder of its own stands on."""
    hold(
        true=folder.stat().st_dev != Path(tempfile.gettempdir()).parent.parent.stat().st_dev,
        what="no own disk",
    )
    filler = folder / "filler"
    # Unbuffered: what a buffer still holds when the disk is full would be an error once the file is closed.
    with filler.open("wb", buffering=0) as content, suppress(OSError):
        content.write(b"0" * max(0, shutil.disk_usage(folder).free - BLOCK))
        while True:
            content.write(b"0" * 4096)
    return filler
