"""The portal's clock is moved by an hour, forwards and backwards, while people work.

A small library, compiled from ``clock.c``, answers when the portal's processes ask for the time of day; waits
go on by the clock that only counts. Needs a C compiler. PostgreSQL and the disk keep the machine's clock.
"""

import secrets
import shutil
import struct
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections
from django.urls import reverse

from departments.access import Role
from departments.audit import chain
from departments.models import AuditEntry, Department, Job, Task, User
from quality_portal.lib import clock as wall
from reports.models import Report, ReportState
from reports.models.report import IN_REVIEW
from tests.departments.factories import make_user
from tests.drills import kills
from tests.drills.crowds import task, told
from tests.drills.portal import Answer, Portal, hold

SOURCE = Path(__file__).with_name("clock.c")
PEOPLE = 4
SHIFTS = (0, 3600, 0, -3600, 0)
"""Seconds that the portal's clock is ahead, one after the other: two steps forwards and two back."""
STEP_SECONDS = 5
NOTICED_SECONDS = 2
PAUSE = 0.2
Sent = list[tuple[str, Answer]]


@dataclass
class Crowd:
    """What people sent while the clock was moved, and how often they had to sign in again."""

    portal: Portal
    lead: Department
    sent: Sent = field(default_factory=list)
    again: Counter[int] = field(default_factory=Counter)
    shift: int = SHIFTS[0]
    over: threading.Event = field(default_factory=threading.Event)


def clock(portal: Portal) -> str:
    """Serve by a clock that can be moved; move it while forms, imports, reports and papers are sent."""
    setting = Path(settings.MEDIA_ROOT).parent / "clock"
    _move(setting, SHIFTS[0])
    portal.stop()
    portal.start(**_faked(setting))
    crowd = Crowd(portal, Department.objects.get(code="agri"))
    bench = kills.prepared(portal)
    report = bench.reports.pop()
    people = [make_user(role=Role.OFFICE) for _each in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as workers:
        works = [workers.submit(_work, crowd, user) for user in people]
        try:
            for shift in SHIFTS:
                _step(portal, bench, crowd, report, setting, shift)
        finally:
            crowd.over.set()
        for work in works:
            work.result()
    imported = f"{kills.settled(bench)}; {kills.imports(bench)}; {kills.papers(bench)}"
    return f"{_kept(crowd)}; {imported}; {_filed(report)}; {_chain()}"


def _faked(setting: Path) -> dict[str, str]:
    """Compile the library that stands before the system's; return what makes processes load it."""
    library = setting.with_suffix(".so")
    command = ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE)]
    hold(true=shutil.which("cc") is not None, what="no C compiler: apt-get install gcc libc6-dev")
    subprocess.run(command, check=True)
    return {"LD_PRELOAD": str(library), "DRILL_CLOCK": str(setting)}


def _move(setting: Path, shift: int) -> None:
    """Move the clock in one stroke, in the file that the processes have mapped."""
    with setting.open("r+b" if setting.exists() else "wb", buffering=0) as kept:
        kept.write(struct.pack("=q", shift))


def _step(
    portal: Portal, bench: kills.Bench, crowd: Crowd, report: Report, setting: Path, shift: int
) -> None:
    """Move the clock in the middle of an import; hand a report in, return it and issue a paper after it."""
    bench.person = portal.signed_in(bench.office)
    works, note = kills.large(bench)
    note(kills.answers_to(works))
    _move(setting, shift)
    crowd.shift = shift
    time.sleep(NOTICED_SECONDS)
    # An hour forwards ends every session that has been idle for half an hour, and so this one.
    bench.person = portal.signed_in(bench.office)
    _seen(bench, shift)
    _hand_in_and_return(bench, report)
    works, note = kills.paper(bench)
    printed = kills.answers_to(works)
    note(printed)
    hold(true={answer and answer.status for answer in printed} == {302}, what="no paper")
    time.sleep(STEP_SECONDS)
    close_old_connections()


def _seen(bench: kills.Bench, shift: int) -> None:
    """Make sure that the served portal reads the moved clock."""
    title = f"时钟{secrets.token_hex(8)}"
    lead = Department.objects.get(code="agri")
    sent = bench.person.post(reverse("tasks:new"), **task(lead, title, secrets.token_urlsafe(12)))
    hold(true=sent.status == 302, what=f"a task is answered with {sent.status}")
    noted = Task.history.get(title=title).history_date
    off = (noted - wall.now()).total_seconds() - shift
    hold(true=abs(off) < 60, what=f"the portal's clock is {off:.0f} s from where it was moved to")


def _hand_in_and_return(bench: kills.Bench, report: Report) -> None:
    report.refresh_from_db()
    times = report.submissions.count()
    answers = [kills.submit(bench, report)]
    report.refresh_from_db()
    hold(true=report.state in IN_REVIEW, what=f"handed in, but {report.state}")
    line = report.lines.order_by("pk")[0]
    remark = reverse("reports:remark", args=[report.pk, line.pk])
    answers.append(bench.person.post(remark, text="请补充数据"))
    answers.append(bench.person.post(reverse("reports:return", args=[report.pk]), version=report.version))
    report.refresh_from_db()
    hold(true={answer.status for answer in answers} == {302}, what=told(answers))
    hold(true=report.state == ReportState.RETURNED, what=f"returned, but {report.state}")
    hold(true=report.submissions.count() == times + 1, what="not handed in once")


def _work(crowd: Crowd, user: User) -> None:
    """Write tasks; sign in again where the session has ended."""
    person = crowd.portal.signed_in(user)
    while not crowd.over.is_set():
        title = f"任务{secrets.token_hex(8)}"
        form = task(crowd.lead, title, secrets.token_urlsafe(12))
        answer = person.post(reverse("tasks:new"), **form)
        if "login" in answer.location:
            crowd.again[crowd.shift] += 1
            person = crowd.portal.signed_in(user)
        crowd.sent.append((title, answer))
        time.sleep(PAUSE)


def _kept(crowd: Crowd) -> str:
    """What was acknowledged is stored once; nobody is signed out but by an hour that went by."""
    is_taken = {title: a.status == 302 and "login" not in a.location for title, a in crowd.sent}
    statuses = Counter(answer.status for _title, answer in crowd.sent)
    hold(true=set(statuses) == {302}, what=f"answers {dict(statuses)}")
    stored = Counter(Task.objects.filter(title__in=is_taken).values_list("title", flat=True))
    wrong = [title for title, taken in is_taken.items() if stored[title] != taken]
    hold(true=not wrong, what=f"{len(wrong)} forms are lost, doubled or stored though refused")
    hold(true=max(crowd.again.values(), default=0) <= PEOPLE, what=f"signed in again {dict(crowd.again)}")
    return f"{sum(is_taken.values())} forms once each, signed in again after {dict(crowd.again)}"


def _filed(report: Report) -> str:
    """The last submission is the last by its number, whatever the clock said."""
    found = list(report.submissions.order_by("number"))
    hold(true=[each.number for each in found] == list(range(1, len(SHIFTS) + 1)), what="submissions")
    listed = Report.objects.with_filing().get(pk=report.pk)
    times, filed_at = listed.times, listed.filed_at  # type: ignore[attr-defined]
    hold(true=times == len(found), what=f"{times} of {len(found)} submissions")
    hold(true=filed_at == found[-1].submitted_at, what="another submission is taken for the last")
    back = sum(later.submitted_at < earlier.submitted_at for earlier, later in pairwise(found))
    return f"{len(found)} submissions in order, {back} of them earlier by the clock than the one before"


def _chain() -> str:
    verdict = chain.verify()
    hold(true=not verdict.broken, what=verdict.broken)
    hold(true=not Job.objects.unfinished().exists(), what="a job is not finished")
    entries = AuditEntry.objects.order_by("pk").values_list("at", flat=True)
    pairs = pairwise(entries)
    back = sum(later < earlier - timedelta(minutes=30) for earlier, later in pairs)
    return f"{verdict.entries} entries of the audit trail in one chain, set back {back} times"
