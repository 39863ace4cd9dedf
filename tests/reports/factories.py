"""Half-years, reports and files for tests."""

import io
from datetime import UTC, date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from departments.access import Role
from departments.models import Department, User
from reports.actions.periods import open_period
from reports.actions.reviewing import accept_report
from reports.actions.writing import save_line, submit
from reports.models import Half, Report, ReportPeriod, Submission
from tests.departments.factories import make_user

TODAY = date(2026, 7, 3)
NOW = datetime(2026, 7, 3, 2, 0, tzinfo=UTC)
DUE = date(2026, 7, 10)
LATER = datetime(2026, 7, 12, 2, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def make_period(
    *,
    half: str = Half.FIRST,
    year: int = 2026,
    due_on: date = DUE,
    today: date = TODAY,
    by: User | None = None,
) -> ReportPeriod:
    """Open a half-year for every unit there is."""
    person = by or make_user(role=Role.OFFICE)
    return open_period(year=year, half=half, due_on=due_on, by=person, now=NOW, today=TODAY)


def report_of(period: ReportPeriod, unit: Department) -> Report:
    """Return a unit's report of a half-year."""
    return Report.objects.with_units().get(period=period, department=unit)


def write_all(report: Report, *, by: User, text: str = "已落实。", now: datetime = NOW) -> None:
    """Write every required line that says nothing yet."""
    for line in report.lines.filter(is_required=True, text=""):
        save_line(line, by=by, version=line.version, text=text, now=now)


def hand_in(report: Report, *, by: User, now: datetime = NOW, text: str = "已落实。") -> Submission:
    """Write what is missing and hand the report in, on behalf of 王五 where the person is of another unit."""
    write_all(report, by=by, now=now, text=text)
    report.refresh_from_db()
    return submit(
        report, by=by, version=report.version, now=now, filed_for="王五", filed_for_reason="联络员住院"
    )


def accept(report: Report, *, by: User, now: datetime = NOW) -> Report:
    """Accept what was handed in."""
    report.refresh_from_db()
    return accept_report(report, by=by, version=report.version, now=now)


def picture(width: int = 800, height: int = 600, kind: str = "JPEG") -> bytes:
    """Return a picture's bytes."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 60)).save(file, kind)
    return file.getvalue()


def upload(name: str = "现场.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, picture() if content is None else content)
