"""Giving a table back with its wrong cells marked."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook

from quality_portal.lib.spreadsheets import annotate as annotating
from quality_portal.lib.spreadsheets import child
from quality_portal.lib.spreadsheets.annotate import Mark, annotate
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from tests.lib.spreadsheet_files import make_xls, make_xlsx

MARKS = [Mark("表1", 1, 1, "产品名称不能为空"), Mark("表1", 5, 7, "缺少备注")]


def sheet_of(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).worksheets[0]


def marked(sheet: Any) -> dict[str, str]:
    return {
        cell.coordinate: cell.comment.text
        for row in sheet.rows
        for cell in row
        if cell.comment and cell.fill.fgColor.rgb.endswith("FFC7CE")
    }


def test_a_workbook_keeps_its_looks(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表1")
        page.write(0, 0, "粗", book.add_format({"bold": True}))
        page.merge_range(1, 0, 2, 1, "合")
        page.write_formula(3, 0, "=1+1", None, 2)
    sheet = sheet_of(annotate(path, MARKS))
    assert marked(sheet) == {"A2": "产品名称不能为空", "H6": "缺少备注"}
    assert (sheet["A1"].font.bold, sheet["A4"].value) == (True, "=1+1")


@pytest.mark.parametrize("kind", ["xls", "csv"])
def test_other_kinds_come_back_as_a_copy(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    rows = [["序号", "产品"], ["1", "=2+2"]]
    if kind == "xls":
        make_xls(path, rows)
        marks = MARKS
    else:
        path.write_text("序号,产品\n1,=2+2\n", encoding="utf-8")
        marks = [Mark("CSV", mark.row, mark.column, mark.message) for mark in MARKS]
    sheet = sheet_of(annotate(path, marks))
    assert marked(sheet) == {"B2": "产品名称不能为空", "H6": "缺少备注"}
    assert [[cell.value for cell in row[:2]] for row in sheet.iter_rows(max_row=2)] == rows
    assert sheet["B2"].data_type == "s"


def test_what_cannot_be_marked_in_place_is_copied(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", [["甲", date(2024, 5, 16)]])
    sheet = sheet_of(annotate(path, [Mark("别的表", 0, 0, "无此表"), Mark("表1", 0, 0, "错")]))
    assert marked(sheet) == {"A1": "错"}
    assert sheet["B1"].value.date() == date(2024, 5, 16)


def test_a_large_workbook_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotating, "_LARGEST_KEPT", 10)
    path = make_xlsx(tmp_path / "a.xlsx", [["甲", "乙"], ["丙", "丁"]])
    assert marked(sheet_of(annotate(path, MARKS))) == {"B2": "产品名称不能为空", "H6": "缺少备注"}


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"nothing")
    with pytest.raises(SpreadsheetError):
        annotate(path, MARKS)


def test_the_child_fills_and_comments(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("表1").merge_range(1, 0, 2, 1, "合")
    out = io.BytesIO()
    marks = [["表1", 0, 1, "错"], ["表1", 2, 1, "合并"]]
    child.annotate(out, str(path), {"marks": marks, "colour": "FFC7CE", "author": "核对"})
    content = out.getvalue()
    assert marked(sheet_of(content[content.index(b"PK") :])) == {"B1": "错", "A2": "合并"}
