"""Who is who: names, passwords over time, guessing, and the ends of sessions."""

import re
from datetime import timedelta
from io import StringIO
from itertools import pairwise

import pytest
from axes.models import AccessFailureLog
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from departments.access import Role
from departments.actions.accounts import close_dormant, dormant, open_administrators
from departments.models import FormerPassword, User
from departments.records import change_record
from quality_portal.lib import clock
from tests.departments.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
BACK_OFFICE_LOGIN = "/admin/login/"
CHANGE = "/accounts/password/"
PAGE = "/duties/"
NEW = "Pear-tree-92"


def attempt(
    username: str, password: str = PASSWORD, *, address: str = "10.1.1.1", where: str = LOGIN
) -> tuple[int, str]:
    """Try to sign in and return the status and the answer without what differs from page to page."""
    answer = Client().post(where, {"username": username, "password": password}, REMOTE_ADDR=address)
    return answer.status_code, re.sub(r'value="[^"]*"|"X-CSRFToken": "\w+"', "", answer.content.decode())


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="departments.backends.RoleBackend")
    return client


def change_password(client: Client, new: str, old: str = PASSWORD) -> int:
    """Choose a new password on the person's own page; 200 means that the form came back."""
    sent = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(CHANGE, sent).status_code


def aged(person: User, **ago: timedelta) -> None:
    """Move moments of the account into the past."""
    User.objects.filter(pk=person.pk).update(**{name: clock.now() - age for name, age in ago.items()})
    person.refresh_from_db()


# --- CK-ID-1 -------------------------------------------------------------------------------
def test_a_name_that_differs_in_width_or_case_only_is_taken() -> None:
    make_user(username="admin")
    administrator = signed_in(make_user(role=Role.ADMINISTRATOR))
    sent = {"username": "ＡＤＭＩＮ", "full_name": "王五", "role": Role.OFFICE}
    answer = administrator.post("/admin/departments/user/add/", sent | {"password1": NEW, "password2": NEW})
    assert list(answer.context["adminform"].form.errors) == ["username"]
    assert User.objects.filter(username__iexact="admin").count() == 1


# --- CK-ID-2 (the table of passwords stands in tests/departments/test_passwords.py) ----------
@pytest.mark.parametrize("password", ["Heping-2026-x", "和平Plum-2026"])
def test_the_countys_name_is_no_password(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, make_user())


def test_a_long_password_counts_to_its_last_character() -> None:
    long = "Plum-tree-91" * 10
    person = User.objects.create_user("long", long, full_name="李四", role=Role.LEADER)
    assert [person.check_password(long), person.check_password(long[:-1])] == [True, False]


# --- CK-ID-3 -------------------------------------------------------------------------------
def test_an_initial_password_opens_the_account_once() -> None:
    make_user(username="newcomer", must_change=True)
    assert [attempt("newcomer")[0], attempt("newcomer")[0]] == [302, 200]


def test_an_initial_password_opens_nothing_after_72_hours() -> None:
    person = make_user(username="newcomer", must_change=True)
    aged(person, password_changed_at=timedelta(hours=72, minutes=1))
    assert attempt("newcomer")[0] == 200


def test_a_reset_gives_a_new_single_use_password() -> None:
    person = make_user(username="zhangming")
    assert attempt("zhangming")[0] == 302
    out = StringIO()
    call_command("initial_password", "ZhangMing", stdout=out)
    name, given = out.getvalue().split()
    assert (name, attempt("zhangming")[0], attempt("zhangming", given)[0]) == ("zhangming", 200, 302)
    person.refresh_from_db()
    assert (person.must_change_password, attempt("zhangming", given)[0]) == (True, 200)


def test_a_reset_of_nobody_is_refused() -> None:
    with pytest.raises(CommandError, match="“nobody”"):
        call_command("initial_password", "nobody")


# --- CK-ID-4 -------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "leads_to"), [(89, ""), (91, CHANGE)])
def test_a_password_older_than_90_days_opens_only_the_page_that_changes_it(days: int, leads_to: str) -> None:
    person = make_user()
    client = signed_in(person)
    aged(person, password_changed_at=timedelta(days=days))
    assert client.get(PAGE).headers.get("Location", "") == leads_to


def test_an_old_password_is_explained_and_replaced() -> None:
    person = make_user()
    aged(person, password_changed_at=timedelta(days=91))
    client = signed_in(person)
    assert "您的密码使用已超过90天" in client.get(CHANGE).content.decode()
    assert (change_password(client, NEW), client.get(PAGE).status_code) == (302, 200)


def test_none_of_the_last_five_passwords_comes_back() -> None:
    person = make_user()
    client = signed_in(person)
    chosen = [PASSWORD, *(f"Pear-tree-{number}" for number in range(10, 15))]
    for old, new in pairwise(chosen):
        assert change_password(client, new, old) == 302
    last_five = [change_password(client, former, chosen[-1]) for former in chosen[1:]]
    assert last_five == [200] * 5
    assert FormerPassword.objects.filter(user=person).count() == 5
    assert change_password(client, PASSWORD, chosen[-1]) == 302


# --- CK-ID-5 -------------------------------------------------------------------------------
@pytest.mark.parametrize("where", [LOGIN, BACK_OFFICE_LOGIN])
def test_five_refusals_lock_the_name_at_the_address_for_15_minutes(where: str) -> None:
    make_user(username="zhangming")
    refused = [attempt("zhangming", "wrong", where=where)[0] for _number in range(5)]
    assert refused == [200, 200, 200, 200, 429]
    assert attempt("zhangming", where=where) == attempt("zhangming", "wrong", where=where)
    assert attempt("zhangming", where=where)[0] == 429
    assert attempt("zhangming", address="10.2.2.2")[0] == 302


def test_another_spelling_is_no_further_attempt() -> None:
    make_user(username="zhangming")
    names = ("zhangming", "ZhangMing", "ＺＨＡＮＧMING", "zhang ming", "ZHANGMING")
    assert [attempt(name, "wrong")[0] for name in names][-1] == 429


def test_an_address_that_guesses_many_names_is_refused(settings: Settings) -> None:
    settings.REFUSALS_PER_ADDRESS_AND_HOUR = 3
    make_user(username="zhangming")
    assert [attempt(f"name{number}", "wrong")[0] for number in range(3)] == [200, 200, 200]
    assert attempt("zhangming")[0] == 429
    assert attempt("zhangming", address="10.2.2.2")[0] == 302
    AccessFailureLog.objects.update(attempt_time=clock.now() - timedelta(minutes=61))
    assert attempt("zhangming")[0] == 302


def test_behind_the_proxy_the_browsers_address_counts(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]
    make_user(username="zhangming")

    def status(password: str, forwarded: str, nearest: str = "") -> int:
        sent = {"username": "zhangming", "password": password}
        headers = {"X-Forwarded-For": forwarded}
        return Client().post(LOGIN, sent, headers=headers, REMOTE_ADDR=nearest).status_code

    assert [status("wrong", "10.1.1.1") for _number in range(5)][-1] == 429
    assert status(PASSWORD, "10.2.2.2, 10.1.1.1", "127.0.0.1") == 429
    assert status(PASSWORD, "10.2.2.2", "10.1.1.1") == 429
    assert status(PASSWORD, "10.2.2.2") == 302


# --- CK-ID-6 -------------------------------------------------------------------------------
class CountingHasher(MD5PasswordHasher):
    """Counts how often a password was hashed: that is what takes time."""

    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        """Hash the password and count."""
        CountingHasher.hashed += 1
        return super().encode(password, salt)


def test_unknown_known_and_closed_accounts_cannot_be_told_apart(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.security.test_identity.CountingHasher"]
    make_user(username="known")
    make_user(username="spent", must_change=True)
    attempt("spent")
    change_record(make_user(username="closed"), by="test", version=1, is_active=False)
    answers = set()
    for name, password in (
        ("nobody", "wrong"),
        ("known", "wrong"),
        ("closed", PASSWORD),
        ("spent", PASSWORD),
    ):
        CountingHasher.hashed = 0
        answers.add((*attempt(name, password), CountingHasher.hashed))
    assert len(answers) == 1
    assert {(status, hashed) for status, _body, hashed in answers} == {(200, 1)}


def test_a_locked_name_answers_alike_whether_it_exists_and_hashes_nothing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.security.test_identity.CountingHasher"]
    make_user(username="known")
    for name in ("known", "nobody"):
        for _number in range(5):
            attempt(name, "wrong")
    CountingHasher.hashed = 0
    assert attempt("known") == attempt("nobody")
    assert CountingHasher.hashed == 0


# --- CK-ID-7 stands in tests/departments/test_sign_in.py -------------------------------------
# --- CK-ID-8 -------------------------------------------------------------------------------
def replayed(person: User, client: Client, cookie: str) -> str:
    """Return where a browser with an old cookie is led."""
    thief = Client()
    thief.cookies[client.cookies["sessionid"].key] = cookie
    return thief.get(PAGE).headers.get("Location", "")


def test_signing_out_leaves_a_cookie_that_opens_nothing() -> None:
    person = make_user()
    client = signed_in(person)
    cookie = client.cookies["sessionid"].value
    assert replayed(person, client, cookie) == ""
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert thief.get(PAGE).headers["Location"].startswith(LOGIN)


@pytest.mark.parametrize("change", [{"role": Role.LEADER}, {"is_active": False}, {"full_name": "王五"}])
def test_a_changed_account_loses_all_its_sessions_for_good(change: dict[str, object]) -> None:
    person = make_user()
    client = signed_in(person)
    assert client.get(PAGE).status_code == 200
    changed = change_record(person, by="test", version=1, **change)
    assert client.get(PAGE).status_code == 302
    restored = change_record(changed, by="test", version=2, is_active=True)
    assert (restored.is_active, client.get(PAGE).status_code) == (True, 302)


def test_a_changed_password_ends_the_other_sessions_only() -> None:
    person = make_user()
    here, elsewhere = signed_in(person), signed_in(person)
    assert change_password(here, NEW) == 302
    assert [here.get(PAGE).status_code, elsewhere.get(PAGE).status_code] == [200, 302]


def test_a_reset_password_ends_every_session() -> None:
    person = make_user()
    client = signed_in(person)
    call_command("initial_password", person.username, stdout=StringIO())
    assert client.get(PAGE).headers["Location"].startswith(LOGIN)


def test_an_administrator_stays_signed_in_after_changing_the_own_account() -> None:
    person = make_user(role=Role.ADMINISTRATOR)
    client = signed_in(person)
    sent = {"username": person.username, "full_name": "王五", "opened_version": 1}
    address = f"/admin/departments/user/{person.pk}/change/"
    assert [client.post(address, sent).status_code, client.get(address).status_code] == [302, 200]


# --- CK-ID-9 -------------------------------------------------------------------------------
def test_a_new_portal_has_no_account_until_its_three_are_opened() -> None:
    assert User.objects.count() == 0
    opened = open_administrators(by="test")
    assert [(person.username, person.role) for person, _password in opened] == [
        ("system", Role.ADMINISTRATOR),
        ("security", Role.SECURITY),
        ("audit", Role.AUDITOR),
    ]
    assert [attempt(person.username, password)[0] for person, password in opened] == [302, 302, 302]
    assert len({password for _person, password in opened}) == 3


def test_the_three_are_opened_once() -> None:
    first, second = StringIO(), StringIO()
    call_command("open_administrators", stdout=first)
    call_command("open_administrators", stdout=second)
    assert [line.split()[1] for line in first.getvalue().splitlines()] == ["system", "security", "audit"]
    assert "三类管理员均已有账号" in second.getvalue()
    assert User.objects.count() == 3


# --- CK-ID-10 ------------------------------------------------------------------------------
def test_accounts_that_nobody_used_for_90_days_are_listed_and_closed() -> None:
    long, short = timedelta(days=91), timedelta(days=89)
    unused, used, administrator = (
        make_user(username="unused"),
        make_user(),
        make_user(role=Role.ADMINISTRATOR),
    )
    for person in (unused, used, administrator):
        aged(person, last_login=long, created_at=long, password_changed_at=long)
    aged(used, last_login=short)
    never = make_user(username="never")
    aged(never, created_at=long, password_changed_at=long)
    assert set(dormant(clock.now())) == {never, unused, administrator}
    out = StringIO()
    call_command("dormant_accounts", stdout=out)
    assert out.getvalue().partition(" ")[0] == "never"
    assert [person.username for person in close_dormant(clock.now(), by="test")] == ["never", "unused"]
    active = User.objects.filter(is_active=True).values_list("pk", flat=True)
    assert set(active) == {used.pk, administrator.pk}


def test_an_account_that_was_opened_again_is_not_closed_at_once() -> None:
    person = make_user()
    aged(person, last_login=timedelta(days=200), created_at=timedelta(days=400))
    assert list(dormant(clock.now())) == []
