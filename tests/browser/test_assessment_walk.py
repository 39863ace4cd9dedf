"""A year's assessment from filing to the leading group, by five people."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from assessments.models import Scheme, Score
from departments.access import Role
from departments.models import Department
from tests.assessments.factories import make_scheme
from tests.browser.conftest import sign_in
from tests.browser.test_main_paths import PHONE, overflow, violations
from tests.departments.factories import make_department, make_township, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOM = "/assessments/2025/departments"


@pytest.fixture
def unit() -> Department:
    """A unit that is assessed, the department that scores it, and everybody's accounts."""
    assessed, scorer = make_department(code="agri"), make_department(code="msa")
    make_scheme().criteria.update(scored_by=scorer)
    make_user(role=Role.OFFICE, username="office")
    make_user(role=Role.LEADER, username="leader")
    for name, department in (("liaison", assessed), ("scorer", scorer), ("town", make_township())):
        make_user(role=Role.LIAISON, username=name, department=department)
    return assessed


@pytest.fixture
def pages(browser: Browser, live_server: LiveServer, unit: Department) -> Iterator[dict[str, Page]]:
    """A profile of its own for everyone, signed in; the unit uses a phone."""
    names = ("office", "liaison", "scorer", "leader", "town")
    contexts = {name: browser.new_context(locale="zh-CN") for name in names}
    opened = {name: context.new_page() for name, context in contexts.items()}
    opened["liaison"].set_viewport_size(PHONE)  # type: ignore[arg-type]
    for name, page in opened.items():
        sign_in(page, live_server, name)
        expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    yield opened
    for context in contexts.values():
        context.close()


def move_on(office: Page, server: LiveServer) -> None:
    """Move to the next step with a reason."""
    office.goto(f"{server.url}{ROOM}/procedure/on/")
    office.get_by_label("理由或说明").fill("按计划推进")
    office.get_by_role("button", name="保存").click()
    expect(office.locator("main")).to_contain_text("考核现处于")


def unit_assesses_itself(page: Page, server: LiveServer) -> None:
    """On a phone, cell by cell; what is missing is told first."""
    page.goto(f"{server.url}{ROOM}/self/agri/")
    assert (overflow(page), violations(page)) == (0, [])
    page.get_by_role("button", name="提交自评").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写自评得分")
    for cell, points in zip(page.locator("[data-cell]").all(), ("60", "35"), strict=True):
        cell.locator("[data-points]").fill(points)
        cell.locator("[data-points]").blur()
        expect(cell.locator("[data-state]")).to_contain_text("已保存")
    lost = page.locator("[data-cell]").nth(1)
    lost.locator("[data-reason]").fill("一份材料缺失")
    lost.locator("[data-reason]").blur()
    expect(lost.locator("[data-state]")).to_contain_text("已保存")
    page.get_by_role("button", name="提交自评").click()
    expect(page.locator("main")).to_contain_text("自评已提交")


def fill_by_keyboard(page: Page, server: LiveServer) -> None:
    """Digits type, Enter saves and moves down, Esc puts back."""
    page.goto(f"{server.url}{ROOM}/scores/?unit=&heading=")
    assert violations(page) == []
    first = page.locator("tbody tr").nth(0).locator("[data-cell]").nth(0)
    first.locator("[data-points]").focus()
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    expect(first.locator("[data-state]")).to_contain_text("已保存")
    below = page.locator("tbody tr").nth(1).locator("[data-points]").nth(0)
    expect(below).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    expect(below).to_have_value("")


def test_a_year_is_walked_from_filing_to_the_leading_group(
    pages: dict[str, Page], live_server: LiveServer, unit: Department
) -> None:
    office, liaison, town = pages["office"], pages["liaison"], pages["town"]
    move_on(office, live_server)
    liaison.goto(f"{live_server.url}{ROOM}/filing/agri/")
    liaison.get_by_label("年度目标").fill("抽查合格率 96%")
    liaison.get_by_role("button", name="报备目标").click()
    expect(liaison.locator("main")).to_contain_text("目标已报备")
    move_on(office, live_server)
    unit_assesses_itself(liaison, live_server)
    move_on(office, live_server)
    fill_by_keyboard(pages["scorer"], live_server)
    assert Score.objects.filter(column="document").count() == 1
    move_on(office, live_server)
    office.get_by_role("button", name="抽取核查单位").click()
    office.get_by_role("button", name="验证抽取结果").click()
    expect(office.locator("main")).to_contain_text("结果一致")
    assert Scheme.objects.get().stage == "onsite"
    pages["leader"].goto(f"{live_server.url}{ROOM}/procedure/")
    expect(pages["leader"].locator("main")).to_contain_text("各单位进度")
    expect(pages["leader"].get_by_text("进入下一环节", exact=True)).to_have_count(0)
    answer = town.goto(f"{live_server.url}{ROOM}/procedure/")
    assert answer is not None
    assert answer.status == 404
