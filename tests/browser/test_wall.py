"""The wall display: panels turn, figures refresh, and a lost network leaves the last ones with their age."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from departments.access import Role
from tests.browser.conftest import sign_in
from tests.departments.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WALL = {"width": 1920, "height": 1080}


@pytest.fixture
def leader() -> None:
    """The founding plan and a leader."""
    call_command("load_plan", verbosity=0)
    make_user(role=Role.LEADER, username="leader")


def test_panels_fill_the_wall_and_turn_by_themselves(
    page: Page, live_server: LiveServer, leader: None
) -> None:
    page.set_viewport_size(WALL)  # type: ignore[arg-type]
    sign_in(page, live_server, "leader")
    page.clock.install()
    page.goto(f"{live_server.url}/dashboard/wall/")
    expect(page.locator(".panel:visible")).to_have_count(1)
    expect(page.get_by_role("heading", name="能否完成规划")).to_be_visible()
    page.clock.run_for(15_000)
    expect(page.get_by_role("heading", name="能否完成规划")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="能否完成规划")).to_be_visible()
    for _panel in range(page.locator(".panel").count()):
        size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert size == [1920, 1080]
        page.keyboard.press("ArrowRight")


def test_without_a_network_the_last_figures_stay_and_say_how_old_they_are(
    browser: Browser, live_server: LiveServer, leader: None
) -> None:
    # A page of its own: the refused request is an error in the console, and here it is meant to be.
    context = browser.new_context(locale="zh-CN", viewport=WALL)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, live_server, "leader")
    page.clock.install()
    page.goto(f"{live_server.url}/dashboard/wall/")
    tally = page.locator(".tally dd").all_text_contents()
    context.set_offline(True)
    page.clock.run_for(180_000)
    expect(page.locator("#state")).to_contain_text("网络中断")
    expect(page.locator("#state")).to_contain_text("3分钟前")
    assert page.locator(".tally dd").all_text_contents() == tally
    context.set_offline(False)
    page.clock.run_for(60_000)
    expect(page.locator("#state")).to_have_text("数据为最新")
    context.close()


def test_less_motion_leaves_the_turning_to_the_reader(
    browser: Browser, live_server: LiveServer, leader: None
) -> None:
    context = browser.new_context(locale="zh-CN", viewport=WALL, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, live_server, "leader")
    page.clock.install()
    page.goto(f"{live_server.url}/dashboard/wall/")
    page.clock.run_for(40_000)
    expect(page.get_by_role("heading", name="能否完成规划")).to_be_visible()
    page.get_by_role("button", name="下一页").click()
    expect(page.get_by_role("heading", name="能否完成规划")).to_be_hidden()
    context.close()
