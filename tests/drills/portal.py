"""The portal as ``./portal run`` serves it, on a free port, and people who send forms to it."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from departments.models import User

ROOT = Path(__file__).resolve().parent.parent.parent
SERVED = (
    *(sys.executable, "-m", "gunicorn", "quality_portal.wsgi", "--worker-class=gthread", "--workers=1"),
    *("--threads=8", "--timeout=120", "--graceful-timeout=10", "--log-level=critical", "--no-control-socket"),
)
READY_SECONDS = 60
ANSWER_SECONDS = 300


class Failed(Exception):
    """Says what did not hold."""


def hold(*, true: bool, what: str) -> None:
    """Raise Failed with what was seen unless it holds."""
    if not true:
        raise Failed(what)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal answered, and after how many seconds."""

    status: int
    location: str
    seconds: float
    text: str = ""
    retry_after: str = ""
    told: str = ""
    """The cookie that bears what the next page says."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in, and asks for pages and sends forms from many windows at once."""

    port: int
    session: str
    token: str

    def get(self, path: str, told: str = "") -> Answer:
        """Ask for a page over a connection of its own; ``told`` is that of the answer which led to it."""
        return self._ask("GET", path, told=told)

    def post(self, path: str, **values: object) -> Answer:
        """Send a form over a connection of its own."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **values}, doseq=True).encode()
        return self._ask("POST", path, body, "application/x-www-form-urlencoded")

    def attach(self, path: str, **values: object) -> Answer:
        """Send a form with files over a connection of its own."""
        body = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": self.token, **values})
        return self._ask("POST", path, body, MULTIPART_CONTENT)

    def _ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = "", told: str = ""
    ) -> Answer:
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={self.token}"
        cookies += f"; {told}" if told else ""
        headers = {"Cookie": cookies, **({"Content-Type": kind} if kind else {})}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        start = time.perf_counter()
        try:
            connection.request(method, path, body, headers)
            found = connection.getresponse()
            text = found.read().decode(errors="replace")
            took = time.perf_counter() - start
            given = found.headers
            set_now = [each.split(";")[0] for each in given.get_all("Set-Cookie", [])]
            told = next((each for each in set_now if each.startswith("messages=")), "")
            return Answer(
                found.status, given.get("Location", ""), took, text, given.get("Retry-After", ""), told
            )
        finally:
            connection.close()


@dataclass(slots=True)
class Portal:
    """A portal on a port of its own; ``times`` and ``seconds`` say how much of a drill is asked for."""

    port: int
    times: int = 0
    seconds: int = 0
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    def signed_in(self, user: User) -> Person:
        """Sign somebody in without the form."""
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        return Person(self.port, session, secrets.token_hex(16))

    def start(self, *before: str, **environment: str) -> None:
        """Serve on the database and files of this process's environment; return once pages are answered."""
        command = [*before, *SERVED, f"--bind=127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, start_new_session=True
        )
        _wait_for(self.port)

    def stop(self) -> None:
        """Stop as a service manager does."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()

    def kill(self) -> None:
        """End the server, its worker and its typesetters with SIGKILL.

        The worker has a group of its own, and everything else is in the server's. The server is held still
        first and groups are killed whole, because a list of children would miss one born meanwhile.
        """
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGSTOP)
        for group in {self.process.pid, *_groups(self.process.pid)}:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        self.process.wait()


def children(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that these have started."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            found += [int(child) for child in path.read_text().split()]
    return found + [each for child in found for each in children(child)]


def _groups(pid: int) -> set[int]:
    found = set()
    for child in children(pid):
        with suppress(ProcessLookupError):
            found.add(os.getpgid(child))
    return found


@contextmanager
def served(*, times: int = 0, seconds: int = 0) -> Iterator[Portal]:
    """Serve the portal until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    portal = Portal(port, times, seconds)
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()


def _wait_for(port: int) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise Failed("The portal did not answer.")
