"""What reports bring to joint meetings: matters to coordinate, and the pack as one paper."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from departments.access import Role
from departments.models import AgendaItem, Department, Meeting, MeetingState, TaskState, User
from reports.actions.compiling import compile_report
from reports.actions.matters import matters_from_reports
from reports.actions.writing import save_line
from reports.models import LineKind, ReportPeriod
from reports.packs import pack_pdf
from tests.departments.factories import make_department, make_user
from tests.departments.meetings.factories import make_decision, make_item, make_meeting, make_task_of
from tests.lib.papers import read
from tests.reports.factories import NOW, TODAY, accept, hand_in, make_period, report_of

pytestmark = pytest.mark.django_db
HELD = date(2026, 7, 20)


@pytest.fixture
def office() -> User:
    return make_user(role=Role.OFFICE, department=make_department("县市场监管局"))


def accepted_period(office: User, unit: Department, text: str) -> ReportPeriod:
    """Open a half-year in which one unit's report, the same words on every line, is accepted."""
    period = make_period(by=office)
    report, liaison = report_of(period, unit), make_user(role=Role.LIAISON, department=unit)
    asked = report.lines.get(kind=LineKind.COORDINATION)
    save_line(asked, by=liaison, version=asked.version, text=text, now=NOW)
    hand_in(report, by=liaison, text=text)
    accept(report_of(period, unit), by=office)
    return period


def make_coming(*units: Department) -> Meeting:
    """Make the meeting after the half-year, its agenda open."""
    return make_meeting(invited=list(units), held_on=HELD, state=MeetingState.INVITED)


def test_matters_to_coordinate_are_raised_once_for_their_unit(office: User) -> None:
    unit = make_department("县农业局")
    accepted_period(office, unit, "检测经费有缺口")
    meeting = make_coming(unit)
    assert matters_from_reports(meeting, by=office) == 1
    assert matters_from_reports(meeting, by=office) == 0
    item = AgendaItem.objects.get()
    assert (item.raised_by, item.title, item.is_taken) == (unit, "检测经费有缺口", False)
    assert (item.source, item.url.startswith("/reports/")) == ("2026年上半年质量工作报告", True)


def test_a_report_that_asks_for_nothing_raises_nothing(office: User) -> None:
    accepted_period(office, make_department(), "无。")
    assert matters_from_reports(make_coming(), by=office) == 0
    assert matters_from_reports(make_meeting(held_on=date(2025, 1, 1)), by=office) == 0


def test_a_locked_agenda_takes_no_matters(office: User) -> None:
    unit = make_department()
    accepted_period(office, unit, "检测经费有缺口")
    with pytest.raises(ValidationError):
        matters_from_reports(make_meeting(held_on=HELD, state=MeetingState.HELD), by=office)


def test_the_pack_holds_agenda_decisions_problems_and_the_countys_report(office: User) -> None:
    unit = make_department("县农业局")
    period = accepted_period(office, unit, "抽检合格率偏低")
    compile_report(period, by=office, now=NOW)
    meeting = make_coming(unit)
    make_item(meeting, "通报上半年工作", presenter=unit)
    make_item(meeting, "检测经费", raised_by=unit, is_taken=False)
    make_task_of(make_decision(text="建立名录"), by=office, state=TaskState.CLOSED)
    pages = ["".join((page.extract_text() or "").split()) for page in read(pack_pdf(meeting, today=TODAY))]
    assert len(pages) == 5
    for words in ("目录", "县农业局", "一、会议议程", "四、"):
        assert words in pages[0]
    for number, part in enumerate(("通报上半年工作", "建立名录", "检测经费", "（一）"), 1):
        assert part in pages[number]
    assert ("已办结" in pages[2], "抽检合格率偏低" in pages[3]) == (True, True)


def test_without_a_compiled_report_the_pack_leaves_it_out(office: User) -> None:
    assert len(read(pack_pdf(make_coming(), today=TODAY))) == 4


def test_the_office_takes_matters_and_prints_the_pack_on_its_pages(client: Client, office: User) -> None:
    unit = make_department()
    accepted_period(office, unit, "检测经费有缺口")
    meeting = make_coming(unit)
    client.force_login(office)
    take = reverse("reports:meeting_matters", args=[meeting.pk])
    for _time in range(2):
        assert client.post(take).status_code == 302
    assert AgendaItem.objects.count() == 1
    pack = client.get(reverse("reports:meeting_pack", args=[meeting.pk]))
    assert (pack.status_code, pack.headers["Content-Type"]) == (200, "application/pdf")
    Meeting.objects.update(state=MeetingState.HELD)
    AgendaItem.objects.all().delete()
    assert client.post(take).status_code == 302
    assert not AgendaItem.objects.exists()


def test_strangers_get_no_pack_and_readers_take_no_matters(client: Client) -> None:
    unit = make_department()
    meeting = make_coming(unit)
    pack, take = (reverse(f"reports:meeting_{name}", args=[meeting.pk]) for name in ("pack", "matters"))
    client.force_login(make_user(role=Role.LIAISON))
    assert (client.get(pack).status_code, client.post(take).status_code) == (404, 403)
    client.force_login(make_user(role=Role.LIAISON, department=unit))
    assert (client.get(pack).status_code, client.post(take).status_code) == (200, 403)
