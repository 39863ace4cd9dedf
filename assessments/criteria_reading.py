"""Reads the sheet of a criteria table: its headings, what the columns mean, and the rows that are data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from assessments.rules.criteria_columns import LEVEL, SheetRow, doubled, known, meanings
from quality_portal.lib import text
from quality_portal.lib.spreadsheets.cells import Cell, as_text
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.parsing import Rejection
from quality_portal.lib.spreadsheets.reading import Sheet, Workbook, filled_rows, read_workbook
from quality_portal.lib.spreadsheets.tables import HeaderMatch, data_rows, find_header

MOST_ROWS: Final = 1_500
"""Rows of one table; the largest scheme known has some 110 criteria."""


@dataclass(slots=True)
class Sheetful:
    """The rows of a table: headings and meanings by column, and cells that cannot be read."""

    sheet: str
    headings: dict[int, str]
    columns: dict[int, str]
    rows: list[SheetRow]
    refused: list[Rejection] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def refuse(self, row: int, column: int, value: str, message: str) -> None:
        """Note a cell that cannot be taken."""
        heading = self.headings.get(column, "")
        self.refused.append(Rejection(row, heading, value[:60], message, self.sheet, column))

    def column_of(self, meaning: str) -> int:
        """Return the first column of a meaning, the first of all where none has it."""
        return next((index for index, name in self.columns.items() if name == meaning), 0)


def read_sheet(
    path: Path, *, name: str, columns: Mapping[int, str] | None = None
) -> tuple[Sheetful, Workbook]:
    """Read the sheet whose headings are known best; ``columns`` says what they mean where a person decided.

    Raises:
        SpreadsheetError: the file is not usable; the message says why and what to do.
    """
    workbook = read_workbook(path, name=name)
    found = []
    for sheet in workbook.sheets:
        full = filled_rows(sheet)
        match = None if sheet.hidden else find_header(full, known, min_known=2)
        if match is not None:
            found.append((sheet, full, match))
    if not found:
        raise SpreadsheetError(
            _("No heading of a criteria table is known, such as 一级指标, 考核指标, 评分标准 or 分值.")
        )
    sheet, full, match = max(found, key=lambda each: len(each[2].columns))
    return _sheetful(sheet, full, match, columns, workbook), workbook


def _sheetful(
    sheet: Sheet,
    full: list[list[Cell]],
    match: HeaderMatch,
    columns: Mapping[int, str] | None,
    workbook: Workbook,
) -> Sheetful:
    width = max(len(row) for row in full)
    heads = _texts(full[match.row_index], width)
    result = Sheetful(sheet.name, {i: head for i, head in enumerate(heads) if head}, {}, [])
    until = _until(sheet)
    numbered = list(data_rows(full, match))
    if len(numbered) > MOST_ROWS:
        words = _("The table has more than %(most)d rows. Split it into several.")
        raise SpreadsheetError(words % {"most": MOST_ROWS})
    for number, row in numbered:
        own = _texts(sheet.rows[number - 1], width)
        cells = [_cleaned(result, number, index, cell) for index, cell in enumerate(_texts(row, width))]
        own = [cells[index] if cell else "" for index, cell in enumerate(own)]
        result.rows.append(SheetRow(number, own, cells, until.get(number, {})))
    result.columns = dict(columns) if columns is not None else meanings(_known(match), result.rows)
    result.warnings = list(workbook.warnings)
    _check(result)
    return result


def _known(match: HeaderMatch) -> dict[int, str]:
    """Return what the headings are known as, those that stand twice included."""
    again = {index: name for name, places in match.ambiguous.items() for index in places}
    return dict(sorted((match.columns | again).items()))


def _check(result: Sheetful) -> None:
    if not any(name.startswith(LEVEL) for name in result.columns.values()):
        raise SpreadsheetError(_("No column names the criteria, such as 一级指标 or 考核指标."))
    twice = doubled(result.columns)
    if twice:
        heads = [head for index, head in result.headings.items() if result.columns.get(index) in twice]
        words = _("These columns are taken for the same thing, which only one can be: %(columns)s.")
        raise SpreadsheetError(words % {"columns": _("、").join(heads)})
    if not result.rows:
        raise SpreadsheetError(_("Below the headings the table has no row."))


def _texts(row: Sequence[Cell], width: int) -> list[str]:
    words = [as_text(cell).strip() for cell in row]
    return ["" if text.is_blank_marker(each) else each for each in words] + [""] * (width - len(words))


def _cleaned(result: Sheetful, number: int, index: int, cell: str) -> str:
    try:
        return text.clean(cell, multiline=True)
    except text.TextError as error:
        result.refuse(number, index, "", str(error))
        return ""


def _until(sheet: Sheet) -> dict[int, dict[int, int]]:
    """Return by row, then by column, the last row of the merged cells that begin there."""
    found: dict[int, dict[int, int]] = {}
    for merge in sheet.merges:
        found.setdefault(merge.top + 1, {})[merge.left] = merge.bottom + 1
    return found
