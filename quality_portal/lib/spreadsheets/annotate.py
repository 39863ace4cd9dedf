"""Gives people their own table back with the wrong cells marked."""

import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from quality_portal.lib.spreadsheets.cells import Cell
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.guard import Kind, check
from quality_portal.lib.spreadsheets.process import Child, Limits
from quality_portal.lib.spreadsheets.reading import read_workbook
from quality_portal.lib.spreadsheets.writing import printable, sheet_name, write_cell

MARK_COLOUR: Final = "FFC7CE"
MAX_MARKS: Final = 2_000

# Beyond this size the careful way would need more memory than it is worth; a plain copy serves.
_LARGEST_KEPT: Final = 3 * 1024 * 1024
_LIMITS: Final = Limits(memory=1536 * 1024 * 1024, seconds=60, wait=90)
_COPY_FORMATS: Final = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm", "time": "hh:mm"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell (row and column from 0) and what is wrong with it."""

    sheet: str
    row: int
    column: int
    message: str


def annotate(path: Path, marks: Sequence[Mark], *, name: str = "") -> bytes:
    """An .xlsx with the marked cells red and commented; at most 2,000 marks are drawn.

    An .xlsx keeps its looks where it can; .xls, .ods and .csv, and what is too large or too
    strange to be kept, come back as a plain copy with the same cells.

    Raises:
        SpreadsheetError: the file cannot be read at all.
    """
    marks = marks[:MAX_MARKS]
    checked = check(path, name=name)
    if checked.kind == Kind.XLSX and path.stat().st_size <= _LARGEST_KEPT:
        with suppress(SpreadsheetError):
            return _marked_in_place(path, marks)
    return _marked_copy(path, marks, name)


def _marked_in_place(path: Path, marks: Sequence[Mark]) -> bytes:
    orders = {
        "do": "annotate",
        "path": str(path.resolve()),
        "colour": MARK_COLOUR,
        "author": _("Table check"),
        "marks": [[mark.sheet, mark.row, mark.column, printable(mark.message)] for mark in marks],
    }
    with Child(_LIMITS) as child:
        frames: list[tuple[Any, ...]] = list(child.ask(orders))
    content: bytes = frames[0][1]
    return content


def _marked_copy(path: Path, marks: Sequence[Mark], name: str) -> bytes:
    workbook = read_workbook(path, name=name)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False})
    red = book.add_format({"bg_color": f"#{MARK_COLOUR}"})
    styles = {kind: book.add_format({"num_format": code}) for kind, code in _COPY_FORMATS.items()}
    taken: set[str] = set()
    for sheet in workbook.sheets:
        target = book.add_worksheet(sheet_name(sheet.name, taken))
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                _copy_cell(target, row, column, cell, styles.get(type(cell).__name__))
        for mark in marks:
            if mark.sheet == sheet.name:
                value = _value(sheet.rows, mark)
                _copy_cell(target, mark.row, mark.column, value, red)
                target.write_comment(mark.row, mark.column, printable(mark.message))
    book.close()
    return buffer.getvalue()


def _value(rows: Sequence[Sequence[Cell]], mark: Mark) -> Cell:
    if mark.row < len(rows) and mark.column < len(rows[mark.row]):
        return rows[mark.row][mark.column]
    return None


def _copy_cell(target: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    write_cell(target, row, column, str(cell) if isinstance(cell, timedelta) else cell, style)
