"""A code beside the password: nobody who owes it gets in, and each code opens the portal once."""

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from departments.access import Role
from departments.models import AuditAction, AuditEntry, User
from departments.second_factor.actions import DUE, begin, is_on, turn_off, turn_on
from tests.departments.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

OWN, ASK = "/accounts/second-factor/", "/accounts/code/"


def code_of(person: User, *, later: int = 0) -> str:
    """Return the code that the person's authenticator shows, or one of the next."""
    device = TOTPDevice.objects.get(user=person)
    return f"{totp(device.bin_key, drift=later):06d}"


def wrong(code: str) -> str:
    """Return six digits that are not the code nor a neighbour of it."""
    return f"{(int(code) + 111_111) % 1_000_000:06d}"


@pytest.fixture
def person() -> User:
    """Somebody who turned the second factor on; the code used for it is spent."""
    found = make_user(role=Role.OFFICE)
    begin(found)
    assert turn_on(found, code_of(found))
    return found


@pytest.fixture
def client(person: User) -> Client:
    """The person's browser after the password was accepted."""
    client = Client()
    answer = client.post(reverse("login"), {"username": person.username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.mark.parametrize(
    "address", ["/", "/inspections/", "/admin/", "/accounts/password/", OWN, "/search/?q=a"]
)
def test_who_owes_the_code_gets_nowhere(client: Client, address: str) -> None:
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(f"{ASK}?next=")


def test_the_code_leads_on_to_the_page_asked_for(client: Client, person: User) -> None:
    page = client.get("/inspections/?year=2024", follow=True)
    assert page.redirect_chain[-1][0] == f"{ASK}?next=%2Finspections%2F%3Fyear%3D2024"
    assert not page.context["navigation"]
    key = client.session.session_key
    answer = client.post(ASK, {"code": code_of(person, later=1), "next": "/inspections/?year=2024"})
    assert answer.headers["Location"] == "/inspections/?year=2024"
    assert DUE not in client.session
    assert client.session.session_key != key
    assert client.get("/inspections/").status_code == 200
    assert client.get(ASK).headers["Location"] == "/"


def test_nobody_is_led_to_another_site(client: Client, person: User) -> None:
    answer = client.post(ASK, {"code": code_of(person, later=1), "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"


def test_a_wrong_code_is_refused_and_the_next_has_to_wait(client: Client, person: User) -> None:
    right = code_of(person, later=1)
    answer = client.post(ASK, {"code": wrong(right)})
    assert "动态口令不正确" in answer.content.decode()
    # The very next one is not looked at, right as it is.
    assert client.post(ASK, {"code": right}).status_code == 200
    assert DUE in client.session
    refused = AuditEntry.objects.filter(action=AuditAction.CODE_REFUSED)
    assert [(each.success, each.object_id) for each in refused] == [(False, str(person.pk))] * 2


def test_a_recovery_code_opens_once(client: Client, person: User) -> None:
    code = StaticToken.objects.filter(device__user=person).first()
    assert code is not None
    assert client.post(ASK, {"code": code.token.upper()}).status_code == 302
    assert client.get("/").status_code == 200
    assert StaticToken.objects.filter(device__user=person).count() == 9
    again = Client()
    again.force_login(person)
    assert again.post(ASK, {"code": code.token}).status_code == 200
    assert DUE in again.session


def test_turning_on_asks_for_the_password_and_a_fitting_code() -> None:
    person = make_user(role=Role.LIAISON)
    client = Client()
    client.force_login(person)
    page = client.get(OWN).content.decode()
    assert 'src="data:image/svg+xml' in page
    assert client.get(OWN).content.decode().count("<code>") == 1
    code = code_of(person)
    for sent in ({"password": "wrong", "code": code}, {"password": PASSWORD, "code": wrong(code)}):
        assert client.post(OWN, sent).status_code == 200
        assert not is_on(person)
    TOTPDevice.objects.filter(user=person).update(
        throttling_failure_timestamp=None, throttling_failure_count=0
    )
    page = client.post(
        OWN, {"password": PASSWORD, "code": f"{code[:3]} {code[3:]}"}, follow=True
    ).content.decode()
    assert is_on(person)
    codes = StaticToken.objects.filter(device__user=person).values_list("token", flat=True)
    assert len(codes) == 10
    assert all(each in page for each in codes)
    assert not any(each in client.get(OWN).content.decode() for each in codes)
    assert client.get("/").status_code == 200


def test_turning_off_and_new_recovery_codes_need_a_code(person: User) -> None:
    client = Client()
    client.force_login(person)
    former = set(StaticToken.objects.filter(device__user=person).values_list("token", flat=True))
    first, second, third = sorted(former)[:3]
    client.post(ASK, {"code": first})
    assert client.post(OWN, {"code": "aaaaaaaa", "off": "1"}).status_code == 200
    assert is_on(person)
    turn_on_again = StaticToken.objects.filter(device__user=person).first()
    assert turn_on_again is not None
    turn_on_again.device.throttle_reset()
    assert client.post(OWN, {"code": second, "renew": "1"}).status_code == 302
    fresh = list(StaticToken.objects.filter(device__user=person).values_list("token", flat=True))
    assert len(fresh) == 10
    assert not former & set(fresh)
    assert client.post(OWN, {"code": third, "off": "1"}).status_code == 200
    StaticToken.objects.get(token=fresh[0]).device.throttle_reset()
    assert client.post(OWN, {"code": fresh[0], "off": "1"}).status_code == 302
    assert not is_on(person)
    assert not TOTPDevice.objects.filter(user=person).exists()


def test_the_administrator_takes_it_off_and_sees_no_key(person: User) -> None:
    client = Client()
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    sent = {"action": "take_second_factor_off", "_selected_action": [person.pk]}
    answer = client.post(reverse("admin:departments_user_changelist"), sent, follow=True)
    assert "已解除1个账号的双因素登录。" in answer.content.decode()
    assert not is_on(person)
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert {AuditAction.SECOND_FACTOR_ON, AuditAction.SECOND_FACTOR_OFF} <= set(actions)
    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404


def test_no_key_and_no_code_gets_into_the_trail(person: User) -> None:
    device = TOTPDevice.objects.get(user=person)
    secrets = [device.key, *StaticToken.objects.values_list("token", flat=True)]
    turn_off(person)
    trail = str([(each.changes, each.object_label) for each in AuditEntry.objects.all()])
    assert not any(secret in trail for secret in secrets)
