"""What is noted: every change once, in its transaction; who signs in, takes away, is refused."""

import logging

import pytest
from django.db import connection, transaction
from django.test import Client
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from departments.access import Role
from departments.audit.actions import LONGEST, gathered, note
from departments.models import AuditAction, AuditEntry, Department, DepartmentKind, DutyArea, User
from departments.records import change_record, create_record
from tests.departments.activities.factories import make_activity
from tests.departments.factories import PASSWORD, make_department, make_duty, make_user

pytestmark = pytest.mark.django_db

A = AuditAction
LOGIN = "/accounts/login/"


def since(pk: int) -> list[AuditEntry]:
    """Return the entries written after one, oldest first."""
    return list(AuditEntry.objects.filter(pk__gt=pk).order_by("pk"))


def last() -> int:
    entry = AuditEntry.objects.first()
    return entry.pk if entry else 0


def new_unit(code: str = "water") -> Department:
    return Department(
        code=code, name=f"水利局{code}", short_name="水利局", kind=DepartmentKind.DEPARTMENT, order=7
    )


def test_a_change_is_noted_with_person_object_and_both_values() -> None:
    office, unit = make_user(), make_department(name="水利局")
    before = last()
    change_record(unit, by=office, version=unit.version, short_name="水利")
    (entry,) = since(before)
    assert (entry.user_id, entry.user_name, entry.role) == (office.pk, office.signature, Role.OFFICE)
    assert (entry.object_type, entry.object_id) == ("departments.department", str(unit.pk))
    assert entry.object_label == f"{unit.code} 水利局"
    assert (entry.action, entry.changes) == (A.CHANGED, {"short_name": ["水利局", "水利"]})
    assert (entry.success, entry.count, entry.at.tzinfo is not None) == (True, 1, True)


def test_a_new_and_a_removed_record_are_noted_with_their_values() -> None:
    office, before = make_user(), last()
    unit = create_record(new_unit(), by=office)
    unit._history_user = office  # type: ignore[attr-defined]
    unit.delete()
    added, removed = since(before)[-2:]
    assert (added.action, added.changes["code"]) == (A.CREATED, ["", "water"])
    assert (removed.action, removed.changes["code"]) == (A.REMOVED, ["water", ""])
    assert added.object_id == removed.object_id != ""


def test_what_is_rolled_back_leaves_no_entry() -> None:
    office, before = make_user(), last()
    with transaction.atomic():
        create_record(new_unit(), by=office)
        transaction.set_rollback(True)
    assert since(before) == []
    create_record(new_unit(), by=office)
    assert [entry.action for entry in since(before)] == [A.CREATED]


def test_a_record_without_history_is_noted_too() -> None:
    before = last()
    area = DutyArea.objects.create(code="standards", name="标准化")
    area.name = "标准"
    area.save()
    area.delete()
    noted = since(before)
    assert [entry.action for entry in noted] == [A.CREATED, A.CHANGED, A.REMOVED]
    assert noted[0].changes["name"] == ["", "标准化"]


def test_units_that_belong_to_a_record_are_part_of_what_changed() -> None:
    duty, unit = make_duty(), make_department()
    before = last()
    duty.cooperating.add(unit)
    assert [entry.changes for entry in since(before)] == [{"cooperating": ["", str(unit.pk)]}]


def test_many_records_at_once_are_one_entry_with_their_number() -> None:
    office, before = make_user(), last()
    units = bulk_create_with_history([new_unit("a"), new_unit("b")], Department, default_user=office)
    bulk_update_with_history(units, Department, ["order"], default_user=office)
    noted = [(entry.action, entry.count, entry.user_id) for entry in since(before)]
    assert noted == [(A.CREATED, 2, office.pk), (A.CHANGED, 2, office.pk)]


def test_a_batch_is_one_entry_that_counts_what_was_done() -> None:
    office, before = make_user(), last()
    with gathered(A.IMPORTED, by=office, label="单位.xlsx"):
        for code in "abc":
            create_record(new_unit(code), by=office)
        with gathered(A.IMPORTED, label="within"):
            DutyArea.objects.create(code="x", name="领域")
    (entry,) = since(before)
    assert (entry.action, entry.object_label, entry.count) == (A.IMPORTED, "单位.xlsx", 4)
    assert entry.changes == {
        "departments.department:created": ["", "3"],
        "departments.dutyarea:created": ["", "1"],
    }


def test_a_long_text_is_cut() -> None:
    note(A.CHANGED, changes={"text": ("", "长" * 900)})
    assert len(since(0)[-1].changes["text"][1]) == LONGEST + 1


def sign_in(client: Client, username: str, password: str) -> None:
    client.post(LOGIN, {"username": username, "password": password}, REMOTE_ADDR="10.1.1.1")


def test_signing_in_refused_locked_out_and_out_again(client: Client) -> None:
    person, before = make_user(username="zhangming"), last()
    sign_in(client, "zhangming", PASSWORD)
    client.post("/accounts/logout/", REMOTE_ADDR="10.1.1.1")
    for _attempt in range(5):
        sign_in(client, "zhangming", "wrong-Pear-1")
    noted = since(before)
    refused = [(A.SIGN_IN_FAILED, False)] * 4
    expected = [(A.SIGNED_IN, True), (A.SIGNED_OUT, True), *refused]
    assert [(entry.action, entry.success) for entry in noted[:6]] == expected
    assert {entry.action for entry in noted[6:]} == {A.SIGN_IN_FAILED, A.LOCKED_OUT}
    assert {entry.address for entry in noted} == {"10.1.1.1"}
    assert (noted[0].user_id, noted[2].user_id, noted[2].object_id) == (person.pk, None, str(person.pk))
    assert len(noted[0].request) == 16


def test_the_number_of_the_request_and_its_address_are_kept(client: Client) -> None:
    person, before = make_user(), last()
    client.force_login(person)
    client.get("/admin/departments/user/", REMOTE_ADDR="10.9.9.9", HTTP_X_REQUEST_ID="abcdefgh12345678")
    entry = since(before)[-1]
    kept = (entry.action, entry.address, entry.request, entry.user_id, entry.success)
    assert kept == (A.DENIED, "10.9.9.9", "abcdefgh12345678", person.pk, False)


def test_password_and_role_have_actions_of_their_own() -> None:
    person = make_user(role=Role.LEADER)
    before = last()
    person.set_password("Pear-tree-92")
    person.save()
    person.role = Role.OFFICE
    person.save()
    person.save(update_fields=["last_login"])
    noted = since(before)
    assert [entry.action for entry in noted] == [A.PASSWORD_SET, A.ROLE_CHANGED]
    assert noted[1].changes == {"role": [Role.LEADER, Role.OFFICE]}


def test_tables_files_and_papers_taken_away_are_noted(client: Client) -> None:
    office = make_user()
    client.force_login(office)
    make_activity()
    before = last()
    client.get("/activities/")
    client.get("/activities/export/?format=csv&q=质量")
    (entry,) = since(before)
    assert (entry.action, entry.object_type, entry.user_id) == (A.EXPORTED, "activities:export", office.pk)
    assert entry.object_label.startswith("宣传活动")
    assert entry.changes["query"][1].startswith("format=csv")


def test_no_secret_gets_into_the_trail_or_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="portal.requests")
    make_user(username="zhangming", must_change=True)
    secrets = [PASSWORD, "Typed-as-name-1", "Pear-tree-92", "wrong-Pear-1"]
    sign_in(client, "Typed-as-name-1", PASSWORD)
    sign_in(client, "zhangming", "wrong-Pear-1")
    sign_in(client, "zhangming", PASSWORD)
    new = {"old_password": PASSWORD, "new_password1": "Pear-tree-92", "new_password2": "Pear-tree-92"}
    assert client.post("/accounts/password/", new).status_code == 302
    secrets += [cookie.value for cookie in client.cookies.values() if cookie.key != "django_language"]
    secrets += [client.session.session_key or "", User.objects.get().password]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM departments_auditentry")
        written = f"{cursor.fetchall()} {caplog.text}".casefold()
    assert [secret for secret in secrets if secret.casefold() in written] == []
    assert A.PASSWORD_SET in {entry.action for entry in since(0)}
