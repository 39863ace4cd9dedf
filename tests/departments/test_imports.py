"""Data files read entry by entry: mistakes become sentences, edited rows stay as they are."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.translation import override

from departments.actions import load_departments
from departments.imports import LOADER, DataFileError, Entry, Shelf, Tally, entries, read_file
from departments.models import Department, Duty, DutyArea, LeadingGroupSeat
from departments.records import change_record
from tests.departments.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small county: two units, one seat, two duties."""
    (tmp_path / "departments.toml").write_text(
        "[[department]]\ncode = 'msa'\nname = '县市场监督管理局'\n"
        "short_name = '市场监管局'\nkind = 'department'\n"
        "[[department]]\ncode = 'agri'\nname = '县农业农村局'\n"
        "short_name = '农业农村局'\nkind = 'department'\n",
        "utf-8",
    )
    (tmp_path / "leading_group.toml").write_text(
        "[[seat]]\npost = '县长'\nposition = 'head'\ndepartment = ''\norder = 10\n", "utf-8"
    )
    (tmp_path / "duties.toml").write_text(
        "[[area]]\ncode = 'brands'\nname = '品牌培育'\n"
        "[[duty]]\ncode = 'MSA-01'\ndepartment = 'msa'\ncooperating = ['agri']\narea = 'brands'\n"
        "clause = '三（四）4'\ntext = '组织品牌创建'\n"
        "[[duty]]\ncode = 'TWN-01'\ndepartment = 'townships'\ncooperating = []\narea = 'brands'\n"
        "clause = '三（四）4'\ntext = '推荐培育对象'\n",
        "utf-8",
    )
    return tmp_path


def error_of(folder: Path, name: str, old: str, new: str) -> str:
    """Spoil a file and return the sentence the loader answers with."""
    path = folder / name
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with override("en"), pytest.raises(DataFileError) as error:
        load_departments(folder=folder)
    return str(error.value)


def test_units_seats_and_duties_are_loaded_under_the_loaders_name(folder: Path) -> None:
    tallies = load_departments(folder=folder)
    assert {name: tally.created for name, tally in tallies.items()} == {
        "departments": 2,
        "leading_group": 1,
        "duty_areas": 1,
        "duties": 2,
    }
    duty = Duty.objects.get(code="MSA-01")
    assert (duty.lead, list(duty.cooperating.all())) == (
        Department.objects.get(code="msa"),
        [Department.objects.get(code="agri")],
    )
    assert Duty.objects.get(code="TWN-01").all_townships is True
    assert LeadingGroupSeat.objects.get().department is None
    assert set(Duty.history.values_list("history_user_id", flat=True)) == {LOADER}


def test_loading_again_changes_nothing(folder: Path) -> None:
    load_departments(folder=folder)
    tallies = load_departments(folder=folder)
    assert sum(tallies.values(), Tally()) == Tally(unchanged=6)
    assert Department.objects.get(code="msa").version == 1


def test_a_changed_file_changes_what_nobody_edited(folder: Path) -> None:
    load_departments(folder=folder)
    path = folder / "duties.toml"
    changed = path.read_text("utf-8").replace("组织品牌创建", "组织品牌培育").replace("['agri']", "[]")
    path.write_text(changed, "utf-8")
    tallies = load_departments(folder=folder)
    duty = Duty.objects.get(code="MSA-01")
    assert tallies["duties"] == Tally(updated=1, unchanged=1)
    assert (duty.text, duty.cooperating.count(), duty.version) == ("组织品牌培育", 0, 2)


def test_what_people_edited_stays_unless_told_otherwise(folder: Path) -> None:
    load_departments(folder=folder)
    department = Department.objects.get(code="msa")
    change_record(department, by=make_user(), version=1, short_name="市监局")
    DutyArea.objects.update(name="品牌")
    tallies = load_departments(folder=folder)
    assert (tallies["departments"].kept, tallies["duty_areas"].kept) == (1, 1)
    assert Department.objects.get(code="msa").short_name == "市监局"
    tallies = load_departments(folder=folder, overwrite=True)
    assert (tallies["departments"].updated, tallies["duty_areas"].updated) == (1, 1)
    assert Department.objects.get(code="msa").short_name == "市场监管局"
    assert DutyArea.objects.get().name == "品牌培育"


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "departments.toml",
            "short_name = '市场监管局'\n",
            "",
            "departments.toml, entry department msa, field “short_name”: it is missing.",
        ),
        (
            "departments.toml",
            "kind = 'department'",
            "kind = 'bureau'",
            "departments.toml, entry department msa, field “kind”: “bureau” is not known.",
        ),
        (
            "departments.toml",
            "'msa'",
            "'m s a'",
            (
                "departments.toml, entry department m s a, field “code”: Enter a valid “slug” consisting of "
                "letters, numbers, underscores or hyphens."
            ),
        ),
        (
            "leading_group.toml",
            "order = 10",
            "order = true",
            "leading_group.toml, entry seat 县长, field “order”: write a whole number.",
        ),
        (
            "duties.toml",
            "['agri']",
            "['moon']",
            "duties.toml, entry duty MSA-01, field “cooperating”: “moon” is not known.",
        ),
        (
            "duties.toml",
            "['agri']",
            "'agri'",
            "duties.toml, entry duty MSA-01, field “cooperating”: write a list in square brackets.",
        ),
        (
            "duties.toml",
            "[[area]]",
            "[area]",
            "duties.toml: write every entry of “area” under [[area]].",
        ),
    ],
)
def test_a_mistake_is_named_with_file_entry_and_field(
    folder: Path, name: str, old: str, new: str, sentence: str
) -> None:
    assert error_of(folder, name, old, new) == sentence
    assert Department.objects.count() == 0


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[[", "utf-8")
    with override("en"), pytest.raises(DataFileError, match=r"broken\.toml is not a TOML file in UTF-8"):
        read_file(broken)
    with override("en"), pytest.raises(DataFileError, match="cannot be opened"):
        read_file(tmp_path / "none.toml")


def test_a_rule_of_the_whole_row_is_told_without_a_field(tmp_path: Path) -> None:
    shelf = Shelf(Duty, ["code"])
    entry = Entry("duties.toml", "duty X", {})
    area = DutyArea.objects.create(code="a", name="品牌")
    with override("en"), pytest.raises(DataFileError, match="Name the lead department"):
        shelf.put(entry, ("X",), lead=None, all_townships=False, area=area, text="a", clause="b")


def test_fields_are_read_by_kind() -> None:
    fields = {"text": "a", "count": 3, "rate": Decimal("1.5"), "on": True, "codes": ["x"]}
    entry = Entry("a.toml", "row", fields)
    assert (entry.text("text"), entry.integer("count"), entry.decimal("rate")) == ("a", 3, Decimal("1.5"))
    assert (entry.flag("on"), entry.flag("off"), entry.items("codes")) == (True, False, ["x"])
    assert (entry.decimal("none"), entry.text("none", ""), entry.pick("text", {"a": 1})) == (None, "", 1)
    with override("en"), pytest.raises(DataFileError, match="write true or false"):
        entry.flag("count")


def test_entries_are_called_by_what_they_have() -> None:
    rows = [{"code": "a"}, {"post": "b"}, {"year": 2026}, {"target": "I3"}, {}]
    found = entries(Path("a.toml"), "row", {"row": rows})
    assert [entry.name for entry in found] == ["row a", "row b", "row 2026", "row I3", "row 5"]
    assert entries(Path("a.toml"), "row", {}) == []


def test_the_projects_own_files_hold_the_founding_plan() -> None:
    load_departments()
    assert Department.objects.departments().count() == 20
    assert Department.objects.townships().count() == 20
    assert Duty.objects.count() >= 45
    assert LeadingGroupSeat.objects.filter(position="office_director").count() == 1
