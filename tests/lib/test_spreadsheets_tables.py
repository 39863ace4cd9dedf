"""Cells as text, header rows and data rows."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import translation

from quality_portal.lib.spreadsheets.cells import Cell, as_code, as_text
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.tables import HeaderMatch, data_rows, find_header


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The sentences are compared in the language they are written in."""
    with translation.override("en"):
        yield


KNOWN = {
    "序号": "number",
    "产品名称": "product",
    "生产日期/批号": "batch",
    "标称生产者": "producer",
    "生产企业": "producer",
}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("25kg/袋", "25kg/袋"),
        (None, ""),
        (12345.0, "12345"),
        (12345, "12345"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (1e-7, "0.0000001"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2024, 5, 16), "2024-05-16"),
        (datetime.combine(date(2024, 5, 16), time()), "2024-05-16"),
        (datetime.combine(date(2024, 5, 16), time(8, 30)), "2024-05-16 08:30:00"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=1), "1:00:00"),
    ],
)
def test_cells_as_text(value: Cell, text: str) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize("value", [911690822152001837.0, 1e15, float("nan"), float("inf")])
def test_codes_that_lost_their_digits_are_refused(value: float) -> None:
    with pytest.raises(SpreadsheetError, match="scientific notation"):
        as_text(value)


def test_codes_in_scientific_text_are_refused() -> None:
    assert as_code(" 91520382MA6DN1234X ") == "91520382MA6DN1234X"
    assert as_text("9.1E+17") == "9.1E+17"
    with pytest.raises(SpreadsheetError, match=r"9\.1E\+17"):
        as_code("9.1E+17")


ROWS: list[list[Cell]] = [
    ["2024年监督抽查结果", "", "", ""],
    ["", "", "", ""],
    ["序 号", "产品\n名称", "生产日期／批号", "公告网址"],
    [1.0, "水泥", "2024-05-16", ""],
    ["", "", "", None],
    ["序 号", "产品\n名称", "生产日期／批号", "公告网址"],
    [2.0, "砂浆", "注：见附件", ""],
    ["合 计", 2.0, "", ""],
    ["", "总计", 2.0, ""],
    ["注：排名不分先后", "", "", ""],
    ["说明：合并单元格", "说明：合并单元格", "", ""],
    [3.0, "", "", ""],
]


def test_the_header_is_found_below_titles() -> None:
    header = find_header(ROWS, KNOWN)
    assert header == HeaderMatch(2, {0: "number", 1: "product", 2: "batch"}, {3: "公告网址"})
    assert header.position == {"number": 0, "product": 1, "batch": 2}


def test_data_rows_leave_out_what_is_no_data() -> None:
    header = HeaderMatch(2, {0: "number", 1: "product", 2: "batch"})
    assert [(number, row[0]) for number, row in data_rows(ROWS, header)] == [(4, 1.0), (7, 2.0), (12, 3.0)]


def test_a_field_claimed_twice_is_told() -> None:
    header = find_header([["标称生产者", "产品名称", "生产企业", "序号"]], KNOWN.get)
    assert header == HeaderMatch(
        0, {0: "producer", 1: "product", 3: "number"}, ambiguous={"producer": [0, 2]}
    )


def test_too_few_or_too_late_headers_are_none() -> None:
    assert find_header([["序号", "产品名称", 3.0]], KNOWN) is None
    assert find_header([*[[""]] * 15, ROWS[2]], KNOWN) is None
    assert find_header([], KNOWN) is None


def test_a_table_of_one_column_may_hold_notes_as_data() -> None:
    header = HeaderMatch(0, {0: "product"})
    assert list(data_rows([["产品名称"], ["注：甲"]], header)) == [(2, ["注：甲"])]
