"""Every address × GET and POST × seven identities answers as the table ``matrix.toml`` says."""

import logging
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.departments.factories import make_department, make_task
from tests.security.identities import METHODS, Visitors, every_pattern, path_of

GROUPS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("matrix.toml").read_text(encoding="utf-8")
)["group"]
NAMES = [name for group in GROUPS for name in group["names"]]


@pytest.fixture
def visitors(settings: Settings) -> Iterator[Visitors]:
    """Let seven people sign in where the duties are separated, and keep their refusals out of the log."""
    settings.SEPARATION_OF_DUTIES = True
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    logging.disable(logging.CRITICAL)
    yield Visitors(make_department(code="a"), make_department(code="b"))
    logging.disable(logging.NOTSET)


def test_every_address_stands_in_the_table_once() -> None:
    assert sorted(NAMES) == sorted(every_pattern())
    assert [name for name, times in Counter(NAMES).items() if times > 1] == []


@pytest.mark.django_db
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["names"][0])
def test_every_address_answers_each_identity_as_the_table_says(
    group: dict[str, Any], visitors: Visitors
) -> None:
    routes = every_pattern()
    found = {
        (name, method, who): visitors.ask(who, method, path_of(routes[name]))
        for name in group["names"]
        for method in METHODS
        for who in visitors.cookies
    }
    assert {key: said for key, said in found.items() if said != group[key[1]][key[2]]} == {}


def test_a_leader_sends_nothing_to_a_page_of_business() -> None:
    own = {"home", "search", "login", "logout", "password_change", "set_language"}
    own |= {"second_factor", "own_second_factor"}
    business = [
        (name, group["POST"]["leader"])
        for group in GROUPS
        for name in group["names"]
        if name not in own and name.partition(":")[0] not in {"help", "own", "admin"}
    ]
    assert [name for name, answer in business if answer not in {"403", "405"}] == []


@pytest.mark.django_db
def test_another_units_task_is_no_task(visitors: Visitors) -> None:
    task = make_task(lead=visitors.unit_a, state="issued")
    path = f"/tasks/{task.code}/"
    assert [visitors.ask(who, "GET", path) for who in ("liaison_a", "liaison_b")] == ["open", "404"]
    assert visitors.ask("liaison_b", "POST", f"{path}sign/") == "404"
