"""A half-yearly report from opening to freezing, with two units and the office."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from departments.access import Role
from departments.models import Department
from reports.models import Report
from tests.browser.conftest import sign_in
from tests.browser.test_main_paths import PHONE, overflow, violations
from tests.departments.factories import PASSWORD, make_user
from tests.reports.factories import NOW, picture, write_all

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people() -> None:
    """The founding plan, the office, two liaisons of one unit and one of another."""
    call_command("load_plan", verbosity=0)
    make_user(role=Role.OFFICE, username="office", department=Department.objects.get(code="msa"))
    for name, code in (("agri1", "agri"), ("agri2", "agri"), ("town", "t04")):
        make_user(role=Role.LIAISON, username=name, department=Department.objects.get(code=code))


@pytest.fixture
def pages(browser: Browser, live_server: LiveServer, people: None) -> Iterator[dict[str, Page]]:
    """A profile of its own for everyone, signed in; the units write on phones."""
    contexts = {name: browser.new_context(locale="zh-CN") for name in ("office", "agri1", "agri2", "town")}
    opened = {name: context.new_page() for name, context in contexts.items()}
    for name, page in opened.items():
        if name != "office":
            page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        sign_in(page, live_server, name)
        expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    yield opened
    for context in contexts.values():
        context.close()


def report_of(code: str) -> Report:
    """A unit's report."""
    return Report.objects.get(department__code=code)


def problem_of(report: Report) -> int:
    """The line on which the report's problems are written."""
    return report.lines.get(key="problem").pk


def hand_in(page: Page, server: LiveServer, report: Report) -> None:
    """Hand a report in."""
    page.goto(f"{server.url}/reports/{report.pk}/submit/")
    page.get_by_role("button", name="报送办公室").click()
    expect(page.locator("main")).to_contain_text("报告已报送")


def open_half_year(office: Page, server: LiveServer) -> None:
    """Open the half-year with a draft for every unit."""
    office.goto(f"{server.url}/reports/periods/open/")
    office.get_by_role("button", name="开放并为各单位生成预填草稿").click()
    expect(office.locator("main")).to_contain_text("的预填草稿已生成")


def two_people_write_one_line(first: Page, second: Page, server: LiveServer, report: Report) -> None:
    """The second is told and sees both texts; nothing is overwritten."""
    line = problem_of(report)
    for page in (first, second):
        page.goto(f"{server.url}/reports/{report.pk}/edit/")
    assert (overflow(first), violations(first)) == (0, [])
    first.locator(f"#text-{line}").fill("检测力量不足")
    expect(first.locator(f"#state-{line}")).to_contain_text("保存于")
    second.locator(f"#text-{line}").fill("我写的另一段")
    expect(second.locator(".rivals")).to_contain_text("检测力量不足")
    expect(second.locator(".rivals")).to_contain_text("我写的另一段")
    assert report.lines.get(pk=line).text == "检测力量不足"


def session_ends_in_mid_edit(page: Page, report: Report) -> None:
    """The text stays on the device and is put back and saved after signing in again."""
    line = problem_of(report)
    page.context.clear_cookies(name="sessionid")
    page.locator(f"#text-{line}").fill("检测力量不足，缺3人")
    expect(page.locator(f"#state-{line}")).to_contain_text("登录已失效")
    assert report.lines.get(pk=line).text == "检测力量不足"
    page.get_by_role("link", name="重新登录并继续").click()
    page.get_by_label("登录名").fill("agri1")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator(f"#text-{line}")).to_have_value("检测力量不足，缺3人")
    expect(page.locator("main")).to_contain_text("已从本机恢复")
    expect(page.locator(f"#state-{line}")).to_contain_text("保存于")
    assert report.lines.get(pk=line).text == "检测力量不足，缺3人"


def photograph_is_attached(page: Page) -> None:
    """A photograph is attached without leaving the page."""
    photo: Any = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.locator("#evidence-camera").set_input_files(photo)
    expect(page.locator("#evidence")).to_contain_text("现场.jpg")


def missing_is_told_and_handed_in(page: Page, server: LiveServer, report: Report, username: str) -> None:
    """What is missing is told first; once it is written the report can be handed in."""
    page.goto(f"{server.url}/reports/{report.pk}/submit/")
    expect(page.get_by_role("alert")).to_contain_text("项必填内容未填写")
    write_all(report, by=report.department.people.get(username=username), now=NOW)
    hand_in(page, server, report)


def office_returns(office: Page, server: LiveServer, report: Report) -> None:
    """The office returns the report with a remark at a line."""
    office.goto(f"{server.url}/reports/{report.pk}/")
    line = office.locator(f"#line-{problem_of(report)}")
    line.get_by_text("提出意见").click()
    line.locator("textarea").fill("请写明岗位")
    line.get_by_role("button", name="保存意见").click()
    office.get_by_role("button", name="连同意见退回").click()
    expect(office.locator("main")).to_contain_text("报告已连同意见退回")


def unit_corrects(page: Page, server: LiveServer, report: Report) -> None:
    """The unit reads the remark at its line, corrects it and hands in again."""
    line = problem_of(report)
    page.goto(f"{server.url}/reports/{report.pk}/edit/")
    expect(page.locator(f"#line-{line}")).to_contain_text("请写明岗位")
    page.locator(f"#text-{line}").fill("检测力量不足，缺检验员3人")
    expect(page.locator(f"#state-{line}")).to_contain_text("保存于", timeout=10_000)
    hand_in(page, server, report)


def office_accepts(office: Page, server: LiveServer, report: Report) -> None:
    """The office sees what changed and freezes the report."""
    office.goto(f"{server.url}/reports/{report.pk}/")
    expect(office.locator(".difference ins")).to_have_text("检验员")
    office.get_by_role("button", name="采用并固定").click()
    expect(office.locator("main")).to_contain_text("不再改动")


def test_a_report_is_walked_from_opening_to_freezing(pages: dict[str, Page], live_server: LiveServer) -> None:
    office, first, second, town = (pages[name] for name in ("office", "agri1", "agri2", "town"))
    open_half_year(office, live_server)
    report, other = report_of("agri"), report_of("t04")
    two_people_write_one_line(first, second, live_server, report)
    session_ends_in_mid_edit(first, report)
    photograph_is_attached(first)
    missing_is_told_and_handed_in(first, live_server, report, "agri1")
    town.goto(f"{live_server.url}/reports/{report.pk}/")
    expect(town.locator("main")).to_contain_text("404")
    office_returns(office, live_server, report)
    unit_corrects(first, live_server, report)
    office_accepts(office, live_server, report)
    missing_is_told_and_handed_in(town, live_server, other, "town")
    office.goto(f"{live_server.url}/reports/periods/{report.period_id}/")
    assert violations(office) == []
    office.get_by_role("button", name="用已采用的报告生成汇总").click()
    expect(office.locator("main")).to_contain_text("检测力量不足，缺检验员3人")
    assert [report_of(code).state for code in ("agri", "t04")] == ["accepted", "submitted"]
