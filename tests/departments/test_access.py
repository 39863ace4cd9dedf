"""Who may do what."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from departments.access import PERMISSIONS, Permission, Role, may
from departments.backends import RoleBackend
from departments.models import Department, Duty, User
from tests.departments.factories import make_department, make_duty, make_township, make_user

pytestmark = pytest.mark.django_db


def test_only_the_office_changes_business_records() -> None:
    changing = {p for p in Permission if p.value.startswith(("edit", "run", "check"))}
    changing -= {Permission.EDIT_REFERENCE}
    holders = {permission: {r for r in Role if permission in PERMISSIONS[r]} for permission in changing}
    assert holders == {permission: {Role.OFFICE} for permission in changing}


def test_leaders_only_read() -> None:
    viewing = {permission for permission in Permission if permission.value.startswith("view")}
    viewing -= {Permission.VIEW_AUDIT}
    assert PERMISSIONS[Role.LEADER] == viewing | {Permission.SIGN_IN}


def test_an_account_that_may_not_sign_in_may_do_nothing() -> None:
    person = User(role=Role.OFFICE, is_active=False, is_superuser=True)
    assert not may(person, Permission.SIGN_IN)


def test_a_superuser_may_do_everything() -> None:
    boss = User.objects.create_superuser("boss", "Plum-tree-91", full_name="王五")
    assert all(boss.may(permission) for permission in Permission)
    assert (boss.role, boss.must_change_password) == (Role.ADMINISTRATOR, False)


@pytest.mark.parametrize(
    ("role", "asked", "answer"),
    [
        (Role.OFFICE, "departments.change_duty", True),
        (Role.OFFICE, "departments.view_department", True),
        (Role.OFFICE, "departments.change_department", False),
        (Role.OFFICE, "departments.view_user", False),
        (Role.OFFICE, "inspections.change_sample", True),
        (Role.OFFICE, "brands.import_credential", True),
        (Role.ADMINISTRATOR, "departments.change_user", True),
        (Role.ADMINISTRATOR, "departments.change_department", True),
        (Role.ADMINISTRATOR, "inspections.change_sample", False),
        (Role.ADMINISTRATOR, "brands.import_credential", False),
        (Role.ADMINISTRATOR, "auth.change_group", False),
        (Role.LEADER, "departments.view_duty", False),
        (Role.LIAISON, "departments.change_duty", False),
    ],
)
def test_the_back_office_asks_the_table(role: str, asked: str, *, answer: bool) -> None:
    assert make_user(role=role).has_perm(asked) is answer


def test_the_back_office_shows_apps_to_those_who_may_use_it() -> None:
    backend = RoleBackend()
    assert backend.has_module_perms(make_user(role=Role.OFFICE), "inspections")
    assert not backend.has_module_perms(make_user(role=Role.OFFICE), "axes")
    assert not backend.has_module_perms(make_user(role=Role.LEADER), "inspections")
    assert not backend.has_perm(AnonymousUser(), "inspections.view_sample")


def test_a_liaison_sees_the_own_unit_and_its_duties() -> None:
    agriculture, commerce = make_department(), make_department()
    liaison = make_user(role=Role.LIAISON, department=agriculture)
    led, foreign = make_duty(lead=agriculture), make_duty(lead=commerce)
    shared = make_duty(lead=commerce)
    shared.cooperating.add(agriculture)
    make_duty(lead=None)
    assert list(Duty.objects.visible_to(liaison)) == [led, shared]
    assert foreign not in Duty.objects.visible_to(liaison)
    assert list(Department.objects.visible_to(liaison)) == [agriculture]


def test_a_township_liaison_sees_the_duties_of_every_township() -> None:
    township = make_township()
    everyones = make_duty(lead=None)
    make_duty(lead=make_department())
    assert list(Duty.objects.visible_to(make_user(role=Role.LIAISON, department=township))) == [everyones]


def test_a_leader_sees_every_unit_and_duty() -> None:
    make_duty(lead=make_department())
    leader = make_user(role=Role.LEADER)
    assert Duty.objects.visible_to(leader).count() == 1
    assert Department.objects.visible_to(leader).count() == 1


def test_somebody_without_a_unit_sees_no_duty() -> None:
    make_duty(lead=make_department())
    assert not Duty.objects.visible_to(User(role=Role.LIAISON)).exists()


def test_sign_in_names_are_compared_in_one_form() -> None:
    person = make_user(username="admin")
    assert User.objects.get_by_natural_key("ＡＤＭＩＮ") == person
    assert person.get_short_name() == "李四"
    assert str(person) == "李四"


def test_pages_without_permission_answer_403_with_a_sentence(client: Client) -> None:
    client.force_login(make_user(role=Role.LIAISON))
    response = client.get(reverse("dashboard"))
    assert response.status_code == 403
    assert "您的角色不包含此页面。" in response.content.decode()
