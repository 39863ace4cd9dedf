"""Forms: days typed or picked, errors led to, nothing typed is lost, sent twice acts once."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from departments.access import Role
from departments.models import Department, Task
from tests.browser.conftest import sign_in
from tests.browser.test_main_paths import PHONE, overflow, violations
from tests.departments.factories import PASSWORD, make_department, make_task, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RESTORED = "未提交的内容已恢复。"


@pytest.fixture
def lead() -> Department:
    """A member of the office, and the department that tasks are given to."""
    make_user(role=Role.OFFICE, username="office")
    make_department("县商务局")
    return make_department("县农业农村局")


def open_new(page: Page, server: LiveServer) -> str:
    """Open the form of a new task as the office and return its address."""
    sign_in(page, server, "office")
    address = f"{server.url}/tasks/new/"
    page.goto(address)
    return address


def fill(page: Page, lead: Department, title: str = "开展计量检定") -> None:
    """Fill in what a task needs."""
    for label, words in {"任务": title, "成果形式": "报告", "办理期限": "2026年6月30日"}.items():
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("牵头部门").select_option(str(lead.pk))


def kept(page: Page) -> int:
    """Return how many drafts the device keeps."""
    return int(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length"))


def test_a_day_is_typed_in_any_spelling_or_picked(
    page: Page, live_server: LiveServer, lead: Department
) -> None:
    open_new(page, live_server)
    day = page.get_by_label("办理期限", exact=True)
    shown = []
    for typed in ("2026年3月5日", "2026.3.5", "20260305", "2026-2-30"):
        day.fill(typed)
        day.press("Tab")
        shown.append(day.input_value())
    assert shown == ["2026-03-05", "2026-03-05", "2026-03-05", "2026-2-30"]
    expect(page.get_by_role("button", name="选择日期 办理期限")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(".day [type=date]").evaluate(
        "(calendar) => { calendar.value = '2026-07-01'; calendar.dispatchEvent(new Event('change')); }"
    )
    expect(day).to_have_value("2026-07-01")


def test_what_is_wrong_is_read_first_and_leads_to_its_field(
    page: Page, live_server: LiveServer, lead: Department
) -> None:
    open_new(page, live_server)
    fill(page, lead, title="")
    page.get_by_label("办理期限", exact=True).fill("明天")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    title = page.get_by_label("任务", exact=True)
    expect(title).to_be_focused()
    expect(title).to_have_accessible_description("这个字段是必填项。")
    expect(page.get_by_label("成果形式")).to_have_value("报告")
    expect(page.get_by_label("办理期限", exact=True)).to_have_value("明天")
    assert violations(page) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert overflow(page) == 0


def test_what_was_typed_is_back_after_an_ended_session(
    page: Page, live_server: LiveServer, lead: Department
) -> None:
    address = open_new(page, live_server)
    fill(page, lead)
    page.get_by_label("县商务局").check()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    page.get_by_label("登录名").fill("office")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(address)
    expect(page.get_by_text(RESTORED)).to_be_visible()
    expect(page.get_by_label("任务", exact=True)).to_have_value("开展计量检定")
    expect(page.get_by_label("县商务局")).to_be_checked()
    assert violations(page) == []
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("开展计量检定")
    assert (Task.objects.count(), kept(page)) == (1, 0)


def test_a_draft_can_be_discarded_and_goes_with_signing_out(
    page: Page, live_server: LiveServer, lead: Department
) -> None:
    address = open_new(page, live_server)
    fill(page, lead)
    page.goto(address)
    page.get_by_role("button", name="放弃").click()
    expect(page.get_by_label("任务", exact=True)).to_have_value("")
    expect(page.get_by_text(RESTORED)).to_be_hidden()
    assert kept(page) == 0
    fill(page, lead)
    assert kept(page) == 1
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    assert kept(page) == 0


def test_a_conflict_shows_both_and_what_was_typed_can_be_put_back(
    browser: Browser, live_server: LiveServer, lead: Department
) -> None:
    # A page of its own: the browser tells a conflict as an error of the console.
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    task = make_task(lead=lead, title="旧的任务")
    sign_in(page, live_server, "office")
    page.goto(f"{live_server.url}/tasks/{task.code}/edit/")
    Task.objects.update(title="他人的修改", version=task.version + 1)
    page.get_by_label("任务", exact=True).fill("我的修改")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("row", name="任务")).to_contain_text("他人的修改")
    expect(page.get_by_role("row", name="任务")).to_contain_text("我的修改")
    page.get_by_role("link", name="重新打开该记录").click()
    expect(page.get_by_label("任务", exact=True)).to_have_value("他人的修改")
    page.get_by_role("button", name="恢复").click()
    expect(page.get_by_label("任务", exact=True)).to_have_value("我的修改")
    context.close()


def test_a_form_sent_twice_makes_one_record(page: Page, live_server: LiveServer, lead: Department) -> None:
    open_new(page, live_server)
    fill(page, lead)
    page.locator("form.card").evaluate("(form) => { form.submit(); form.submit(); }")
    expect(page.get_by_role("heading", level=1)).to_have_text("开展计量检定")
    assert Task.objects.count() == 1
