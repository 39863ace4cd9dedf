"""The back office's pages: who may open them, what they keep, what they refuse."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from departments.access import Role
from departments.backoffice import RecordAdmin
from departments.models import Department, User
from tests.departments.factories import PASSWORD, make_area, make_department, make_duty, make_user

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\son\w+=|\sstyle=|<style")


def sign_in(client: Client, role: Role = Role.ADMINISTRATOR) -> User:
    """Sign a person of this role in."""
    user = make_user(role=role)
    client.force_login(user)
    return user


def change_values(department: Department, **values: object) -> dict[str, object]:
    """What the browser would send for a department's form."""
    return {
        "code": department.code,
        "name": department.name,
        "name_en": "",
        "short_name": department.short_name,
        "kind": department.kind,
        "order": department.order,
        "is_active": "on",
        "opened_version": department.version,
    } | values


def test_who_keeps_versions_has_them() -> None:
    keeping = [model for model, page in admin.site._registry.items() if isinstance(page, RecordAdmin)]
    fields = {model: {field.name for field in model._meta.get_fields()} for model in keeping}
    assert [model for model in keeping if "version" not in fields[model]] == []


def test_every_list_and_form_opens_without_inline_code(client: Client) -> None:
    user = make_user(role=Role.ADMINISTRATOR)
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    client.force_login(user)
    make_duty(lead=make_department(), area=make_area())
    pages = [reverse("admin:index")]
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages.append(reverse(f"{name}_changelist"))
        row = model._default_manager.first()
        if row is not None:
            pages.append(reverse(f"{name}_change", args=[row.pk]))
        if hasattr(model_admin, "columns"):
            pages.append(reverse(f"{name}_export"))
    for page in pages:
        answer = client.get(page)
        assert (page, answer.status_code) == (page, 200)
        assert (page, INLINE.findall(answer.content.decode())) == (page, [])


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER])
def test_who_has_no_back_office_is_sent_away(client: Client, role: Role) -> None:
    sign_in(client, role)
    answer = client.get(reverse("admin:departments_department_changelist"))
    assert answer.status_code == 302


def test_office_reads_departments_but_may_not_change_or_import_them(client: Client) -> None:
    sign_in(client, Role.OFFICE)
    department = make_department()
    change = reverse("admin:departments_department_change", args=[department.pk])
    assert client.get(reverse("admin:departments_department_changelist")).status_code == 200
    assert client.get(change).status_code == 200
    assert client.post(change, change_values(department, name="新名称")).status_code == 403
    assert client.get(reverse("admin:departments_department_import")).status_code == 403
    assert client.post(reverse("admin:departments_department_process_import")).status_code == 403


def test_a_change_is_signed_and_counted(client: Client) -> None:
    user = sign_in(client)
    department = make_department()
    url = reverse("admin:departments_department_change", args=[department.pk])
    assert client.post(url, change_values(department, name="县 农业\u200b局 ")).status_code == 302
    department.refresh_from_db()
    latest = department.history.first()
    assert (department.name, department.version) == ("县 农业局", 2)
    assert (latest.history_user_id, latest.name) == (user.signature, "县 农业局")


def test_saving_without_a_change_writes_nothing(client: Client) -> None:
    sign_in(client)
    department = make_department()
    url = reverse("admin:departments_department_change", args=[department.pk])
    assert client.post(url, change_values(department)).status_code == 302
    department.refresh_from_db()
    assert (department.version, department.history.count()) == (1, 1)


def test_the_second_of_two_editors_is_told(client: Client) -> None:
    sign_in(client)
    department = make_department("甲局")
    url = reverse("admin:departments_department_change", args=[department.pk])
    client.post(url, change_values(department, name="乙局"))
    answer = client.post(url, change_values(department, name="丙局"))
    department.refresh_from_db()
    assert (answer.status_code, department.name) == (200, "乙局")
    assert len(answer.context["adminform"].form.errors["__all__"]) == 1
    assert "丙局" in answer.content.decode()


def test_control_characters_are_refused_in_words(client: Client) -> None:
    sign_in(client)
    department = make_department("甲局")
    url = reverse("admin:departments_department_change", args=[department.pk])
    answer = client.post(url, change_values(department, name="甲\x07局"))
    assert list(answer.context["adminform"].form.errors) == ["name"]


def test_a_new_record_is_signed(client: Client) -> None:
    user = sign_in(client)
    values = {"code": "nyj", "name": "县农业局", "short_name": "农业局", "kind": "department", "order": 3}
    assert client.post(reverse("admin:departments_department_add"), values).status_code == 302
    assert Department.objects.get(code="nyj").history.get().history_user_id == user.signature


def test_nothing_with_history_is_removed(client: Client) -> None:
    sign_in(client)
    department = make_department()
    area = make_area()
    for name, row in (("department", department), ("dutyarea", area)):
        answer = client.post(reverse(f"admin:departments_{name}_delete", args=[row.pk]), {"post": "yes"})
        assert answer.status_code == 403


def test_history_shows_before_and_after_and_cannot_be_written(client: Client) -> None:
    user = sign_in(client)
    department = make_department("甲局")
    url = reverse("admin:departments_department_change", args=[department.pk])
    client.post(url, change_values(department, name="乙局"))
    history = client.get(reverse("admin:departments_department_history", args=[department.pk]))
    page = history.content.decode()
    assert history.status_code == 200
    assert user.signature in page
    assert "甲局 → 乙局" in page
    assert INLINE.findall(page) == []
    first = department.history.last()
    past = reverse("admin:departments_department_simple_history", args=[department.pk, first.pk])
    assert client.get(past).status_code == 200
    assert client.post(past, change_values(department, name="丁局")).status_code == 404
    assert client.get(past.replace(f"/{first.pk}/", "/x/")).status_code == 404
    assert client.get(reverse("admin:departments_department_history", args=["x"])).status_code == 404


def test_history_of_many_changes_has_pages(client: Client) -> None:
    sign_in(client)
    department = make_department()
    for _number in range(110):
        department.save()
    page = client.get(reverse("admin:departments_department_history", args=[department.pk]), {"p": "2"})
    assert page.context["page_obj"].number == 2
    assert '<a href="?p=1">1</a>' in page.content.decode()


def test_an_administrator_opens_an_account_with_an_initial_password(client: Client) -> None:
    user = sign_in(client)
    values = {"username": "ＷangWu", "full_name": "王五", "role": "office"}
    values |= {"password1": "Plum-tree-92", "password2": "Plum-tree-92"}
    assert client.post(reverse("admin:departments_user_add"), values).status_code == 302
    account = User.objects.get(username="wangwu")
    assert (account.must_change_password, account.check_password("Plum-tree-92")) == (True, True)
    assert account.history.first().history_user_id == user.signature


def test_a_plain_initial_password_is_refused(client: Client) -> None:
    sign_in(client)
    values = {"username": "wangwu", "full_name": "王五", "role": "office"}
    values |= {"password1": "12345678", "password2": "12345678"}
    answer = client.post(reverse("admin:departments_user_add"), values)
    assert list(answer.context["adminform"].form.errors) == ["password2"]


def test_a_new_password_has_to_be_changed_again(client: Client) -> None:
    sign_in(client)
    account = make_user()
    url = reverse("admin:auth_user_password_change", args=[account.pk])
    assert client.get(url).status_code == 200
    answer = client.post(url, {"password1": "Plum-tree-93", "password2": "Plum-tree-93"})
    account.refresh_from_db()
    assert (answer.status_code, account.must_change_password) == (302, True)
    assert account.check_password("Plum-tree-93") is True
    assert account.check_password(PASSWORD) is False


def test_nobody_changes_the_own_role(client: Client) -> None:
    user = sign_in(client)
    url = reverse("admin:departments_user_change", args=[user.pk])
    values = {"username": user.username, "full_name": "改名", "role": "office", "opened_version": 1}
    assert client.post(url, values).status_code == 302
    user.refresh_from_db()
    assert (user.full_name, user.role, user.is_active) == ("改名", Role.ADMINISTRATOR, True)


def test_the_first_administrators_account_is_closed_to_others(client: Client) -> None:
    sign_in(client)
    first = make_user(role=Role.ADMINISTRATOR)
    User.objects.filter(pk=first.pk).update(is_superuser=True)
    answer = client.post(reverse("admin:departments_user_change", args=[first.pk]), {"full_name": "x"})
    password = client.get(reverse("admin:auth_user_password_change", args=[first.pk]))
    assert (answer.status_code, password.status_code) == (403, 403)


def test_accounts_are_not_imported(client: Client) -> None:
    sign_in(client)
    assert client.get(reverse("admin:departments_user_import")).status_code == 403
    assert client.get(reverse("admin:departments_user_export")).status_code == 200


def test_unlocking_lets_a_person_try_again(client: Client) -> None:
    sign_in(client)
    account = make_user()
    other = Client()
    attempt = {"username": account.username, "password": "wrong"}
    codes = [other.post(reverse("login"), attempt).status_code for _number in range(5)]
    assert codes[-1] == 429
    answer = client.post(
        reverse("admin:departments_user_changelist"),
        {"action": "unlock", "_selected_action": [account.pk]},
    )
    again = other.post(reverse("login"), attempt | {"password": PASSWORD})
    assert (answer.status_code, again.status_code) == (302, 302)
