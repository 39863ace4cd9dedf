"""Workbooks and CSV that go out."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from quality_portal.lib.spreadsheets.reading import read_workbook
from quality_portal.lib.spreadsheets.writing import (
    Column,
    OutCell,
    Table,
    defused,
    printable,
    sheet_name,
    write_csv,
    write_xlsx,
)
from tests.lib.spreadsheet_files import member_of

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1",
    "＋1",
    "－1",
    "＠A",
    "\t=1",
    "\r=1",
    " =1",
    "\u200b=1",
    "\n=1",
]


def read_back(tmp_path: Path, content: bytes) -> list[list[object]]:
    path = tmp_path / "out.xlsx"
    path.write_bytes(content)
    return [list(row) for row in read_workbook(path).sheets[0].rows]


def test_values_keep_their_types(tmp_path: Path) -> None:
    columns = [Column("名称"), Column("数量", "integer"), Column("合格率", "percent"), Column("日期", "date")]
    rows: list[list[OutCell]] = [["甲", 3, Decimal("97.50"), date(2024, 5, 16)], ["", None, None, None]]
    content = write_xlsx([Table("结果", columns, rows)])
    assert read_back(tmp_path, content) == [
        ["名称", "数量", "合格率", "日期"],
        ["甲", 3.0, 97.5, date(2024, 5, 16)],
    ]


def test_moments_truths_and_long_numbers(tmp_path: Path) -> None:
    columns = [Column("时间", "datetime"), Column("是"), Column("码"), Column("钟"), Column("非数")]
    moment = datetime(2024, 5, 16, 8, 30, tzinfo=UTC)
    row: list[OutCell] = [moment, True, 911690822152001837, time(8, 30), float("nan")]
    assert read_back(tmp_path, write_xlsx([Table("甲", columns, [row])]))[1] == [
        moment.replace(tzinfo=None),
        True,
        "911690822152001837",
        time(8, 30),
        "nan",
    ]


@pytest.mark.parametrize("text", [*FORMULAS, "{=1+1}", "http://example.com", "1234567890123456789"])
def test_text_stays_text_in_workbooks(tmp_path: Path, text: str) -> None:
    content = write_xlsx([Table("甲", [Column("名称")], [[text]])])
    assert "<f>" not in member_of(content, "xl/worksheets/sheet1.xml")
    assert "<hyperlink" not in member_of(content, "xl/worksheets/sheet1.xml")
    assert read_back(tmp_path, content)[1] == [text]


@pytest.mark.parametrize(
    "text", ["a<b>&\"'", "_x0041_", "</t></is></c>", "  两端  ", "上\n下", "a\r\nb", "𠮷" * 9]
)
def test_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    content = write_xlsx([Table("甲", [Column("名称")], [[text]])])
    assert read_back(tmp_path, content)[1] == [text]
    assert load_workbook(io.BytesIO(content)).worksheets[0]["A2"].data_type == "s"


def test_days_before_workbooks_count_are_text(tmp_path: Path) -> None:
    days: list[OutCell] = [
        date(1900, 2, 28),
        date(1900, 3, 1),
        datetime(1893, 5, 1, 8, 30, tzinfo=UTC),
        date(2024, 2, 29),
    ]
    columns = [Column(name, "date") for name in "甲乙丙丁"]
    assert read_back(tmp_path, write_xlsx([Table("甲", columns, [days])]))[1] == [
        "1900-02-28",
        date(1900, 3, 1),
        "1893-05-01 08:30:00",
        date(2024, 2, 29),
    ]


def test_every_row_of_a_long_table_stands_in_its_place() -> None:
    rows: list[list[OutCell]] = [[number, "" if number % 2 else f"第{number}行"] for number in range(1, 3001)]
    content = write_xlsx([Table("甲", [Column("序号", "integer"), Column("名称")], rows), Table("乙", [])])
    page = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell.value for cell in page[3001]] == [3000, "第3000行"]
    assert [cell.value for cell in page[3000]] == [2999, None]
    assert '<dimension ref="A1:B3001"/>' in member_of(content, "xl/worksheets/sheet1.xml")
    assert (page.max_row, page.auto_filter.ref, page["A2"].number_format) == (3001, "A1:B3001", "#,##0")


def test_rare_characters_count_twice_for_the_longest_cell() -> None:
    assert printable("𠮷" * 20_000) == "𠮷" * 16_383 + "…"
    assert printable("长" * 32_767) == "长" * 32_767


def test_one_bad_character_does_not_break_the_file(tmp_path: Path) -> None:
    rows = [["a\x00b\x07\ud800\uffff"], ["长" * 40_000]]
    back = read_back(tmp_path, write_xlsx([Table("甲", [Column("名称")], rows)]))
    assert back[1:] == [["a\ufffdb\ufffd\ufffd\ufffd"], ["长" * 32_766 + "…"]]


def test_a_template_offers_choices_notes_and_examples() -> None:
    choices = [f"选项{number}" for number in range(100)]
    columns = [Column("结果", choices=choices, note="请选择", required=True), Column("其他", width=30)]
    content = write_xlsx([Table("模板", columns, examples=[["选项1", "例"]])])
    book = load_workbook(io.BytesIO(content))
    page, store = book.worksheets
    rule = page.data_validations.dataValidation[0]
    assert (page["A1"].value, page["A1"].font.bold, page["A1"].comment.text) == ("结果*", True, "请选择")
    assert (page["A2"].value, page["A2"].font.italic) == ("选项1", True)
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:B2")
    assert page.column_dimensions["B"].width == pytest.approx(30, abs=1)
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "'_1'!$A$1:$A$100", "A2:A5001")
    assert (store.sheet_state, store["A100"].value) == ("hidden", "选项99")


def test_choice_lists_of_different_length_stand_side_by_side() -> None:
    columns = [Column("甲", choices=["一", "二"]), Column("乙"), Column("丙", choices=["三"])]
    store = load_workbook(io.BytesIO(write_xlsx([Table("模板", columns)]))).worksheets[1]
    assert [[cell.value for cell in row] for row in store.rows] == [["一", "三"], ["二", None]]


def test_a_sheet_without_columns_is_written(tmp_path: Path) -> None:
    assert load_workbook(io.BytesIO(write_xlsx([Table("空", [])]))).sheetnames == ["空"]


def test_widths_follow_the_content() -> None:
    columns = [Column("短"), Column("长"), Column("缺")]
    content = write_xlsx([Table("甲", columns, [["a", "质量" * 10], ["b", "质量\n" * 90]])])
    page = load_workbook(io.BytesIO(content)).active
    assert page.column_dimensions["A"].width == pytest.approx(10, abs=1)
    assert page.column_dimensions["B"].width == pytest.approx(42, abs=1)


def test_sheet_names_are_made_acceptable() -> None:
    taken: set[str] = set()
    names = [sheet_name(name, taken) for name in ("甲/乙:丙", "甲 乙 丙", "A" * 40, "a" * 40, "'", "[")]
    assert names == ["甲 乙 丙", "甲 乙 丙 2", "A" * 31, "a" * 29 + " 2", "Sheet", "Sheet 2"]


def csv_rows(content: Iterator[bytes]) -> list[list[str]]:
    text = b"".join(content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def test_csv_defuses_text_and_leaves_numbers() -> None:
    rows: list[list[OutCell]] = [["=1+1", -5, Decimal("-1E+2"), None, date(2024, 5, 16), True, time(8, 30)]]
    assert csv_rows(write_csv(rows)) == [["'=1+1", "-5", "-100", "", "2024-05-16", "True", "08:30:00"]]
    assert csv_rows(write_csv([[datetime(2024, 5, 16, 8, 30, tzinfo=UTC)]])) == [["2024-05-16 08:30:00"]]


def test_csv_comes_in_pieces() -> None:
    pieces = list(write_csv([["甲"]] * 1200))
    assert [len(piece) for piece in pieces] == [3, 2500, 2500, 1000]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_run_is_defused(text: str) -> None:
    assert defused(text) == f"'{text}"


@given(st.text())
def test_no_defused_text_begins_like_a_formula(text: str) -> None:
    assert not defused(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert printable(printable(text)) == printable(text)
