"""Tables with merged cells, such as official forms have them; cells are written as in every other table."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from quality_portal.lib.spreadsheets.writing import (
    HEADER_COLOUR,
    OutCell,
    Table,
    printable,
    sheet_name,
    write_cell,
    write_text,
)


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range below the header, inclusive; rows count from 0, the first below the header."""

    top: int
    left: int
    bottom: int
    right: int


def write_merged(table: Table, spans: Sequence[Span], others: Sequence[Table] = ()) -> bytes:
    """A workbook whose first sheet has merged ranges; a range shows the value of its first cell.

    ``others`` are further sheets without merged cells.
    """
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    names: set[str] = set()
    line = {"valign": "vcenter", "text_wrap": True, "border": 1}
    looks = _Looks(
        book.add_format({**line, "bold": True, "bg_color": HEADER_COLOUR, "align": "center"}),
        book.add_format(line),
    )
    for each, ranges in [(table, spans), *((other, ()) for other in others)]:
        _write_sheet(book.add_worksheet(sheet_name(each.name, names)), each, ranges, looks)
    book.close()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Looks:
    """The two cell formats of such a workbook."""

    head: Any
    body: Any


def _write_sheet(sheet: Any, table: Table, spans: Sequence[Span], looks: _Looks) -> None:
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.width or 12)
        write_text(sheet, 0, index, column.header, looks.head)
    rows = [list(row) for row in table.rows]
    for number, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            write_cell(sheet, number, index, value, looks.body)
    for span in spans:
        value = _shown(rows[span.top][span.left])
        sheet.merge_range(span.top + 1, span.left, span.bottom + 1, span.right, "", looks.body)
        write_text(sheet, span.top + 1, span.left, value, looks.body)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _shown(value: OutCell) -> str:
    return "" if value is None else printable(str(value))
