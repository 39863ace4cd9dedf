"""The portal as ``./portal run`` serves it, on a free port, and people who send forms to it."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from departments.models import User

ROOT = Path(__file__).resolve().parent.parent.parent
SERVED = (
    *(sys.executable, "-m", "gunicorn", "quality_portal.wsgi", "--worker-class=gthread", "--workers=1"),
    *("--threads=8", "--timeout=120", "--graceful-timeout=10", "--log-level=error", "--no-control-socket"),
)
READY_SECONDS = 60
ANSWER_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal answered, and after how many seconds."""

    status: int
    location: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in, and sends forms from many windows at once."""

    port: int
    session: str
    token: str

    def post(self, path: str, **values: object) -> Answer:
        """Send a form over a connection of its own."""
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={self.token}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"csrfmiddlewaretoken": self.token, **values}, doseq=True)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        start = time.perf_counter()
        try:
            connection.request("POST", path, body, headers)
            found = connection.getresponse()
            found.read()
            return Answer(found.status, found.headers.get("Location", ""), time.perf_counter() - start)
        finally:
            connection.close()


@dataclass(frozen=True, slots=True)
class Portal:
    """A served portal."""

    port: int

    def signed_in(self, user: User) -> Person:
        """Sign somebody in without the form."""
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        return Person(self.port, session, secrets.token_hex(16))


@contextmanager
def served() -> Iterator[Portal]:
    """Serve the portal on the database and files of this process's environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    process = subprocess.Popen([*SERVED, f"--bind=127.0.0.1:{port}"], cwd=ROOT, env={**os.environ})
    try:
        _wait_for(port)
        yield Portal(port)
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise SystemExit("The portal did not answer.")
