"""What the people who run the portal see of it: probes, figures, log lines, a database that is away."""

import errno
import json
import logging
import re
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from departments.access import Role
from quality_portal.lib.logs import JsonLines, request_number
from quality_portal.upkeep import probes
from tests.departments.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_ready_portal_says_so(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_a_folder_that_cannot_be_written_is_named(client: Client, settings: Settings, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings.MEDIA_ROOT = str(blocked)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["files"].startswith("not writable")


def test_missing_migrations_are_counted() -> None:
    if not MigrationRecorder(connection).has_table():
        pytest.skip("the tables were made at once, without migrations")
    assert "database" not in probes.faults()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'assessments'")
    assert re.fullmatch(r"[1-9]\d* migrations are not applied", probes.faults()["database"])


@pytest.mark.parametrize("address", ["/readyz", "/metrics"])
@pytest.mark.parametrize(
    ("token", "production", "borne", "status"),
    [
        ("", False, "", 200),
        ("", True, "", 404),
        ("s3cret", True, "", 404),
        ("s3cret", True, "Bearer wrong", 404),
        ("s3cret", True, "Bearer s3cret", 200),
        ("s3cret", False, "", 404),
    ],
)
def test_probes_open_by_their_token(
    client: Client, settings: Settings, address: str, token: str, *, production: bool, borne: str, status: int
) -> None:
    settings.PROBE_TOKEN, settings.IS_PRODUCTION = token, production
    assert client.get(address, headers={"Authorization": borne}).status_code == status


def test_requests_are_counted_by_page(client: Client) -> None:
    client.get("/healthz")
    lines = client.get("/metrics").text.splitlines()
    counted = [line for line in lines if line.startswith('portal_requests_total{method="GET",page="healthz"')]
    assert len(counted) == 1
    assert float(counted[0].rsplit(" ", 1)[1]) >= 1


@pytest.mark.parametrize(
    ("given", "kept"), [("proxy-0123456789", True), ("short", False), ("with blank in it", False)]
)
def test_every_answer_bears_the_requests_number(client: Client, given: str, *, kept: bool) -> None:
    number = client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert (number == given) is kept
    assert re.fullmatch(r"[0-9a-zA-Z-]{8,64}", number)


def test_a_request_is_logged_by_its_page_without_what_was_asked(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="portal.requests"):
        client.get("/accounts/login/?next=/enterprises/%E5%BC%A0%E4%B8%89", headers={"X-Request-ID": "a" * 8})
    (line,) = [entry for entry in caplog.records if entry.name == "portal.requests"]
    token = request_number.set("a" * 8)
    try:
        written = json.loads(JsonLines().format(line))
    finally:
        request_number.reset(token)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00", written.pop("time"))
    assert isinstance(written.pop("ms"), int)
    assert written == {
        "level": "INFO",
        "logger": "portal.requests",
        "message": "GET login 200",
        "page": "login",
        "method": "GET",
        "status": 200,
        "request": "aaaaaaaa",
    }


def test_a_traceback_is_logged_without_the_rows_values() -> None:
    said = "duplicate key\nDETAIL:  Key (username)=(zhang.san) already exists."
    try:
        raise IntegrityError(said)
    except IntegrityError:
        record = logging.LogRecord("portal", logging.ERROR, __file__, 1, "failed", None, sys.exc_info())
    written = json.loads(JsonLines().format(record))
    assert "IntegrityError: duplicate key" in written["exc_info"]
    assert "already exists" not in written["exc_info"]


@pytest.mark.parametrize("address", ["/", "/tasks/", "/nowhere/"])
def test_a_database_that_is_away_is_answered_with_503(
    address: str, monkeypatch: pytest.MonkeyPatch, admin_client: Client
) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
    admin_client.raise_request_exception = False
    answer = admin_client.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Traceback" not in answer.text
    assert admin_client.get("/healthz").status_code == 503


def no_room(kind: str) -> Exception:
    """Return the error of a full disk, of files or of either database."""
    if kind == "files":
        return OSError(errno.ENOSPC, "No space left on device")
    cause = Exception("full")
    setattr(cause, *{"sqlite": ("sqlite_errorcode", 13), "postgresql": ("sqlstate", "53100")}[kind])
    error = OperationalError("full")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("kind", ["files", "sqlite", "postgresql"])
def test_a_full_disk_is_told_in_words(kind: str, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    def fails(*args: object) -> None:
        raise no_room(kind)

    client.force_login(make_user(role=Role.OFFICE), backend="departments.backends.RoleBackend")
    monkeypatch.setattr("quality_portal.dashboards.views.inbox", fails)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 507
    assert "服务器磁盘已满" in answer.text


def test_an_error_page_bears_the_requests_number(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    def fails(*args: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("quality_portal.dashboards.views.inbox", fails)
    client.force_login(make_user(role=Role.OFFICE), backend="departments.backends.RoleBackend")
    client.raise_request_exception = False
    answer = client.get("/", headers={"X-Request-ID": "b" * 12})
    assert answer.status_code == 500
    assert "b" * 12 in answer.text
