"""The portal is killed at any moment of an import, a handing-in or a paper, and goes on where it stood."""

import random
import secrets
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import close_old_connections
from django.urls import reverse

from assessments.models import IssuedPaper, PaperKind, Scheme
from departments.access import Role
from departments.models import Department, Job, User
from inspections.actions.imports import receive
from inspections.models import ImportBatch, Sample
from reports.models import Evidence, Report
from tests.assessments.factories import make_scheme
from tests.departments.factories import make_user
from tests.drills.crowds import drafts, periods
from tests.drills.portal import Answer, Person, Portal, hold
from tests.inspections.factories import FULL, TITLE, full_row, make_csv
from tests.reports.factories import PDF

SMALL, LARGE = 60, 600
"""Rows of a table that is written at once, and of one that the worker writes."""
SETTLED_SECONDS = 600
Act = Callable[[], Answer]


@dataclass
class Bench:
    """The records that are written while the portal is killed, and what was acknowledged of them."""

    office: User
    person: Person
    scheme: Scheme
    unit: Department
    reports: list[Report]
    uploads: list[tuple[ImportBatch, bool]] = field(default_factory=list)
    filed: list[tuple[Report, str, bool, bool]] = field(default_factory=list)
    papers: int = 0
    rows: int = 0


def kills(portal: Portal) -> str:
    """Kill the portal as often as asked, each time in the middle of something else."""
    bench, acts = prepared(portal), (_small, large, _hand_in, paper)
    lasted = {act: _undisturbed(bench, act) for act in acts}
    for number in range(portal.times):
        act = acts[number % len(acts)]
        began, note = act(bench)
        with ThreadPoolExecutor(1) as people:
            works = people.submit(answers_to, began)
            time.sleep(random.uniform(0, lasted[act] * 1.1))
            portal.kill()
            note(works.result())
        portal.start()
        close_old_connections()
    return f"{portal.times} kills; {settled(bench)}; {imports(bench)}; {_filed(bench)}; {papers(bench)}"


def prepared(portal: Portal) -> Bench:
    """Make what is written; ``portal.times`` says how many reports are needed."""
    office = make_user(role=Role.OFFICE)
    periods(office, 1 + portal.times // 100)
    scheme = Scheme.objects.filter(year=2023).first() or make_scheme(2023)
    unit = Department.objects.active().filter(kind__in=scheme.kinds)[0]
    needed = portal.times // 4 + 2
    return Bench(office, portal.signed_in(office), scheme, unit, drafts(office, needed))


def answers_to(works: list[Act]) -> list[Answer | None]:
    """Do one after the other; None for each that was cut off."""
    found: list[Answer | None] = []
    for work in works:
        try:
            found.append(work())
        except (OSError, HTTPException):
            found.append(None)
    return found


def _undisturbed(
    bench: Bench, act: Callable[[Bench], tuple[list[Act], Callable[[list[Answer | None]], None]]]
) -> float:
    """Do it once without a fault; return how many seconds it takes, the worker's part included."""
    works, note = act(bench)
    start = time.perf_counter()
    answers = answers_to(works)
    while Job.objects.unfinished().exists():
        time.sleep(0.05)
    note(answers)
    statuses = [answer and answer.status for answer in answers]
    hold(true=set(statuses) == {302}, what=f"{act.__name__} answers {statuses} undisturbed")
    return time.perf_counter() - start


def _table(bench: Bench, rows: int) -> tuple[list[Act], Callable[[list[Answer | None]], None]]:
    numbers = range(bench.rows + 1, bench.rows + rows + 1)
    bench.rows += rows
    with tempfile.TemporaryDirectory() as folder:
        table = [[f"{TITLE}{bench.rows}"], FULL, *(full_row(number) for number in numbers)]
        path = make_csv(Path(folder) / f"{bench.rows}.csv", table)
        upload = receive(ContentFile(path.read_bytes(), name=path.name), by=bench.office)
    page = reverse("inspections:import_confirm", args=[upload.pk])
    form = {"sha256": upload.sha256, "once": secrets.token_urlsafe(12)}
    work = [lambda: bench.person.post(page, **form)]
    return work, lambda answers: bench.uploads.append((upload, _taken(answers[0])))


def _small(bench: Bench) -> tuple[list[Act], Callable[[list[Answer | None]], None]]:
    return _table(bench, SMALL)


def large(bench: Bench) -> tuple[list[Act], Callable[[list[Answer | None]], None]]:
    """Return the sending of a table that the worker writes, and what notes the answer."""
    return _table(bench, LARGE)


def submit(bench: Bench, report: Report) -> Answer:
    """Hand a report in on behalf of its unit."""
    form = {"version": report.version, "filed_for": "王五", "filed_for_reason": "联络员住院"}
    page = reverse("reports:submit", args=[report.pk])
    return bench.person.post(page, once=secrets.token_urlsafe(12), **form)


def _hand_in(bench: Bench) -> tuple[list[Act], Callable[[list[Answer | None]], None]]:
    report, mark = bench.reports.pop(), secrets.token_hex(8)
    file = ContentFile(PDF.replace(b"endobj", f"%{mark}\nendobj".encode()), name=f"{mark}.pdf")
    page = reverse("reports:evidence_add", args=[report.pk])
    works = [lambda: bench.person.attach(page, attached=file), lambda: submit(bench, report)]

    def note(answers: list[Answer | None]) -> None:
        has_file, is_in = map(_taken, answers)
        bench.filed.append((report, f"{mark}.pdf", has_file, is_in))

    return works, note


def paper(bench: Bench) -> tuple[list[Act], Callable[[list[Answer | None]], None]]:
    """Return the issuing of a paper, and what notes the answer."""
    page = reverse("assessments:paper_desk", args=[bench.scheme.year])
    form = {"kind": PaperKind.EVIDENCE, "scheme": bench.scheme.pk, "unit": bench.unit.pk, "way": "issue"}

    def note(answers: list[Answer | None]) -> None:
        bench.papers += answers[0] is not None and answers[0].location == reverse("assessments:paper_list")

    return [lambda: bench.person.post(page, once=secrets.token_urlsafe(12), **form)], note


def _taken(answer: Answer | None) -> bool:
    return answer is not None and answer.status == 302


def settled(bench: Bench) -> str:
    """Wait until no job is unfinished; people go on asking for pages, which takes up lost jobs."""
    start = time.monotonic()
    while Job.objects.unfinished().exists() and time.monotonic() < start + SETTLED_SECONDS:
        bench.person.get("/")
        time.sleep(1)
    hold(true=not Job.objects.unfinished().exists(), what="a job was never finished")
    return f"jobs finished {time.monotonic() - start:.0f} s later"


def imports(bench: Bench) -> str:
    """Every import is there whole or not at all, and what was acknowledged is there or was called off."""
    ends: Counter[str] = Counter()
    for upload, was_taken in bench.uploads:
        upload.refresh_from_db()
        stored = Sample.objects.filter(import_batch=upload).count()
        is_done = upload.state == ImportBatch.State.DONE
        hold(
            true=stored == (upload.total if is_done else 0),
            what=f"{stored} of {upload.total} rows of an import that is {upload.state}",
        )
        kept = is_done or upload.state == ImportBatch.State.FAILED
        hold(true=kept or not was_taken, what=f"an acknowledged import is {upload.state}")
        ends[upload.state] += 1
    return f"imports {dict(ends)}"


def _filed(bench: Bench) -> str:
    """Every acknowledged file and submission is there once; what was cut off can be sent again."""
    again = 0
    for report, name, has_file, is_in in bench.filed:
        report.refresh_from_db()
        files = Evidence.objects.filter(report=report, name=name).count()
        times = report.submissions.count()
        hold(true=has_file <= files <= 1, what=f"file stored {files} times, acknowledged: {has_file}")
        hold(true=is_in <= times <= 1, what=f"handed in {times} times, acknowledged: {is_in}")
        if not times:
            again += 1
            hold(true=_taken(submit(bench, report)), what="a report cut off cannot be handed in again")
        hold(true=report.submissions.count() == 1, what="a report is not handed in once")
    return f"{len(bench.filed)} reports in once ({again} sent again)"


def papers(bench: Bench) -> str:
    """Every acknowledged paper is there; numbers have neither doubles nor gaps."""
    numbers = sorted(int(each.number.split("〕")[1][:-1]) for each in IssuedPaper.objects.all())
    hold(true=numbers == list(range(numbers[0], numbers[0] + len(numbers))), what=f"numbers {numbers}")
    hold(true=bench.papers <= len(numbers), what=f"{len(numbers)} of {bench.papers} papers")
    return f"{len(numbers)} papers, {bench.papers} acknowledged"
