"""Small tables, good and hostile, for the tests of the spreadsheet library."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

OLE2_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def make_xlsx(path: Path, rows: Sequence[Sequence[Any]], *, sheet: str = "表1") -> Path:
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
    ) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def make_xls(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("表1")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(number, column, value)
    book.save(str(path))
    return path


def make_ods(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    document = OpenDocumentSpreadsheet()
    table = Table(name="表1")
    for row in rows:
        line = TableRow()
        for value in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def repacked(source: Path, target: Path, changes: Mapping[str, bytes]) -> Path:
    """A copy of a zip container with some members replaced or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return target


def member(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as container:
        return container.read(name)


def member_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        return container.read(name).decode()
