"""The demonstration's accounts and their password."""

from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from departments.access import Role
from departments.models import User
from quality_portal.demo.accounts import kept_password, load_accounts, password_file, refresh_password
from tests.demo.factories import PASSWORD
from tests.departments.factories import make_department, make_township


class RefusesTheFirst:
    """A rule that no first password satisfies."""

    asked = 0

    def validate(self, password: str, user: object = None) -> None:
        """Refuse once."""
        RefusesTheFirst.asked += 1
        if RefusesTheFirst.asked == 1:
            raise ValidationError("no")


@pytest.fixture(autouse=True)
def kept_here(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"


def request() -> HttpRequest:
    return RequestFactory().post("/accounts/login/")


def test_the_password_is_kept_in_one_line_that_only_the_owner_reads() -> None:
    password = kept_password()
    assert password_file().read_text() == f"{password}\n"
    assert password_file().stat().st_mode & 0o777 == 0o600
    assert kept_password() == password


def test_a_password_that_the_rules_refuse_is_drawn_again(settings: Settings) -> None:
    RefusesTheFirst.asked = 0
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": "tests.demo.test_accounts.RefusesTheFirst"}]
    assert len(kept_password()) == 14
    assert RefusesTheFirst.asked == 6


@pytest.mark.django_db
def test_five_accounts_with_their_roles_and_units_sign_in_at_once() -> None:
    make_department(code="msa")
    make_department(code="agri")
    make_township(code="t04")
    load_accounts(PASSWORD)
    users = User.objects.order_by("username").select_related("department")
    assert [(u.username, u.role, u.department and u.department.code) for u in users] == [
        ("administrator", Role.ADMINISTRATOR, None),
        ("leader", Role.LEADER, None),
        ("liaison", Role.LIAISON, "agri"),
        ("office", Role.OFFICE, "msa"),
        ("township", Role.LIAISON, "t04"),
    ]
    assert {(u.must_change_password, u.is_demonstration) for u in users} == {(False, True)}
    assert [authenticate(request(), username=u.username, password=PASSWORD) for u in users] == list(users)


@pytest.mark.django_db
def test_a_changed_password_is_set_back_and_other_accounts_are_left_alone() -> None:
    make_department(code="msa")
    make_department(code="agri")
    make_township(code="t04")
    users = load_accounts(PASSWORD)
    other = User.objects.create_user("other", "Pear-tree-92", full_name="李四", role=Role.LEADER)
    users["office"].set_password("Pear-tree-92")
    users["office"].save()
    refresh_password(PASSWORD)
    assert authenticate(request(), username="office", password=PASSWORD) == users["office"]
    assert authenticate(request(), username="other", password="Pear-tree-92") == other
