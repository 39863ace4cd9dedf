"""Hints for the first visit: shown to whom they are meant for, and never again once dismissed."""

import re

import pytest
from django.test import Client

from departments.access import Role
from departments.actions.hints import dismiss_hint, show_hints_again
from departments.models import User
from quality_portal.help.guides import GUIDES
from quality_portal.help.hints import HINTS
from tests.departments.factories import make_user
from tests.test_conventions import TEMPLATES

pytestmark = pytest.mark.django_db

HINT = "liaison-home"
DISMISS = f"/help/hints/{HINT}/dismiss/"


@pytest.fixture
def liaison() -> User:
    """A department's liaison."""
    return make_user(role=Role.LIAISON)


def signed_in(user: User, *, enforce_csrf_checks: bool = False) -> Client:
    """Return the person's browser."""
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(user)
    return client


def shown(client: Client, address: str = "/") -> list[str]:
    """Return the hints that a page shows."""
    return re.findall(
        r'class="hint" method="post" action="/help/hints/([a-z-]+)/', client.get(address).content.decode()
    )


def dismissed(user: User) -> list[str]:
    """Return the hints the person has put away, as stored."""
    return list(User.objects.get(pk=user.pk).dismissed_hints)


def test_a_hint_is_shown_until_it_is_dismissed_and_then_in_no_browser(liaison: User) -> None:
    first = signed_in(liaison)
    assert shown(first) == [HINT]
    response = first.post(DISMISS, {"next": "/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert shown(signed_in(liaison)) == []


def test_dismissing_without_leaving_the_page_answers_nothing(liaison: User) -> None:
    response = signed_in(liaison).post(DISMISS, headers={"HX-Request": "true"})
    assert (response.status_code, response.content, dismissed(liaison)) == (200, b"", [HINT])


def test_dismissing_leads_to_no_other_place_than_the_portal(liaison: User) -> None:
    response = signed_in(liaison).post(DISMISS, {"next": "https://example.org/"})
    assert response.headers["Location"] == "/"


def test_dismissing_needs_a_post_with_the_token_and_a_known_hint(liaison: User) -> None:
    client = signed_in(liaison)
    assert client.get(DISMISS).status_code == 405
    assert client.post("/help/hints/nothing/dismiss/").status_code == 404
    assert signed_in(liaison, enforce_csrf_checks=True).post(DISMISS).status_code == 403
    assert dismissed(liaison) == []


def test_dismissing_twice_keeps_one_and_leaves_the_account_at_its_version(liaison: User) -> None:
    for code in (HINT, "report", HINT):
        dismiss_hint(code, by=liaison)
    kept = User.objects.get(pk=liaison.pk)
    assert (kept.dismissed_hints, kept.version) == ([HINT, "report"], liaison.version)


def test_hints_are_shown_again_on_request_to_that_person_alone(liaison: User) -> None:
    other = make_user(role=Role.LIAISON)
    for person in (liaison, other):
        dismiss_hint(HINT, by=person)
    client = signed_in(liaison)
    assert client.post("/help/hints/again/").headers["Location"] == "/help/"
    assert (shown(client), dismissed(other)) == ([HINT], [HINT])
    show_hints_again(by=other)
    assert dismissed(other) == []


def test_each_role_gets_its_own_hint() -> None:
    pages = {
        Role.OFFICE: "/",
        Role.LIAISON: "/",
        Role.LEADER: "/dashboard/",
        Role.ADMINISTRATOR: "/dashboard/",
    }
    found = {role: shown(signed_in(make_user(role=role)), page) for role, page in pages.items()}
    assert found == {
        Role.OFFICE: ["office-home"],
        Role.LIAISON: [HINT],
        Role.LEADER: ["dashboard"],
        Role.ADMINISTRATOR: [],
    }


def test_every_hint_stands_on_a_page_and_leads_to_a_topic_of_its_readers() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    assert set(re.findall(r'\{% hint "([a-z-]+)" %\}', pages)) == set(HINTS)
    topics = {role: {topic.code for topic in guide} for role, guide in GUIDES.items()}
    astray = [h.code for h in HINTS.values() for role in h.roles if h.topic not in topics[role]]
    assert astray == []
