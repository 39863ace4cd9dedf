"""The pages of half-yearly reports: who may open them, what they save, what they show."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.models import Department, ReminderSent, User
from quality_portal.lib import clock
from quality_portal.lib.uploads import check_upload
from reports.actions.evidence import add_evidence
from reports.actions.reviewing import add_remark
from reports.models import Report, ReportPeriod
from tests.departments.factories import make_department, make_user
from tests.reports.factories import NOW, TODAY, accept, hand_in, make_period, report_of, upload, write_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("third_of_july")]
JSON = {"Accept": "application/json"}


@pytest.fixture
def third_of_july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def unit() -> Department:
    return make_department("县农业农村局")


@pytest.fixture
def liaison(unit: Department) -> User:
    return make_user(role=Role.LIAISON, department=unit)


@pytest.fixture
def office() -> User:
    return make_user(role=Role.OFFICE)


@pytest.fixture
def period(unit: Department, office: User) -> ReportPeriod:
    return make_period(by=office)


@pytest.fixture
def report(period: ReportPeriod, unit: Department) -> Report:
    return report_of(period, unit)


def as_user(user: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def page(name: str, *args: object) -> str:
    """The address of a page."""
    return reverse(f"reports:{name}", args=args)


def test_a_stranger_finds_nothing_at_any_address_and_no_file(report: Report, liaison: User) -> None:
    file = add_evidence(report, by=liaison, now=NOW, file=check_upload(upload()))
    hand_in(report, by=liaison)
    line = report.lines.get(key="problem")
    stranger = as_user(make_user(role=Role.LIAISON))
    read = [
        *(page(name, report.pk) for name in ("detail", "preview", "pdf", "edit", "submit")),
        page("version", report.pk, 1),
        *(page(name, report.pk, file.pk) for name in ("evidence", "thumbnail")),
    ]
    written = [
        *(page(name, report.pk) for name in ("submit", "withdraw", "redraft", "evidence_add")),
        page("line", report.pk, line.pk),
        page("evidence_remove", report.pk, file.pk),
    ]
    assert {url: stranger.get(url).status_code for url in read} == dict.fromkeys(read, 404)
    assert {url: stranger.post(url).status_code for url in written} == dict.fromkeys(written, 404)
    assert list(stranger.get(page("list")).context["listing"].page) == []


def test_only_the_office_reviews_opens_and_compiles(
    report: Report, period: ReportPeriod, liaison: User, office: User
) -> None:
    hand_in(report, by=liaison)
    accept(report, by=office)
    as_user(office).post(page("compile", period.pk))
    compiled = period.compiled
    section = compiled.sections.get(key="problems")
    line = report.lines.get(key="problem")
    for person in (liaison, make_user(role=Role.LEADER)):
        client = as_user(person)
        read = [
            page("period_open"),
            *(page(name, period.pk) for name in ("period", "period_due", "period_lock", "period_exception")),
            *(page(name, compiled.pk) for name in ("compiled", "compiled_pdf", "compiled_word")),
            page("section_edit", compiled.pk, section.pk),
        ]
        written = [
            *(page(name, period.pk) for name in ("period_unlock", "period_remind", "compile")),
            *(page(name, report.pk) for name in ("return", "accept")),
            page("remark", report.pk, line.pk),
        ]
        assert {url: client.get(url).status_code for url in read} == dict.fromkeys(read, 403)
        assert {url: client.post(url).status_code for url in written} == dict.fromkeys(written, 403)


def test_leaders_read_what_was_accepted_and_no_draft(report: Report, liaison: User, office: User) -> None:
    leader = as_user(make_user(role=Role.LEADER))
    assert leader.get(page("detail", report.pk)).status_code == 404
    hand_in(report, by=liaison)
    accept(report, by=office)
    assert leader.get(page("detail", report.pk)).status_code == 200


def test_the_list_asks_the_same_questions_for_three_reports_as_for_one(
    liaison: User, office: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_user(office)
    make_period(by=office)
    client.get(page("list"))  # a session's first request notes its time
    with django_assert_num_queries(9):
        client.get(page("list"))
    make_period(by=office, year=2025)
    make_period(by=office, year=2024)
    with django_assert_num_queries(9):
        answer = client.get(page("list"))
    assert answer.context["listing"].total == 3


def test_the_list_is_filtered_and_taken_away(report: Report, liaison: User, office: User) -> None:
    client = as_user(office)
    hand_in(report, by=liaison)
    period = report.period_id
    for query, count in (
        (f"?period={period}&state=submitted", 1),
        ("?state=missing", 0),
        ("?timeliness=late", 0),
        ("?timeliness=in_time", 1),
        ("?kind=township", 0),
        (f"?department={report.department_id}", 1),
        ("?state=nonsense", 1),
    ):
        assert client.get(page("list") + query).context["listing"].total == count, query
    table = client.get(page("export") + "?format=csv").content.decode("utf-8-sig")
    assert "2026年上半年,县农业农村局,部门,已报送,2026-07-10,2026-07-03,1,按期," in table
    assert client.get(page("export")).status_code == 200


def test_a_line_is_saved_by_script_and_the_second_editor_sees_both_versions(
    report: Report, liaison: User
) -> None:
    client = as_user(liaison)
    line = report.lines.get(key="problem")
    url = page("line", report.pk, line.pk)
    saved = client.post(url, {"text": "甲", "version": 1}, headers=JSON)
    assert saved.json() == {"version": 2, "at": "10:00:00", "edited": True, "missing": 2}
    rival = client.post(url, {"text": "乙", "version": 1}, headers=JSON)
    assert (rival.status_code, rival.json()) == (
        409,
        {"version": 2, "text": "甲", "by": "李四", "at": "2026-07-03 10:00:00"},
    )
    refused = client.post(url, {"text": "丙\x07", "version": 2}, headers=JSON)
    assert (refused.status_code, "U+0007" in refused.json()["error"]) == (400, True)
    line.refresh_from_db()
    assert line.text == "甲"


def test_a_line_is_saved_without_a_script_too(report: Report, liaison: User) -> None:
    client = as_user(liaison)
    line = report.lines.get(key="problem")
    url = page("line", report.pk, line.pk)
    saved = client.post(url, {"text": "甲", "version": 1})
    assert saved["Location"] == f"{page('edit', report.pk)}#line-{line.pk}"
    rival = client.post(url, {"text": "乙", "version": 1})
    assert (rival.status_code, "乙" in rival.content.decode()) == (409, True)


def test_the_liaison_walks_from_missing_lines_to_handing_in(report: Report, liaison: User) -> None:
    client = as_user(liaison)
    told = client.get(page("submit", report.pk))
    assert [each.heading for each in told.context["missing"]] == ["存在的主要问题", "原因分析", "下一步打算"]
    first = report.lines.get(key="problem")
    assert f"{page('edit', report.pk)}#line-{first.pk}" in told.content.decode()
    write_all(report, by=liaison)
    assert "已落实。" in client.get(page("preview", report.pk)).content.decode()
    assert client.post(page("submit", report.pk), {"version": 1}).status_code == 302
    report.refresh_from_db()
    assert report.state == "submitted"
    closed = client.get(page("edit", report.pk))
    assert closed["Location"] == page("detail", report.pk)
    client.post(page("withdraw", report.pk), {"version": report.version})
    report.refresh_from_db()
    assert report.state == "draft"
    assert client.post(page("redraft", report.pk)).status_code == 302


def test_the_office_returns_and_accepts_and_differences_are_shown(
    report: Report, liaison: User, office: User
) -> None:
    writer, reviewer = as_user(liaison), as_user(office)
    hand_in(report, by=liaison)
    line = report.lines.get(key="problem")
    reviewer.post(page("remark", report.pk, line.pk), {"text": "请写明数量"})
    assert "请写明数量" not in writer.get(page("detail", report.pk)).content.decode()
    report.refresh_from_db()
    reviewer.post(page("return", report.pk), {"version": report.version})
    assert "请写明数量" in writer.get(page("edit", report.pk)).content.decode()
    line.refresh_from_db()
    url = page("line", report.pk, line.pk)
    writer.post(url, {"text": "已落实，缺3人。", "version": line.version}, headers=JSON)
    report.refresh_from_db()
    writer.post(page("submit", report.pk), {"version": report.version})
    shown = reviewer.get(page("detail", report.pk)).context["reading"]
    assert [
        (change.heading, [(piece.mark, piece.text) for piece in change.pieces]) for change in shown.changes
    ] == [("存在的主要问题", [("kept", "已落实"), ("added", "，缺3人"), ("kept", "。")])]
    report.refresh_from_db()
    reviewer.post(page("accept", report.pk), {"version": report.version})
    report.refresh_from_db()
    assert report.state == "accepted"
    assert "请写明数量" in writer.get(page("version", report.pk, 1)).content.decode()
    assert writer.get(page("version", report.pk, 3)).status_code == 404


def test_refused_decisions_are_told(report: Report, liaison: User, office: User) -> None:
    client = as_user(office)
    hand_in(report, by=liaison)
    report.refresh_from_db()
    answer = client.post(page("return", report.pk), {"version": report.version}, follow=True)
    assert "至少写一条意见" in answer.content.decode()
    remark = add_remark(report.lines.get(key="problem"), by=office, now=NOW, text="甲")
    client.post(page("remark", report.pk, remark.line_id), {"text": ""})
    client.post(page("remark_remove", report.pk, remark.pk))
    assert not report.submissions.get().remarks.exists()


def test_a_half_year_is_opened_locked_and_excepted(unit: Department, office: User) -> None:
    client = as_user(office)
    values = {"year": 2026, "half": "H1", "due_on": "2026-07-10"}
    assert client.get(page("period_open")).status_code == 200
    client.post(page("period_open"), values)
    period = ReportPeriod.objects.get()
    assert "已开放" in client.post(page("period_open"), values).content.decode()
    client.post(page("period_due", period.pk), {"version": 1, "due_on": "2026-07-15"})
    client.post(page("period_lock", period.pk), {"version": 2, "lock_reason": "已汇总"})
    client.post(
        page("period_exception", period.pk),
        {"department": unit.pk, "reason": "补报", "until": "2026-08-01"},
    )
    shown = client.get(page("period", period.pk)).content.decode()
    assert all(words in shown for words in ("已汇总", "补报", "2026-07-15"))
    client.post(page("period_unlock", period.pk), {"version": 3})
    period.refresh_from_db()
    assert (period.is_locked, period.version) == (False, 4)


def test_the_missing_are_reminded_once_a_day(
    report: Report, liaison: User, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_user(office)
    client.post(page("period_remind", report.period_id))
    client.post(page("period_remind", report.period_id))
    reminded = ReminderSent.objects.get()
    assert (reminded.recipient, reminded.deadline) == (liaison, date(2026, 7, 10))
    assert reminded.sentence == "“县农业农村局2026年上半年质量工作报告”应于2026-07-10前报送。"
    hand_in(report, by=liaison)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 7, 4))
    client.post(page("period_remind", report.period_id))
    assert ReminderSent.objects.count() == 1


def test_the_inbox_names_what_waits(report: Report, liaison: User, office: User) -> None:
    assert "填写：县农业农村局2026年上半年质量工作报告" in as_user(liaison).get("/").content.decode()
    hand_in(report, by=liaison)
    assert "审核1份半年工作报告" in as_user(office).get("/").content.decode()
