"""The pages of the help: the own role's first, every role's for everyone, reachable from every page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from departments.access import Role
from quality_portal.help.guides import GUIDES
from tests.departments.factories import make_township, make_user

pytestmark = pytest.mark.django_db


def page(role: Role, address: str, language: str = "en") -> str:
    """Return a page as a person of a role reads it."""
    client = Client(headers={"accept-language": language})
    client.force_login(make_user(role=role))
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def topics(text: str) -> list[str]:
    """Return the topics of a page."""
    return re.findall(r'<section class="card topic[^"]*" id="([a-z-]+)"', text)


@pytest.mark.parametrize("role", list(GUIDES))
def test_the_help_opens_with_the_page_of_the_own_role(role: Role) -> None:
    assert topics(page(role, "/help/")) == [topic.code for topic in GUIDES[role]]


def test_a_township_reads_the_liaisons_page(client: Client) -> None:
    client.force_login(make_user(role=Role.LIAISON, department=make_township()))
    shown = topics(client.get("/help/").content.decode())
    assert shown == [topic.code for topic in GUIDES[Role.LIAISON]]


@pytest.mark.parametrize("role", list(GUIDES))
def test_everyone_reads_every_roles_page_and_is_led_only_to_own_pages(role: Role) -> None:
    for other in GUIDES:
        text = page(role, f"/help/{other.value}/")
        assert topics(text) == [topic.code for topic in GUIDES[other]]
        assert ("Go to “" in text) is (role == other)


def test_the_pages_that_topics_lead_to_open_for_their_readers() -> None:
    for role, guide in GUIDES.items():
        client = Client()
        client.force_login(make_user(role=role))
        opened = {
            topic.code: client.get(reverse(topic.page[0]), follow=True).status_code
            for topic in guide
            if topic.page
        }
        assert opened == dict.fromkeys(opened, 200)


def test_there_is_no_page_of_another_name() -> None:
    client = Client()
    client.force_login(make_user())
    assert client.get("/help/mayor/").status_code == 404


def test_strangers_are_led_to_the_sign_in(client: Client) -> None:
    assert client.get("/help/").headers["Location"] == "/accounts/login/?next=/help/"


@pytest.mark.parametrize("address", ["/", "/targets/", "/help/figures/", "/admin/"])
def test_every_page_leads_to_the_help(address: str) -> None:
    assert page(Role.OFFICE, address, "zh-hans").count('href="/help/">帮助</a>') == 1


@pytest.mark.parametrize("role", list(GUIDES))
def test_the_chinese_page_speaks_chinese(role: Role) -> None:
    text = page(role, "/help/", "zh-hans")
    steps = re.findall(r"<li>([^<]+)</li>", text)
    assert [step for step in steps if not re.search(r"[一-鿿]", step)] == []
