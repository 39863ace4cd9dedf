"""Pictures of the help: taken from the demonstration county when asked, else compared with its pages.

To take them anew, serve the demonstration county and run this file with ``HELP_PICTURES_FROM`` (the
portal's address) and ``HELP_PICTURES_PASSWORD`` (the demonstration accounts' password) set.
"""

import io
import os
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from departments.access import Role
from departments.models import Department, TaskState
from quality_portal.help.pictures import LANGUAGES, PICTURES, Picture
from quality_portal.lib import clock
from reports.actions.periods import open_period
from reports.models import Half
from tests.browser.conftest import sign_in
from tests.departments.factories import make_task, make_user
from tests.help.test_pictures import SCALE, place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FROM = os.environ.get("HELP_PICTURES_FROM", "")
QUALITY = 60
WINDOW = {"width": 1000, "height": 900}


@dataclass(frozen=True, slots=True)
class Shot:
    """Where a picture is taken: whose page, the links pressed from there on, and the part it begins at."""

    username: str
    address: str
    part: str
    links: tuple[str, ...] = ()


YEAR = clock.today().year
SHOTS = {
    "office-inbox": Shot("office", "/", "#inbox"),
    "office-import": Shot("office", "/inspections/import/", "main form.form"),
    "office-reports": Shot("office", "/reports/", "main .figures", ("main th a[href^='/reports/periods/']",)),
    "office-scores": Shot("office", f"/assessments/{YEAR}/departments/scores/", ".score-grid"),
    "liaison-inbox": Shot("liaison", "/", "#inbox"),
    "liaison-task": Shot("liaison", "/tasks/?state=open", "main .steps-row", ("main tbody th a",)),
    "liaison-report": Shot("liaison", "/reports/", ".writing", ("main a[href$='/edit/']",)),
    "liaison-score": Shot("liaison", f"/assessments/{YEAR}/departments/agri/", "main .figures"),
    "leader-verdict": Shot("leader", "/dashboard/", ".verdict"),
    "leader-dangers": Shot("leader", "/dashboard/", "#dangers"),
    "administrator-accounts": Shot("administrator", "/admin/departments/user/", "#changelist"),
}
"""How each picture is taken."""


def by_person() -> list[tuple[str, list[str]]]:
    """Return the pictures each person's pages give."""
    people = dict.fromkeys(shot.username for shot in SHOTS.values())
    return [(name, [code for code, shot in SHOTS.items() if shot.username == name]) for name in people]


def enter(page: Page, username: str, language: str) -> None:
    """Sign in to the portal the pictures are taken from, in a language."""
    page.goto(f"{FROM}/accounts/login/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(os.environ["HELP_PICTURES_PASSWORD"])
    page.locator("main form button.main").click()
    page.wait_for_load_state()
    if language == "en":
        page.locator("button[name=language]").click()
        page.wait_for_load_state()


def keep(page: Page, shot: Shot, picture: Picture, language: str) -> None:
    """Keep what the picture shows, beginning at its part."""
    box = page.locator(shot.part).first.bounding_box()
    assert box is not None
    clip = {"x": box["x"], "y": box["y"], "width": picture.width, "height": picture.height}
    data = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
    file = place(picture, language)
    file.parent.mkdir(exist_ok=True)
    with Image.open(io.BytesIO(data)) as image:
        image.convert("RGB").save(file, "WEBP", quality=QUALITY, method=6)


def walk(page: Page, base: str, shot: Shot) -> None:
    """Go where a picture is taken, signed in as its person."""
    page.goto(f"{base}{shot.address}")
    for link in shot.links:
        page.locator(link).first.click()
        page.wait_for_load_state()


@pytest.fixture
def county() -> None:
    """The founding plan with one person of each role, a task to sign for and a half-year to report on."""
    call_command("load_plan", verbosity=0)
    unit = Department.objects.get(code="agri")
    people = {role: make_user(role=role, username=role.value) for role in Role if role != Role.LIAISON}
    make_user(role=Role.LIAISON, department=unit, username="liaison")
    make_task(lead=unit, state=TaskState.ISSUED)
    office, today = people[Role.OFFICE], clock.today()
    open_period(year=YEAR, half=Half.SECOND, due_on=today, by=office, now=clock.now(), today=today)


def test_every_picture_is_of_a_part_that_its_page_still_has(
    page: Page, live_server: LiveServer, county: None
) -> None:
    page.set_viewport_size(WINDOW)  # type: ignore[arg-type]
    lost = []
    for username, codes in by_person():
        page.context.clear_cookies()
        sign_in(page, live_server, username)
        for code in codes:
            walk(page, live_server.url, SHOTS[code])
            if page.locator(SHOTS[code].part).count() == 0:
                lost.append(code)
    assert lost == []


@pytest.mark.skipif(not FROM, reason="pictures are taken only when a served portal is named")
@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_taken_anew(browser: Browser, language: str) -> None:
    for username, codes in by_person():
        context = browser.new_context(locale="zh-CN", viewport=WINDOW, device_scale_factor=SCALE)  # type: ignore[arg-type]
        page = context.new_page()
        enter(page, username, language)
        for code in codes:
            walk(page, FROM, SHOTS[code])
            keep(page, SHOTS[code], PICTURES[code], language)
        context.close()
    assert {code for code in PICTURES if not place(PICTURES[code], language).exists()} == set()
