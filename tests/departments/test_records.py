"""Versions: of two people editing a record, the second is told."""

import pytest
from django.core.exceptions import ValidationError

from departments.models import Department
from departments.records import EditConflict, Gone, change_record, create_record
from tests.departments.factories import make_department, make_user

pytestmark = pytest.mark.django_db


def test_a_change_raises_the_version_and_is_remembered() -> None:
    unit, office = make_department("县商务局"), make_user(username="wang")
    changed = change_record(unit, by=office, version=1, short_name="商务局")
    assert (changed.version, changed.short_name) == (2, "商务局")
    newest = unit.history.first()
    assert (newest.short_name, newest.history_user_id) == ("商务局", "李四 (wang)")
    assert newest.prev_record.short_name == "县商务局"


def test_the_second_editor_is_told_and_nothing_is_overwritten() -> None:
    unit, office = make_department("县商务局"), make_user()
    change_record(unit, by=office, version=1, short_name="商务局")
    with pytest.raises(EditConflict) as told:
        change_record(unit, by=office, version=1, short_name="商务")
    assert told.value.current.version == 2
    assert Department.objects.get(pk=unit.pk).short_name == "商务局"


def test_a_value_that_does_not_fit_changes_nothing() -> None:
    unit, office = make_department("县商务局"), make_user()
    with pytest.raises(ValidationError) as told:
        change_record(unit, by=office, version=1, kind="bureau")
    assert list(told.value.message_dict) == ["kind"]
    assert Department.objects.get(pk=unit.pk).version == 1


def test_a_record_removed_meanwhile_is_told() -> None:
    unit = make_department()
    Department.objects.filter(pk=unit.pk).delete()
    with pytest.raises(Gone):
        change_record(unit, by="import", version=1, short_name="商务局")


def test_a_new_record_is_checked_and_remembered() -> None:
    unit = Department(code="commerce", name="县商务局", short_name="商务局", kind="department")
    create_record(unit, by="load_plan")
    assert unit.history.get().history_user_id == "load_plan"
    double = Department(code="commerce", name="县商务局", short_name="商务局", kind="department")
    with pytest.raises(ValidationError):
        create_record(double, by="load_plan")


def test_history_by_nobody_names_nobody() -> None:
    unit = make_department()
    assert unit.history.get().history_user_id is None
