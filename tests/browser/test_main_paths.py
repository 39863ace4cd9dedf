"""The paths everyone walks first: signing in, the dashboard, an import; at two widths and by axe."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from departments.access import Role
from inspections.models import Sample
from tests.browser.conftest import sign_in
from tests.departments.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
STEPS = 60
"""So many strokes of the tabulator lead at most from the head of a page to what was found."""
PAGES = (
    "/",
    "/dashboard/",
    "/targets/",
    "/targets/I3/",
    "/duties/",
    "/enterprises/",
    "/inspections/",
    "/inspections/import/",
    "/inspections/campaigns/",
    "/brands/",
    "/assessments/",
)


@pytest.fixture
def county() -> None:
    """The founding plan and one person of each role."""
    call_command("load_plan", verbosity=0)
    make_user(role=Role.OFFICE, username="office")
    make_user(role=Role.LEADER, username="leader")


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.1 A and AA.

    Axe would load the style sheets once more by a style element of its own, which the policy forbids.
    """
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "preload": False}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def test_signing_in_leads_the_leader_to_the_dashboard(
    page: Page, live_server: LiveServer, county: None
) -> None:
    page.goto(f"{live_server.url}/dashboard/")
    expect(page).to_have_url(f"{live_server.url}/accounts/login/?next=/dashboard/")
    sign_in(page, live_server, "leader")
    expect(page.get_by_role("heading", level=1)).to_contain_text("年度规划进度")
    expect(page.locator(".tally dd")).to_have_count(4)
    expect(page.locator("table.targets tbody tr:not(.group)")).to_have_count(11)
    assert violations(page) == []


def test_a_wrong_password_is_said_in_words_and_keeps_the_name(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("登录名").fill("leader")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("登录名")).to_have_value("leader")
    assert violations(page) == []


def test_a_table_is_imported_with_preview_and_progress(
    page: Page, live_server: LiveServer, county: None, tmp_path: Path
) -> None:
    table = tmp_path / "抽查结果.xlsx"
    call_command("demo_spot_check_file", rows=60, variant="V1", out=table, verbosity=0)
    sign_in(page, live_server, "office")
    page.goto(f"{live_server.url}/inspections/import/")
    page.get_by_label("结果表").set_input_files(str(table))
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("抽查结果")
    assert Sample.objects.count() == 0
    assert violations(page) == []
    page.get_by_role("button", name="写入60个批次").click()
    expect(page.locator("main")).to_contain_text("已完成", timeout=20_000)
    assert Sample.objects.count() == 60


def test_pages_fit_a_phone_and_satisfy_axe(page: Page, live_server: LiveServer, county: None) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sign_in(page, live_server, "office")
    found = {}
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
        found[address] = (overflow(page), violations(page))
    assert found == {address: (0, []) for address in PAGES}


def test_the_menu_opens_on_a_phone_and_english_is_one_press_away(
    page: Page, live_server: LiveServer, county: None
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sign_in(page, live_server, "leader")
    expect(page.get_by_role("link", name="监督抽查", exact=True)).to_be_hidden()
    page.get_by_role("button", name="菜单").click()
    expect(page.get_by_role("link", name="监督抽查", exact=True)).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Progress of the plan")


def test_a_record_is_found_and_opened_by_the_keyboard_alone(
    page: Page, live_server: LiveServer, county: None
) -> None:
    sign_in(page, live_server, "office")
    box = page.get_by_role("searchbox")
    expect(box).to_be_visible()
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("农产品")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))
    found = page.locator("main a").filter(has_text="农产品").first
    for _step in range(STEPS):
        page.keyboard.press("Tab")
        if found.evaluate("link => link === document.activeElement"):
            break
    expect(found).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/search/" not in address)
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).not_to_be_focused()
