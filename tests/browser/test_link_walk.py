"""The pages of the portal, found by following the links as people of the demonstration county."""

import re
import tomllib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.live_server_helper import LiveServer

from departments.access import Role
from departments.models import User
from quality_portal.demo.county import load_county
from quality_portal.lib import clock
from tests.browser.corners import corners, enter
from tests.browser.links import Walk, Walker, kind, stored_texts
from tests.browser.shared_words import COMMON
from tests.browser.test_main_paths import PHONE, overflow, violations
from tests.demo.factories import PASSWORD, TINY
from tests.departments.factories import make_user
from tests.security.identities import every_pattern
from tests.security.test_matrix import GROUPS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PEOPLE = ("office", "liaison", "township", "leader", "administrator", "security", "auditor")
STARTS = ("/", "/help/", "/accounts/login/")


@pytest.fixture(scope="module")
def county(
    browser: Browser,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """Load the demonstration once, with the two other administrators; return its files' folder.

    The browser comes first: from then on this thread has an event loop, and with it another connection.
    """
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=str(folder)):
            call_command("load_plan", stdout=StringIO())
            load_county(scale=TINY, seed=1, today=clock.today(), password=PASSWORD)
            make_user(role=Role.SECURITY, username="security")
            make_user(role=Role.AUDITOR, username="auditor")
        yield folder
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def with_the_county(settings: Settings, county: Path) -> None:
    """Look for attached files where the county's are."""
    settings.MEDIA_ROOT = str(county)


UNASKED = re.compile(r"/admin/departments/user/\d+/change/ from /admin/\S+: 403")
"""Django's back office links a read-only field to its record, whether or not the reader may open it."""


class Walks:
    """The walks of all people, each taken when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        """Begin with nothing seen; what the office enters first keeps its files in a folder."""
        users = {name: User.objects.get(username=name) for name in PEOPLE}
        entered = enter(users["office"], folder)
        self._starts = {name: [*STARTS, *corners(user)] for name, user in users.items()}
        self._starts["office"] += entered
        self._data = COMMON | stored_texts()
        self._done: set[str] = set()
        self._taken: dict[str, Walk] = {}
        self.checked: set[str] = set()
        self.judged: set[str] = set()

    def of(self, name: str) -> Walk:
        """Return what a person has seen; the office looks at two records of each kind."""
        if name not in self._taken:
            user = User.objects.get(username=name)
            walker = Walker(user, self._data, self._done, objects=2 if name == "office" else 1)
            self._taken[name] = walker.go(*self._starts[name])
        return self._taken[name]


@pytest.fixture(scope="module")
def walks(county: Path) -> Walks:
    """Nobody has walked yet."""
    with override_settings(MEDIA_ROOT=str(county)):
        return Walks(county)


@pytest.fixture(scope="module")
def server(county: Path) -> Iterator[LiveServer]:
    """Serve the county for all tests of the module."""
    served = LiveServer("localhost")
    yield served
    served.stop()


def sign_in(context: BrowserContext, server: LiveServer, name: str) -> None:
    """Sign in without the form."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}]
    )


def look(page: Page, address: str, *, judge: bool) -> list[str]:
    """Open a page on a phone and return what is wrong with it; ``judge`` has axe look at it as well."""
    page.goto(address)
    wide = overflow(page)
    wrong = [f"{wide} px too wide"] if wide else []
    return wrong + (violations(page) if judge else [])


@pytest.mark.parametrize("name", PEOPLE)
def test_every_link_leads_to_a_page_in_one_language(walks: Walks, name: str) -> None:
    assert [fault for fault in walks.of(name).faults if not UNASKED.fullmatch(fault)] == []


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_fits_a_phone_and_is_accessible(
    page: Page, server: LiveServer, walks: Walks, name: str
) -> None:
    sign_in(page.context, server, name)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.emulate_media(reduced_motion="reduce")
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    found = {}
    for route, address in walks.of(name).pages.items():
        seen = f"{User.objects.get(username=name).role} {kind(route)}"
        if seen in walks.checked:
            continue
        walks.checked.add(seen)
        wrong = look(page, f"{server.url}{address}", judge=kind(route) not in walks.judged)
        walks.judged.add(kind(route))
        if wrong or errors:
            found[address] = [*wrong, *errors]
            errors.clear()
    assert found == {}


def test_every_pattern_is_visited_or_has_a_reason_not_to_be(walks: Walks) -> None:
    taken = [walks.of(name) for name in PEOPLE]
    opened = {plain(route) for walk in taken for route in (*walk.pages, *walk.files)}
    routes = every_pattern()
    forms = {
        plain(routes[name]) for group in GROUPS if group["GET"]["office"] == "405" for name in group["names"]
    }
    reasons = tomllib.loads(Path(__file__).with_name("unvisited.toml").read_text(encoding="utf-8"))["group"]
    unvisited = {plain(route) for group in reasons for route in group["routes"]}
    assert {plain(route) for route in routes.values()} - opened - forms == unvisited


def plain(route: str) -> str:
    """Return a pattern's kind without the marks that only some of its spellings have."""
    return kind(route).replace("^", "")
