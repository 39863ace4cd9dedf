"""The one door through which tables come in: checked first, parsed in a child process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from quality_portal.lib.spreadsheets.cells import Row
from quality_portal.lib.spreadsheets.delimited import parse_delimited
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.guard import Kind, check
from quality_portal.lib.spreadsheets.process import Child, Limits

LIMITS: Final = Limits()

_TEMPORAL: Final[dict[str, Callable[[Any], Any]]] = {
    "date": date.fromordinal,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, inclusive, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows begin at cell A1: `rows[0]` is row 1 of the sheet. Empty cells are ""."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merges: tuple[Merge, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a file holds, and sentences about what may be missing."""

    kind: Kind
    sheets: tuple[Sheet, ...]
    warnings: tuple[str, ...] = ()


def read_workbook(
    path: Path,
    *,
    name: str = "",
    limits: Limits = LIMITS,
    fill_merged: bool = False,
    meanwhile: Callable[[], object] | None = None,
) -> Workbook:
    """Reads .xlsx, .xls, .ods or .csv; `name` is the uploaded name when `path` is a temporary one.

    With `fill_merged` every cell of a merged range (.xlsx, .xls) holds the range's value.
    Numbers come as floats: take codes through `cells.as_code`. What `meanwhile` does is done while the
    child process is busy with the file.

    Raises:
        SpreadsheetError: the file cannot be used; the message says why and what to do.
    """
    with Child(limits) as child:
        checked = check(path, name=name)
        if checked.kind == Kind.CSV:
            sheets = [Sheet("CSV", parse_delimited(path.read_bytes(), limits))]
        else:
            sheets = _read_sheets(path, child, meanwhile)
    if not any(sheet.rows for sheet in sheets):
        raise SpreadsheetError(_("The file holds no cell with content."))
    if fill_merged:
        sheets = [replace(sheet, rows=filled_rows(sheet)) for sheet in sheets]
    return Workbook(checked.kind, tuple(sheets), _warnings(blank_formulas=checked.blank_formulas))


def _read_sheets(path: Path, child: Child, meanwhile: Callable[[], object] | None) -> list[Sheet]:
    orders = {
        "do": "read",
        "path": str(path.resolve()),
        "max_rows": child.limits.rows,
        "max_columns": child.limits.columns,
    }
    sheets: list[Sheet] = []
    for frame in child.ask(orders, meanwhile):
        if frame[0] == "sheet":
            _tag, sheet_name, hidden, ranges = frame
            merges = tuple(Merge(*first, *last) for first, last in ranges)
            sheets.append(Sheet(sheet_name, merges=merges, hidden=hidden))
        else:
            sheets[-1].rows.extend(_rows(*frame[1:]))
    return sheets


def _rows(columns: list[Sequence[Any]], temporal: list[int], repeated: dict[int, bytes]) -> list[Row]:
    """Turns columns back into rows, tagged pairs into days and times, places of words into the words."""
    for index in temporal:
        columns[index] = [
            _TEMPORAL[value[0]](value[1]) if isinstance(value, tuple) else value for value in columns[index]
        ]
    for index, places in repeated.items():
        columns[index] = [columns[index][place] for place in memoryview(places).cast("H")]
    return list(map(list, zip(*columns, strict=True)))


def filled_rows(sheet: Sheet) -> list[Row]:
    """Return the rows with every cell of a merged range holding the range's value."""
    rows = list(sheet.rows)
    for merge in sheet.merges:
        if merge.top >= len(rows) or merge.left >= len(rows[merge.top]):
            continue
        value = rows[merge.top][merge.left]
        for number, row in enumerate(rows[merge.top : merge.bottom + 1], start=merge.top):
            width = min(merge.right + 1, len(row)) - merge.left
            rows[number] = [*row[: merge.left], *[value] * width, *row[merge.left + width :]]
    return rows


def _warnings(*, blank_formulas: bool) -> tuple[str, ...]:
    if not blank_formulas:
        return ()
    return (
        _("Formulas without a saved result were read as blank. Open the file, save it and upload it again."),
    )
