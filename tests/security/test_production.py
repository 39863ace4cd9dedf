"""What production serves: settings that Django's own checklist accepts, and the headers of every answer."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from departments.access import Role
from tests.departments.factories import make_user
from tests.workshop import ROOT, checks

HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What each header has to contain."""


def test_the_deployment_check_is_silent_under_the_settings_of_production() -> None:
    command, production = checks()["settings"]
    answer = subprocess.run(
        command, cwd=ROOT, env={"PATH": "", **production}, capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("System check identified no issues")


@pytest.fixture
def served(settings: Settings, tmp_path: Path) -> Client:
    """Serve over HTTPS with what production sets; a failing view answers instead of failing the test."""
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    settings.STATIC_ROOT = str(tmp_path)
    (tmp_path / "portal.css").write_text("a {}")
    client = Client(raise_request_exception=False)
    client.force_login(make_user(role=Role.OFFICE))
    return client


def breaks_with(failure: Exception) -> Callable[[pytest.MonkeyPatch], None]:
    """Let the page of duties fail."""

    def prepare(patch: pytest.MonkeyPatch) -> None:
        def fails(*args: object) -> None:
            raise failure

        patch.setattr("quality_portal.dashboards.views.inbox", fails)

    return prepare


def without_a_database(patch: pytest.MonkeyPatch) -> None:
    """Let the database be away before the session is read."""

    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("server closed the connection")

    patch.setattr("django.db.backends.utils.CursorWrapper.execute", away)


def as_it_is(patch: pytest.MonkeyPatch) -> None:
    """Change nothing."""


Ask = Callable[[Client], HttpResponseBase]
ANSWERS: dict[str, tuple[int, Ask, Callable[[pytest.MonkeyPatch], None]]] = {
    "page": (200, lambda client: client.get("/", secure=True), as_it_is),
    "static file": (200, lambda client: client.get("/static/portal.css", secure=True), as_it_is),
    "paper": (200, lambda client: client.get("/dashboard/briefing.pdf", secure=True), as_it_is),
    "sent form": (302, lambda client: client.post("/accounts/logout/", secure=True), as_it_is),
    "slash": (301, lambda client: client.get("/tasks", secure=True), as_it_is),
    "unreadable": (400, lambda client: client.get("/", secure=True), breaks_with(BadRequest("unreadable"))),
    "other host": (400, lambda client: client.get("/", secure=True, headers={"Host": "evil"}), as_it_is),
    "forbidden": (403, lambda client: client.get("/audit/", secure=True), as_it_is),
    "no page": (404, lambda client: client.get("/nowhere/", secure=True), as_it_is),
    "wrong method": (405, lambda client: client.get("/accounts/logout/", secure=True), as_it_is),
    "too large": (413, lambda client: client.post("/search/", {"q": "x" * 2000}, secure=True), as_it_is),
    "failure": (500, lambda client: client.get("/", secure=True), breaks_with(RuntimeError("unforeseen"))),
    "no database": (503, lambda client: client.get("/", secure=True), without_a_database),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_bears_the_headers(name: str, served: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    status, ask, prepare = ANSWERS[name]
    prepare(monkeypatch)
    answer = ask(served)
    answer.close()
    assert answer.status_code == status
    assert {header for header, part in HEADERS.items() if part not in answer.headers.get(header, "")} == set()
    assert ("no-store" in answer.headers["Cache-Control"]) is (name != "static file")


@pytest.mark.django_db
def test_plain_http_is_led_to_https(served: Client) -> None:
    answer = served.get("/tasks/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/tasks/")
