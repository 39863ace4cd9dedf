"""What a page says of a record's history."""

import pytest

from departments import changes
from departments.changes import Rival, record_changes, rivals
from tests.departments.factories import make_department, make_duty, make_user

pytestmark = pytest.mark.django_db


def test_changes_say_who_moved_which_field_from_what_to_what() -> None:
    clerk = make_user()
    department = make_department("甲局")
    department.name_en = "Bureau A"
    department.is_active = False
    department.version = 2
    department._history_user = clerk  # type: ignore[attr-defined]
    department.save()
    latest, first = record_changes(department)
    moved = {difference.before + "→" + difference.after for difference in latest.fields}
    assert (latest.by, len(latest.fields), first.fields) == (clerk.signature, 2, [])
    assert "→Bureau A" in moved


def test_only_the_latest_changes_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "SHOWN", 2)
    department = make_department()
    for name in ("甲局", "乙局", "丙局"):
        department.name = name
        department.save()
    assert [change.fields[0].after for change in record_changes(department)] == ["丙局", "乙局"]


def test_a_record_without_history_rows_has_no_changes() -> None:
    department = make_department()
    department.history.all().delete()
    assert record_changes(department) == []


def test_a_lost_edit_is_told_in_the_words_of_the_page() -> None:
    ours, theirs = make_department("甲局"), make_department("乙局")
    duty = make_duty(lead=ours)
    labels = {each.name: str(each.verbose_name) for each in duty._meta.concrete_fields}
    assert rivals(duty, {"lead": str(theirs.pk), "version": "3"}) == [Rival(labels["lead"], "甲局", "乙局")]


@pytest.mark.parametrize("text", ["甲局", "\x00", "9" * 30, "-1"])
def test_an_entry_that_names_nothing_is_repeated_as_it_is(text: str) -> None:
    duty = make_duty(lead=make_department("甲局"))
    assert [line.entered for line in rivals(duty, {"lead": text})] == [text]


def test_names_that_are_no_fields_of_the_form_are_left_out() -> None:
    assert rivals(make_department(), {"duties": "x", "members": "x", "id": "1", "nonsense": "x"}) == []
