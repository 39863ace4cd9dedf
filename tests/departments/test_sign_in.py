"""Signing in: guessing, limits of sessions, initial passwords."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from departments.access import Role
from tests.departments.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def sign_in(client: Client, username: str, password: str = PASSWORD, address: str = "10.1.1.1") -> int:
    """Try to sign in from an address and return the status."""
    data = {"username": username, "password": password}
    return client.post(LOGIN, data, REMOTE_ADDR=address).status_code


def test_everything_needs_signing_in(client: Client) -> None:
    for address in ("/", "/dashboard/", "/duties/", "/targets/", "/admin/"):
        response = client.get(address)
        assert (response.status_code, LOGIN in response.headers["Location"] or "/admin/login/") != (200, "")
        assert response.status_code == 302


def test_a_person_signs_in_under_any_spelling(client: Client) -> None:
    make_user(username="zhangming")
    assert sign_in(client, "ＺhangMing") == 302
    assert client.get(reverse("departments:duties")).status_code == 200


def test_five_wrong_passwords_lock_the_name_at_that_address(client: Client) -> None:
    make_user(username="zhangming")
    statuses = [sign_in(client, "zhangming", "wrong") for _attempt in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    assert sign_in(client, "zhangming") == 429
    assert sign_in(client, "zhangming", address="10.2.2.2") == 302


def test_the_lock_out_page_says_what_to_do(client: Client) -> None:
    make_user(username="zhangming")
    for _attempt in range(5):
        response = client.post(LOGIN, {"username": "zhangming", "password": "wrong"})
    assert "登录失败次数过多。" in response.content.decode()


def test_unknown_and_inactive_people_hear_the_same(client: Client) -> None:
    person = make_user(username="zhangming")
    person.is_active = False
    person.save()
    answers = set()
    for name in ("nobody", "zhangming"):
        body = client.post(LOGIN, {"username": name, "password": "wrong-Plum-1"}).content.decode()
        answers.add(body.split('role="alert"')[1].split("</div>")[0])
    assert len(answers) == 1


def test_a_session_ends_after_thirty_idle_minutes(client: Client) -> None:
    client.force_login(make_user())
    client.get(reverse("departments:duties"))
    session = client.session
    session["seen_at"] = int(time.time()) - 31 * 60
    session.save()
    assert client.get(reverse("departments:duties")).status_code == 302


def test_a_session_ends_after_eight_hours(client: Client) -> None:
    client.force_login(make_user())
    client.get(reverse("departments:duties"))
    session = client.session
    session["started_at"] = int(time.time()) - 8 * 60 * 60 - 1
    session.save()
    assert client.get(reverse("departments:duties")).status_code == 302


def test_the_last_use_is_noted_at_most_once_a_minute(client: Client) -> None:
    client.force_login(make_user())
    client.get(reverse("departments:duties"))
    session = client.session
    session["seen_at"] = noted = int(time.time()) - 30
    session.save()
    client.get(reverse("departments:duties"))
    assert client.session["seen_at"] == noted


def test_a_clock_that_is_set_back_lengthens_no_session(client: Client) -> None:
    client.force_login(make_user())
    client.get(reverse("departments:duties"))
    session, now = client.session, int(time.time())
    session["started_at"] = session["seen_at"] = now + 3600
    session.save()
    assert client.get(reverse("departments:duties")).status_code == 200
    assert now <= client.session["started_at"] <= now + 60
    assert now <= client.session["seen_at"] <= now + 60


def test_an_initial_password_has_to_be_changed_first(client: Client) -> None:
    person = make_user(username="newcomer", must_change=True)
    client.force_login(person)
    assert client.get(reverse("departments:duties")).headers["Location"] == reverse("password_change")
    page = client.get(reverse("password_change"))
    assert "您的密码是初始密码" in page.content.decode()
    answer = client.post(
        reverse("password_change"),
        {"old_password": PASSWORD, "new_password1": "Pear-tree-92", "new_password2": "Pear-tree-92"},
    )
    assert answer.headers["Location"] == "/"
    person.refresh_from_db()
    assert (person.must_change_password, person.check_password("Pear-tree-92")) == (False, True)


def test_changing_the_password_ends_the_other_sessions(client: Client) -> None:
    person = make_user()
    elsewhere = Client()
    elsewhere.force_login(person)
    client.force_login(person)
    client.post(
        reverse("password_change"),
        {"old_password": PASSWORD, "new_password1": "Pear-tree-92", "new_password2": "Pear-tree-92"},
    )
    assert elsewhere.get(reverse("departments:duties")).status_code == 302
    assert client.get(reverse("departments:duties")).status_code == 200


def test_signing_out_ends_the_session(client: Client) -> None:
    client.force_login(make_user())
    assert client.post(reverse("logout")).status_code == 302
    assert client.get(reverse("departments:duties")).status_code == 302


@pytest.mark.parametrize(
    ("role", "leads_to"), [(Role.LEADER, "/dashboard/"), (Role.ADMINISTRATOR, "/admin/")]
)
def test_home_leads_to_where_the_work_begins(client: Client, role: str, leads_to: str) -> None:
    client.force_login(make_user(role=role))
    assert client.get("/").headers["Location"] == leads_to


def test_pages_are_not_cached_and_carry_the_headers(client: Client) -> None:
    headers = client.get(LOGIN).headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_language_switches_and_returns(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": LOGIN})
    assert answer.headers["Location"] == LOGIN
    assert "Sign in" in client.get(LOGIN).content.decode()
