"""Tables with merged cells, such as official forms have them; cells are written as in every other table."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

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


def write_merged(table: Table, spans: Sequence[Span]) -> bytes:
    """A workbook with one sheet whose ranges are merged; a range shows the value of its first cell."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    sheet = book.add_worksheet(sheet_name(table.name, set()))
    line = {"valign": "vcenter", "text_wrap": True, "border": 1}
    head = book.add_format({**line, "bold": True, "bg_color": HEADER_COLOUR, "align": "center"})
    body = book.add_format(line)
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.width or 12)
        write_text(sheet, 0, index, column.header, head)
    rows = [list(row) for row in table.rows]
    for number, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            write_cell(sheet, number, index, value, body)
    for span in spans:
        value = _shown(rows[span.top][span.left])
        sheet.merge_range(span.top + 1, span.left, span.bottom + 1, span.right, "", body)
        write_text(sheet, span.top + 1, span.left, value, body)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return buffer.getvalue()


def _shown(value: OutCell) -> str:
    return "" if value is None else printable(str(value))
