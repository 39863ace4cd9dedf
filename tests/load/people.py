"""A hundred people at work: each thinks, opens or sends a page, and notes what came back and how late."""

import random
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from statistics import quantiles
from urllib.parse import urlencode

THINKING = 5.0
"""Seconds between two requests of a person, on average."""
READING, EDITING, DASHBOARDS = 70, 20, 10
PATIENCE = 30
"""Seconds after which a browser gives up."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where people read, the dashboards, and a form with what is sent with it."""

    reading: tuple[str, ...]
    dashboards: tuple[str, ...]
    form: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: kind of work, page, status (0 without an answer) and seconds."""

    kind: str
    path: str
    status: int
    seconds: float

    @property
    def failed(self) -> bool:
        """Whether the answer was neither the page nor, after a form, the way on."""
        return self.status != (302 if self.kind == "sent" else 200)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in: the port of the portal and the cookies."""

    port: int
    session: tuple[str, str]
    token: tuple[str, str]

    def ask(self, kind: str, path: str, values: dict[str, object] | None = None) -> Asked:
        """Open a page, or send a form when there are values."""
        cookies = "; ".join("=".join(cookie) for cookie in (self.session, self.token))
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"csrfmiddlewaretoken": self.token[1], **values}) if values else None
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        start, status = time.perf_counter(), 0
        try:
            connection.request("POST" if body else "GET", path, body, headers)
            found = connection.getresponse()
            found.read()
            status = found.status
        except (OSError, HTTPException):
            status = 0
        finally:
            connection.close()
        return Asked(kind, path, status, time.perf_counter() - start)

    def work(self, pages: Pages, *, until: float) -> list[Asked]:
        """Work until the given reading of the monotonic clock; who edits opens the form before sending it."""
        done: list[Asked] = []
        # The first thought is cut anywhere, so that the crowd does not arrive in one moment.
        time.sleep(random.uniform(0, THINKING))
        while time.monotonic() < until:
            done.extend(self._step(pages))
            time.sleep(random.uniform(THINKING / 2, THINKING * 1.5))
        return done

    def _step(self, pages: Pages) -> Iterator[Asked]:
        kinds = ("read", "edit", "dashboard")
        (kind,) = random.choices(kinds, (READING, EDITING, DASHBOARDS))
        if kind == "edit":
            yield self.ask("form", pages.form)
            yield self.ask("sent", pages.form, {**pages.values, "once": secrets.token_urlsafe(12)})
        else:
            choice = pages.reading if kind == "read" else pages.dashboards
            yield self.ask(kind, random.choice(choice))


def crowd(people: list[Person], pages: Pages, *, seconds: float) -> list[Asked]:
    """Let all work at the same time; return every request."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(len(people)) as pool:
        begun = [pool.submit(person.work, pages, until=until) for person in people]
        return [asked for each in begun for asked in each.result()]


def told(asked: list[Asked]) -> tuple[int, float, float]:
    """Return how many requests failed, and the 95th and 99th percentile in milliseconds."""
    cuts = quantiles((each.seconds * 1000 for each in asked), n=100, method="inclusive")
    return sum(each.failed for each in asked), cuts[94], cuts[98]
