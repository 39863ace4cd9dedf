"""Dashboard, homes, wall and back office: axe, a phone's width, 200 % zoom, the keyboard's focus."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from departments.access import Role
from departments.models import Department, TaskState
from targets.models import Target
from tests.browser.conftest import sign_in
from tests.browser.test_main_paths import overflow, violations
from tests.departments.factories import make_task, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (1440, 720, 390)
"""A desk's screen, the same at 200 % zoom, and a phone."""
HOMES = {"leader": ("/dashboard/", "/dashboard/wall/"), "liaison": ("/",), "office": ("/",)}
STOPS = 20
"""How many stops of the keyboard are looked at on each page."""


@pytest.fixture
def people() -> None:
    """The founding plan, one person of each role and a task that is late."""
    call_command("load_plan", verbosity=0)
    lead = Department.objects.get(code="agri")
    for role in (Role.LEADER, Role.OFFICE, Role.ADMINISTRATOR):
        make_user(role=role, username=role.value)
    make_user(role=Role.LIAISON, department=lead, username="liaison")
    make_task(lead=lead, state=TaskState.IN_PROGRESS)


def back_office() -> dict[str, tuple[str, ...]]:
    """Return pages of each kind of the back office: index, list, form, history."""
    target, department = Target.objects.first(), Department.objects.first()
    assert target is not None
    assert department is not None
    return {
        "office": ("/admin/", "/admin/targets/target/", f"/admin/targets/target/{target.pk}/change/"),
        "administrator": (
            "/admin/departments/user/add/",
            f"/admin/departments/department/{department.pk}/history/",
        ),
    }


def faults(page: Page, server: LiveServer, pages: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Return what axe finds on each page, and the widths that it is wider than."""
    # Nothing is looked at while it still moves.
    page.emulate_media(reduced_motion="reduce")
    found: dict[str, list[str]] = {}
    for username, addresses in pages.items():
        page.context.clear_cookies()
        sign_in(page, server, username)
        for address in addresses:
            page.goto(f"{server.url}{address}")
            found[address] = violations(page)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                found[address] += [f"{width} px"] * (overflow(page) > 0)
    return {address: wrong for address, wrong in found.items() if wrong}


def test_homes_and_wall_satisfy_axe_at_every_width(page: Page, live_server: LiveServer, people: None) -> None:
    assert faults(page, live_server, HOMES) == {}


def test_the_back_office_satisfies_axe_at_every_width(
    browser: Browser, live_server: LiveServer, people: None
) -> None:
    # A page of its own: axe tries styles on these forms, which the policy refuses and the console tells.
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    assert faults(context.new_page(), live_server, back_office()) == {}
    context.close()


def test_the_keyboard_skips_to_the_content_and_its_focus_is_seen(
    page: Page, live_server: LiveServer, people: None
) -> None:
    sign_in(page, live_server, "office")
    bare = []
    for address, content in (("/dashboard/", "content"), ("/admin/", "content-start")):
        page.goto(f"{live_server.url}{address}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        page.keyboard.press("Enter")
        expect(page.locator(f"#{content}")).to_be_focused()
        for _stop in range(STOPS):
            page.keyboard.press("Tab")
            if page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "none":
                bare.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert bare == []


def test_a_chart_tells_its_values_on_focus_and_is_drawn_anew_on_a_phone(
    page: Page, live_server: LiveServer, people: None
) -> None:
    sign_in(page, live_server, "leader")
    page.goto(f"{live_server.url}/dashboard/")
    bar = page.locator("svg.chart--wide a").first
    bar.focus()
    expect(bar).to_be_focused()
    expect(bar.locator("title").first).to_contain_text("通过质量体系认证的企业")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".chart--narrow").first).to_be_visible()
    expect(page.locator(".chart--wide").first).to_be_hidden()
