"""The database crashes, is away and comes back, or is held by somebody, while people go on working."""

import secrets
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.urls import reverse

from departments.access import Role
from departments.models import Department, Task
from quality_portal.lib import clock
from tests import postgres
from tests.departments.factories import make_user
from tests.drills.crowds import task, told
from tests.drills.portal import Answer, Person, Portal, hold

PEOPLE = 6
BEFORE_SECONDS, AFTER_SECONDS = 3, 45
PAUSE = 0.2


def away(portal: Portal) -> str:
    """Take the database away under load; give it back, and see what was kept."""
    people = [portal.signed_in(make_user(role=Role.OFFICE)) for _each in range(PEOPLE)]
    lead, over = Department.objects.get(code="agri"), threading.Event()
    answers: list[tuple[float, str, Answer]] = []
    with ThreadPoolExecutor(PEOPLE) as crowd:
        works = [crowd.submit(_work, person, lead, over, answers) for person in people]
        time.sleep(BEFORE_SECONDS)
        connections.close_all()
        health = _taken_away(portal, people[0])
        back = time.monotonic()
        until = back + AFTER_SECONDS
        while time.monotonic() < until and not _is_well(answers, back):
            time.sleep(PAUSE)
        over.set()
        for work in works:
            work.result()
    hold(true=_is_well(answers, back), what="the portal did not come back by itself")
    refusals = [answer for _at, _title, answer in answers if answer.status == 503]
    first = min(at for at, _title, answer in answers if at > back and answer.status != 503) - back
    return (
        f"{portal.seconds} s away; {_kept(answers)}; {len(refusals)} refusals with Retry-After; "
        f"/healthz {health}; answers again {first:.1f} s later; {told([a for _at, _t, a in answers])}"
    )


def _work(
    person: Person, lead: Department, over: threading.Event, answers: list[tuple[float, str, Answer]]
) -> None:
    while not over.is_set():
        title = f"任务{secrets.token_hex(8)}"
        page = person.get(f"{reverse('tasks:list')}?year={clock.today().year}")
        answers.append((time.monotonic(), "", page))
        sent = person.post(reverse("tasks:new"), **task(lead, title, secrets.token_urlsafe(12)))
        answers.append((time.monotonic(), title, sent))
        time.sleep(PAUSE)


def _is_well(answers: list[tuple[float, str, Answer]], since: float) -> bool:
    """Whether the last answers since a moment were all given in earnest, a stored form among them."""
    last = [(answer.status, title) for at, title, answer in list(answers) if at > since][-2 * PEOPLE :]
    are_stored = any(status == 302 for status, title in last if title)
    return len(last) == 2 * PEOPLE and 503 not in {status for status, _title in last} and are_stored


def _kept(answers: list[tuple[float, str, Answer]]) -> str:
    statuses = Counter(answer.status for _at, _title, answer in answers)
    hold(true=set(statuses) <= {200, 302, 503}, what=f"answers {dict(statuses)}")
    hold(true=statuses[503] > 0, what=f"nobody was refused: {dict(statuses)}")
    for _at, _title, answer in answers:
        hold(true="Traceback" not in answer.text, what="a traceback was shown")
        hold(true=answer.status != 503 or bool(answer.retry_after), what="a refusal without Retry-After")
        hold(true="login" not in answer.location, what="somebody was sent to the sign-in page")
    sent = {title: answer.status == 302 for _at, title, answer in answers if title}
    stored = Counter(Task.objects.filter(title__in=sent).values_list("title", flat=True))
    lost = [title for title, was_taken in sent.items() if was_taken and not stored[title]]
    hold(true=not lost, what=f"{len(lost)} acknowledged forms are lost")
    hold(true=set(stored.values()) <= {1}, what="a form is stored twice")
    return f"{sum(sent.values())} of {len(sent)} forms acknowledged, each stored once"


def _taken_away(portal: Portal, person: Person) -> str:
    with _held() if connection.vendor == "sqlite" else _crashed():
        time.sleep(portal.seconds / 2)
        health = person.get("/healthz")
        time.sleep(portal.seconds / 2)
    return f"{health.status} meanwhile"


@contextmanager
def _crashed() -> Iterator[None]:
    binaries = postgres.find_binaries()
    folder = Path(str(settings.DATABASES["default"]["HOST"]))
    hold(true=binaries is not None and (folder / "data").is_dir(), what=f"no server in {folder}")
    postgres.stop(folder, binaries)  # type: ignore[arg-type]
    try:
        yield
    finally:
        postgres.start(folder, binaries, options=postgres.DURABLE)  # type: ignore[arg-type]


@contextmanager
def _held() -> Iterator[None]:
    """Hold SQLite's only writer."""
    holder = sqlite3.connect(str(settings.DATABASES["default"]["NAME"]), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()
