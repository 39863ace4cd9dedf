"""The three administrators (三员): accounts, rights and audit in three hands."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from departments.access import PERMISSIONS, Permission, Role
from departments.models import User
from tests.departments.factories import PASSWORD, make_department, make_user

pytestmark = pytest.mark.django_db

THREE = (Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR)
USERS = "/admin/departments/user/"


@pytest.fixture(autouse=True)
def separated(settings: Settings) -> None:
    """Separate the duties, as production does."""
    settings.SEPARATION_OF_DUTIES = True


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(make_user(role=role))
    return client


def change(client: Client, account: User, **values: object) -> int:
    """Send the account's form and return the status."""
    sent: dict[str, object] = {
        "username": account.username,
        "full_name": account.full_name,
        "role": account.role,
        "department": account.department_id or "",
        "is_active": "on",
        "opened_version": account.version,
    }
    status = client.post(f"{USERS}{account.pk}/change/", sent | values).status_code
    account.refresh_from_db()
    return status


def test_each_duty_is_in_one_hand() -> None:
    duties = (Permission.MANAGE_ACCOUNTS, Permission.ASSIGN_ROLES, Permission.VIEW_AUDIT)
    holders = [[role for role in Role if duty in PERMISSIONS[role]] for duty in duties]
    assert holders == [[role] for role in THREE]


def test_no_administrator_sees_business_records() -> None:
    business = {p for p in Permission if p.value.startswith(("view_", "enter_", "run_", "review_"))}
    business -= {Permission.VIEW_AUDIT}
    assert [PERMISSIONS[role] & business for role in THREE] == [frozenset()] * 3


def test_without_separation_the_administrator_has_all_three_duties(settings: Settings) -> None:
    settings.SEPARATION_OF_DUTIES = False
    person = make_user(role=Role.ADMINISTRATOR)
    assert [person.may(p) for p in (Permission.ASSIGN_ROLES, Permission.VIEW_AUDIT)] == [True, True]


def test_the_system_administrator_opens_an_account_without_rights() -> None:
    agriculture = make_department()
    values = {"username": "wangwu", "full_name": "王五", "role": Role.OFFICE, "department": agriculture.pk}
    values |= {"password1": "Plum-tree-92", "password2": "Plum-tree-92"}
    assert signed_in(Role.ADMINISTRATOR).post(f"{USERS}add/", values).status_code == 302
    account = User.objects.get(username="wangwu")
    assert (account.role, account.department) == (Role.NEWCOMER, agriculture)


def test_an_account_without_a_role_is_told_who_assigns_it() -> None:
    page = signed_in(Role.NEWCOMER).get("/")
    assert page.status_code == 403
    assert "您的账号尚未分配角色，请联系安全管理员。" in page.content.decode()


def test_the_system_administrator_assigns_neither_role_nor_department() -> None:
    account, other = make_user(role=Role.LIAISON), make_department()
    own = account.department
    client = signed_in(Role.ADMINISTRATOR)
    assert change(client, account, full_name="改名", role=Role.OFFICE, department=other.pk) == 302
    assert (account.full_name, account.role, account.department) == ("改名", Role.LIAISON, own)


def test_the_security_administrator_assigns_role_and_department_and_nothing_else() -> None:
    account, unit = make_user(role=Role.NEWCOMER), make_department()
    values = {"full_name": "改名", "role": Role.LIAISON, "department": unit.pk, "is_active": ""}
    assert change(signed_in(Role.SECURITY), account, **values) == 302
    assert (account.full_name, account.role, account.department) == ("李四", Role.LIAISON, unit)
    assert account.is_active is True


def test_the_security_administrator_neither_opens_accounts_nor_sets_passwords() -> None:
    client, account = signed_in(Role.SECURITY), make_user()
    answers = [client.get(f"{USERS}add/"), client.get(f"{USERS}{account.pk}/password/")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert 'value="unlock"' not in client.get(USERS).content.decode()


def test_nobody_assigns_a_role_to_himself() -> None:
    person = make_user(role=Role.SECURITY)
    client = Client()
    client.force_login(person)
    change(client, person, role=Role.ADMINISTRATOR)
    assert person.role == Role.SECURITY


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDITOR])
def test_no_administrator_can_come_in_as_another(role: Role) -> None:
    other, client = make_user(role=role), signed_in(Role.ADMINISTRATOR)
    address = f"{USERS}{other.pk}/password/"
    sent = {"password1": "Plum-tree-92", "password2": "Plum-tree-92"}
    assert client.post(address, sent).status_code == 403
    other.refresh_from_db()
    assert other.check_password(PASSWORD) is True


def test_a_superuser_does_not_sign_in(client: Client) -> None:
    User.objects.create_superuser("boss", PASSWORD, full_name="王五")
    sent = {"username": "boss", "password": PASSWORD}
    assert client.post(reverse("login"), sent).status_code == 200


@pytest.mark.parametrize("role", THREE)
def test_business_pages_of_the_back_office_stay_closed(role: Role) -> None:
    client = signed_in(role)
    pages = ("inspections/sample/", "enterprises/enterprise/", "reports/report/", "departments/task/")
    answers = [client.get(f"/admin/{page}").status_code for page in pages]
    assert answers == [403 if role != Role.AUDITOR else 302] * 4


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [(Role.ADMINISTRATOR, "/admin/"), (Role.SECURITY, USERS), (Role.AUDITOR, "/audit/")],
)
def test_each_begins_where_the_own_duty_is(role: Role, leads_to: str) -> None:
    client = signed_in(role)
    assert client.get("/").headers["Location"] == leads_to
    assert client.get(leads_to).status_code == 200
