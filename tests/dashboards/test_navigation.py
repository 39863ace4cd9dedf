"""The main navigation."""

import pytest
from django.test import Client

from departments.access import Role
from quality_portal.dashboards.navigation import current_entry
from tests.departments.factories import make_user


@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("/", "home"),
        ("/targets/I2/", "targets:list"),
        ("/inspections/samples/3/", "inspections:list"),
        ("/inspections/cases/", "cases:list"),
        ("/inspections/registers/incidents/", "registers:infringements"),
        ("/accounts/password/", None),
    ],
)
def test_the_longest_beginning_is_the_current_entry(path: str, view: str | None) -> None:
    entry = current_entry(path)
    assert (entry.view if entry else None) == view


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        (Role.LIAISON, "待办事项", "后台管理"),
        (Role.LEADER, "进度总览", "待办事项"),
        (Role.OFFICE, "后台管理", ""),
    ],
)
def test_everyone_sees_what_they_may_open(client: Client, role: str, shown: str, hidden: str) -> None:
    client.force_login(make_user(role=role))
    page = client.get("/targets/").content.decode()
    menu = page.split('id="navigation"')[1].split("</nav>")[0]
    assert shown in menu
    assert not hidden or hidden not in menu
