"""Tables as delimited text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quality_portal.lib.spreadsheets.delimited import parse_delimited
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.process import Limits
from quality_portal.lib.spreadsheets.reading import Workbook, read_workbook


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The sentences are compared in the language they are written in."""
    with translation.override("en"):
        yield


def read_csv(tmp_path: Path, content: bytes) -> Workbook:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    return read_workbook(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，"])
def test_csv_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [["序号", "产品名称", "规格"], ["1", "水泥", "32.5"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    assert read_csv(tmp_path, text.encode(encoding)).sheets[0].rows == lines


def test_csv_cells_hold_quotes_and_lines(tmp_path: Path) -> None:
    rows = read_csv(tmp_path, '甲,乙\n"一,二","第一行\n第""二""行"\n'.encode()).sheets[0].rows
    assert rows == [["甲", "乙"], ["一,二", '第一行\n第"二"行']]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xff\xff,", "encoding"),
        (b"a,b\x00\n", "NUL"),
        (b'a,b\n"open,1\n', "Row 2"),
        (b"a\n" * 11, "more than 10 rows"),
        (b"," * 10, "more than 10 rows"),
    ],
)
def test_csv_that_cannot_be_read(content: bytes, said: str) -> None:
    with pytest.raises(SpreadsheetError, match=said):
        parse_delimited(content, Limits(rows=10, columns=10))


@given(st.binary(max_size=200))
def test_csv_raises_its_own_error_only(content: bytes) -> None:
    try:
        rows = parse_delimited(content, Limits())
    except SpreadsheetError:
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)
