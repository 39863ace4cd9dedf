"""The back office opens only to the networks the settings name."""

import pytest
from django.test import Client
from pytest_django import Settings

from departments.access import Role
from tests.departments.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "page", "status"),
    [
        ("10.20.3.4", "/admin/", 200),
        ("10.21.3.4", "/admin/", 403),
        ("10.21.3.4", "/admin/login/", 403),
        ("10.21.3.4", "/admin/departments/user/", 403),
        ("10.21.3.4", "/accounts/login/", 200),
    ],
)
def test_the_back_office_opens_only_to_the_named_networks(
    address: str, page: str, status: int, settings: Settings
) -> None:
    settings.BACK_OFFICE_NETWORKS = ["10.20.0.0/16"]
    client = Client()
    if page != "/accounts/login/":
        client.force_login(make_user(role=Role.ADMINISTRATOR))
    assert client.get(page, REMOTE_ADDR=address).status_code == status


def test_without_a_network_named_it_opens_from_everywhere(client: Client) -> None:
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    assert client.get("/admin/", REMOTE_ADDR="10.21.3.4").status_code == 200


def test_a_claimed_address_does_not_open_it(client: Client, settings: Settings) -> None:
    settings.BACK_OFFICE_NETWORKS = ["10.20.0.0/16"]
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]
    claimed = {"X-Forwarded-For": "10.20.3.4"}
    assert client.get("/admin/login/", headers=claimed, REMOTE_ADDR="10.21.3.4").status_code == 403
    assert client.get("/admin/login/", headers=claimed, REMOTE_ADDR="127.0.0.1").status_code == 200
