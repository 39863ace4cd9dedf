"""Ladders and holidays come from data files, and what people edited stays."""

from datetime import date
from pathlib import Path

import pytest

from departments.imports import DataFileError
from departments.records import change_record
from inspections.actions.ladders import DATA, load_ladders
from inspections.models import Holiday, Ladder, Requirement, Step
from tests.departments.factories import make_user

pytestmark = pytest.mark.django_db


def test_loading_again_changes_nothing() -> None:
    first = load_ladders()
    assert first["ladders"].created == 2
    second = load_ladders()
    assert {tally.created + tally.updated + tally.kept for tally in second.values()} == {0}
    assert {name: tally.unchanged for name, tally in second.items()} == {
        name: tally.created for name, tally in first.items()
    }


def test_what_the_office_edited_stays_unless_overwritten() -> None:
    load_ladders()
    step = Step.objects.get(ladder__code="statutory", code="recheck")
    change_record(step, by=make_user(), version=step.version, latest=80)
    assert load_ladders()["steps"].kept == 1
    step.refresh_from_db()
    assert step.latest == 80
    assert load_ladders(overwrite=True)["steps"].updated == 1
    step.refresh_from_db()
    assert step.latest == 75


@pytest.mark.parametrize(
    ("day", "is_workday"),
    [
        (date(2024, 2, 10), False),
        (date(2024, 2, 18), True),
        (date(2025, 10, 8), False),
        (date(2026, 1, 4), True),
        (date(2026, 2, 23), False),
    ],
)
def test_holidays_and_make_up_workdays(day: date, is_workday: bool) -> None:  # noqa: FBT001
    load_ladders()
    assert Holiday.objects.get(day=day).is_workday == is_workday


def write(folder: Path, *, ladders: str = "", holidays: str = "") -> Path:
    """Put changed copies of the data files into a folder."""
    for name, (old, _arrow, new) in {
        "ladders.toml": ladders.partition(" -> "),
        "holidays.toml": holidays.partition(" -> "),
    }.items():
        content = (DATA / name).read_text("utf-8")
        assert old in content
        (folder / name).write_text(content.replace(old, new, 1), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("ladders", "holidays", "message"),
    [
        (
            '"recheck:fail" -> "recheck:broken"',
            "",
            "step report, field “after”: “recheck:broken” is not known",
        ),
        (
            'after = ["notice"] -> after = ["unknown"]',
            "",
            "step order, field “after”: “unknown” is not known",
        ),
        ('needs = ["officer"] -> needs = ["stamp"]', "", "step notice, field “needs”: Possible are"),
        ('authority = "county" -> authority = "village"', "", "“village” is not known"),
        ("latest = 60 -> latest = 9000", "", "more than ten years ahead"),
        ('fields = "product" -> fields = "cars"', "", "Possible are: product food farm"),
        ("", "last = 2024-02-17 -> last = 2024-02-01", "write the first and the last day"),
        ("", "first = 2024-01-01 -> first = '1 January'", "write the first and the last day"),
        ("", "workdays = [2024-04-07] -> workdays = ['soon']", "write every day as 2024-05-01"),
    ],
)
def test_mistakes_in_the_files_are_told(tmp_path: Path, ladders: str, holidays: str, message: str) -> None:
    with pytest.raises(DataFileError, match=message):
        load_ladders(folder=write(tmp_path, ladders=ladders, holidays=holidays))
    assert not Step.objects.exists()


def test_steps_of_two_ladders_do_not_mix() -> None:
    load_ladders()
    order, foreign = (Step.objects.get(ladder__code=code, code="order") for code in ("statutory", "short"))
    with pytest.raises(Exception, match="another ladder"):
        Requirement(step=order, after=foreign).full_clean()
    order.start, order.counted_from = "step", foreign
    with pytest.raises(Exception, match="another ladder"):
        order.full_clean()


def test_words_of_the_records() -> None:
    load_ladders()
    step = Step.objects.get(ladder__code="short", code="suspension")
    needed = step.requirements.get()
    assert str(needed) == "Re-check failed"
    assert str(Holiday.objects.get(day=date(2024, 5, 1))) == "2024-05-01 劳动节"
    assert str(Ladder.objects.get(code="short")) == "Short ladder of the county's plan"
    assert step.caution_text == step.caution_en
