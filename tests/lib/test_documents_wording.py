from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_portal.lib.documents import tags, wording


def test_a_document_number_has_the_full_year_and_no_zeros() -> None:
    assert wording.document_number(" 和市监质 ", 2026, 5) == "和市监质〔2026〕5号"


@pytest.mark.parametrize(("agency", "year", "n"), [("", 2026, 1), ("和", 26, 1), ("和", 2026, 0)])
def test_an_impossible_document_number_is_refused(agency: str, year: int, n: int) -> None:
    with pytest.raises(ValueError, match="not a document number"):
        wording.document_number(agency, year, n)


@pytest.mark.parametrize(
    "typed",
    [
        "和市监质[2026]12号",
        "和市监质(2026)12号",
        "和市监质（2026）012号",
        "和市监质【2026】第12号",
        " 和市监质 〔２０２６〕 12 ",
    ],
)
def test_a_typed_document_number_takes_its_official_form(typed: str) -> None:
    assert wording.normal_document_number(typed) == "和市监质〔2026〕12号"


@pytest.mark.parametrize(
    "typed", ["和市监质2026年12号", "（2026）12号", "和市监质〔2026〕0号", "和平县[26]1号"]
)
def test_another_kind_of_number_stays_as_typed(typed: str) -> None:
    assert wording.normal_document_number(f" {typed} ") == typed


def test_a_date_has_arabic_digits_without_zeros() -> None:
    assert wording.chinese_date(date(2024, 5, 6)) == "2024年5月6日"


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百"), (101, "一百零一"),
        (110, "一百一十"), (1010, "一千零一十"), (2005, "二千零五"),
        (10000, "一万"), (10001, "一万零一"),
        (10110, "一万零一百一十"),
        (120000, "十二万"), (120345, "十二万零三百四十五"), (99_999_999, "九千九百九十九万九千九百九十九"),
    ],
)  # fmt: skip
def test_ordinals_are_counted_in_chinese(n: int, expected: str) -> None:
    assert wording.chinese_ordinal(n) == expected


@pytest.mark.parametrize("n", [0, -1, 10**8])
def test_numbers_without_an_ordinal_are_refused(n: int) -> None:
    with pytest.raises(ValueError, match="no Chinese ordinal"):
        wording.chinese_ordinal(n)


@pytest.mark.parametrize(("level", "expected"), [(1, "十二、"), (2, "（十二）"), (3, "12."), (4, "（12）")])
def test_each_level_has_its_own_number(level: int, expected: str) -> None:
    assert wording.level_number(level, 12) == expected
    assert tags.level_number(12, level) == expected


@pytest.mark.parametrize(("level", "n"), [(0, 1), (5, 1), (3, 0), (4, -1)])
def test_a_level_the_standard_does_not_know_is_refused(level: int, n: int) -> None:
    with pytest.raises(ValueError, match="no heading number"):
        wording.level_number(level, n)


def test_amounts_carry_their_unit_and_unknown_stays_unknown() -> None:
    assert wording.amount(Decimal("95.120"), unit="%") == "95.12%"
    assert wording.amount(Decimal("94.445"), unit="%", places=2) == "94.45%"
    assert wording.amount(12, unit="家") == "12家"
    assert wording.amount(None, unit="家") == "暂无数据"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("1.2"), "提高1.2个百分点"),
        (Decimal("-0.40"), "下降0.4个百分点"),
        (Decimal("0.00"), "持平"),
        (None, "暂无数据"),
    ],
)
def test_changes_are_said_in_words(value: Decimal | None, expected: str) -> None:
    assert wording.change(value) == expected


def test_a_change_that_rounds_to_nothing_is_no_change() -> None:
    assert wording.change(Decimal("0.004"), places=2) == "持平"


def test_names_are_listed_with_the_chinese_comma() -> None:
    assert wording.sequence(["甲镇", "乙镇", "丙乡"]) == "甲镇、乙镇、丙乡"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("质量工作情况报告", ["质量工作情况报告"]),
        (
            "关于2026年上半年全县质量工作情况的报告",
            ["关于2026年上半年全县质量工作情况的报告"],
        ),
        (
            "和平县市场监督管理局关于开展2026年第三季度重点产品质量监督抽查工作的通知",
            ["和平县市场监督管理局关于开展2026年", "第三季度重点产品质量监督抽查工作的通知"],
        ),
        ("甲\n\n乙", ["甲", "乙"]),
        ("", []),
    ],
)
def test_a_long_title_breaks_between_words(title: str, expected: list[str]) -> None:
    assert wording.title_lines(title) == expected


def test_a_book_title_stays_whole() -> None:
    title = "关于印发《质量强县建设三年行动方案》的通知"
    assert wording.title_lines(title) == ["关于印发", "《质量强县建设三年行动方案》的通知"]


@given(st.text(alphabet="和平县质量工作的、，《》2026ABC", max_size=90))
def test_breaking_a_title_loses_nothing(title: str) -> None:
    assert "".join(wording.title_lines(title)) == title


def test_what_fonts_cannot_print_is_written_out() -> None:
    assert wording.printable("目标≥ 60%，≤ 5，≥ 全省平均") == "目标≥60%，≤5，≥ 全省平均"
    assert wording.printable("8.6万㎡\x00\x07，3㎏\x7f\n甲\t乙") == "8.6万m²，3kg\n甲\t乙"


def test_a_missing_day_leaves_room_for_the_pen() -> None:
    assert tags.chinese_date(None).split() == ["年", "月", "日"]
    assert tags.chinese_date(date(2026, 1, 2)) == "2026年1月2日"


@pytest.mark.parametrize(("mark", "expected"), [("令", 8), ("和平县市场监督管理局文件", 12), ("长" * 40, 27)])
def test_a_mark_is_sized_by_its_length(mark: str, expected: int) -> None:
    assert tags.mark_signs(mark) == expected
