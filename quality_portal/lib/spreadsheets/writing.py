"""Tables that go out: workbooks and CSV in which no cell of ours ever runs as a formula."""

import csv
import io
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any, Final, Literal, TypeAlias
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

OutCell: TypeAlias = str | int | float | bool | Decimal | date | datetime | time | None
Kind: TypeAlias = Literal["text", "integer", "number", "percent", "date", "datetime", "time"]

MAX_TEXT: Final = 32_767
HEADER_COLOUR: Final = "#EEF2F7"

_FORMATS: Final[dict[Kind, str]] = {
    "text": "@",
    "integer": "#,##0",
    "number": "#,##0.00",
    # The figures are percentage points already, so the sign is text.
    "percent": '0.00"%"',
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "time": "hh:mm",
}
_TEMPORAL: Final[dict[type, Kind]] = {datetime: "datetime", date: "date", time: "time"}
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What cannot stand in the XML of a cell as it is; workbooks write carriage returns and their own escapes so.
_ESCAPED: Final = re.compile("[&<>\r]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "_x000D_", "_": "_x005F_"}
_SHEET_NAME_ILLEGAL: Final = re.compile(r"[\[\]:*?/\\']")
_RUNS: Final = re.compile("[\\s\u200b-\u200f\ufeff]*[=+\\-@＝＋－＠]|[\t\r]")
# Beyond 15 digits a workbook keeps zeros instead of digits: such numbers go out as text.
_FIRST_INEXACT: Final = 10**15
# Workbooks count days from here; they take 1900 for a leap year, so earlier days go out as text.
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_FIRST_DAY: Final = date(1900, 3, 1).toordinal()
_SECONDS: Final = 86_400
_SAMPLE: Final = 200
_WIDEST: Final = 60
_CHOICE_ROWS: Final = 5_000
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `choices` become a drop-down list, `note` a comment on the header, `required` a star."""

    header: str
    kind: Kind = "text"
    width: float | None = None
    choices: Sequence[str] = ()
    note: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: rows in the order of the columns; `examples` are printed in grey italics above them."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[OutCell]] = ()
    examples: Sequence[Sequence[OutCell]] = ()


def write_xlsx(tables: Sequence[Table]) -> bytes:
    """A workbook with one sheet per table: frozen bold header, filter, widths taken from the content.

    Rows go through a temporary file one by one, so that memory does not grow with them.
    """
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    names: set[str] = set()
    formats = _Formats(book)
    with ExitStack() as files:
        for table in tables:
            sheet = book.add_worksheet(sheet_name(table.name, names), worksheet_class=_Sheet)
            sheet.body = files.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))
            _write_table(book, formats, table, sheet)
        book.close()
    return buffer.getvalue()


class _Sheet(Worksheet):
    """A sheet whose rows below the header are in a file, as XML.

    xlsxwriter makes an object of every cell and writes it by a dozen calls; a list of 20,000 rows takes
    several times as long that way.
    """

    body: IO[str]

    def _write_rows(self) -> None:
        self.dim_rowmax = 0  # what xlsxwriter itself has to write; the sheet's size has been told already
        super()._write_rows()
        self.body.seek(0)
        shutil.copyfileobj(self.body, self.fh)


class _Formats:
    """The few cell formats of a workbook, made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        line: dict[str, Any] = {"valign": "vcenter"}
        self.header = book.add_format(
            {**line, "bold": True, "bg_color": HEADER_COLOUR, "bottom": 1, "text_wrap": True}
        )
        self.cells = {kind: book.add_format({**line, "num_format": code}) for kind, code in _FORMATS.items()}
        example = {**line, "italic": True, "font_color": "#7A7A7A"}
        self.examples = {
            kind: book.add_format({**example, "num_format": code}) for kind, code in _FORMATS.items()
        }

    def numbers(self, styles: dict[Kind, Any]) -> dict[Kind, int]:
        """The numbers that stand for these formats in the XML."""
        return {kind: style._get_xf_index() for kind, style in styles.items()}  # noqa: SLF001 has no other name


def _write_table(book: xlsxwriter.Workbook, formats: _Formats, table: Table, sheet: _Sheet) -> None:
    rows = iter(table.rows)
    sample = list(islice(rows, _SAMPLE))
    for index, column in enumerate(table.columns):
        seen = [row[index] for row in chain(table.examples, sample) if index < len(row)]
        width = column.width or _width(column.header, seen)
        sheet.set_column(index, index, width, formats.cells[column.kind])
        write_text(sheet, 0, index, f"{column.header}*" if column.required else column.header, formats.header)
        if column.note:
            sheet.write_comment(0, index, printable(column.note))
    number = 0
    if table.columns:
        number = _write_body(sheet.body, formats, table, chain(sample, rows))
        sheet.dim_rowmax = number
        sheet.autofilter(0, 0, number, len(table.columns) - 1)
    sheet.freeze_panes(1, 0)
    _offer_choices(book, sheet, table)


def _write_body(body: IO[str], formats: _Formats, table: Table, rows: Iterable[Sequence[OutCell]]) -> int:
    """Writes examples and rows below the header; returns how many there are."""
    places = [(xl_col_to_name(index), column.kind) for index, column in enumerate(table.columns)]
    examples, plain = formats.numbers(formats.examples), formats.numbers(formats.cells)
    number = 0
    for number, row in enumerate(chain(table.examples, rows), start=1):
        styles = examples if number <= len(table.examples) else plain
        cells = [
            _cell_xml(f"{letter}{number + 1}", value, styles[_TEMPORAL.get(type(value), kind)])
            for (letter, kind), value in zip(places, row, strict=False)
            if value is not None and value != ""
        ]
        body.write(f'<row r="{number + 1}">{"".join(cells)}</row>')
    return number


def _cell_xml(place: str, value: OutCell, style: int) -> str:
    """A cell by its value's own type; text is always text, whatever it begins with."""
    if isinstance(value, bool):
        return f'<c r="{place}" s="{style}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, date | time):
        value = _serial(value)
    if not isinstance(value, str) and value is not None and -_FIRST_INEXACT < value < _FIRST_INEXACT:
        return f'<c r="{place}" s="{style}"><v>{value:.16G}</v></c>'
    text = _ESCAPED.sub(lambda found: _ESCAPES[found[0]], printable(str(value)))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _serial(value: date | time) -> float | str:
    """The number a workbook keeps for a moment, a day or a time of day."""
    days, clock = 0, value
    if isinstance(value, date):
        if value.toordinal() < _FIRST_DAY:
            moment = value.replace(tzinfo=None) if isinstance(value, datetime) else None
            return moment.isoformat(" ", "seconds") if moment else value.isoformat()
        days = value.toordinal() - _DAY_ZERO
    if isinstance(clock, time | datetime):
        seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1_000_000
        return days + seconds / _SECONDS
    return days


def write_cell(sheet: Any, row: int, column: int, value: OutCell, style: Any = None) -> None:
    """Writes a value by its own type; text is always text, whatever it begins with."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), style)
    elif isinstance(value, date | time):
        sheet.write_datetime(row, column, value, style)
    elif not isinstance(value, str) and -_FIRST_INEXACT < value < _FIRST_INEXACT:
        sheet.write_number(row, column, value, style)
    else:
        write_text(sheet, row, column, str(value), style)


def write_text(sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
    """Writes text as text; xlsxwriter drops cells that are too long, so they are cut visibly."""
    sheet.write_string(row, column, printable(text), style)


def printable(text: str) -> str:
    """The text without characters a workbook cannot hold, cut to the longest cell."""
    text = _ILLEGAL.sub("\ufffd", text)
    # Workbooks count in halves of four bytes: a rare character is as long as two.
    if len(text) <= MAX_TEXT // 2 or len(halves := text.encode("utf-16-le")) <= 2 * MAX_TEXT:
        return text
    return f"{halves[: 2 * MAX_TEXT - 2].decode('utf-16-le', 'ignore')}…"


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that a workbook accepts, different from those taken; it is then taken too."""
    base = _SHEET_NAME_ILLEGAL.sub(" ", printable(name)).strip()[:31] or "Sheet"
    candidate, count = base, 1
    while candidate.casefold() in taken:
        count += 1
        candidate = f"{base[: 31 - len(str(count)) - 1]} {count}"
    taken.add(candidate.casefold())
    return candidate


def _width(header: str, values: Iterable[OutCell]) -> float:
    """Characters needed, Chinese ones counting double."""
    longest = max([0, *(_text_width(str(value)) for value in values if value is not None)])
    return float(min(max(longest, _text_width(header) + 3, 8) + 2, _WIDEST))


def _text_width(text: str) -> int:
    line = max(text[:1000].split("\n"), key=len)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


def _offer_choices(book: xlsxwriter.Workbook, sheet: Any, table: Table) -> None:
    """Lists stand on a hidden sheet, because a list within the rule may have 255 characters only."""
    listed = [(index, column.choices) for index, column in enumerate(table.columns) if column.choices]
    if not listed:
        return
    store = book.add_worksheet(f"_{len(book.worksheets())}")
    store.hide()
    depth = max(len(choices) for _index, choices in listed)
    for row in range(depth):
        for position, (_index, choices) in enumerate(listed):
            if row < len(choices):
                write_text(store, row, position, choices[row])
    for position, (index, choices) in enumerate(listed):
        letter = xl_col_to_name(position)
        source = f"='{store.get_name()}'!${letter}$1:${letter}${len(choices)}"
        sheet.data_validation(1, index, _CHOICE_ROWS, index, {"validate": "list", "source": source})


def write_csv(rows: Iterable[Sequence[OutCell]]) -> Iterator[bytes]:
    """The rows as CSV for spreadsheet programs, in pieces: UTF-8 with mark, text that would run defused."""
    yield b"\xef\xbb\xbf"
    iterator = iter(rows)
    while block := list(islice(iterator, _BATCH)):
        buffer = io.StringIO()
        csv.writer(buffer).writerows([_csv_cell(value) for value in row] for row in block)
        yield buffer.getvalue().encode("utf-8")


def _csv_cell(value: OutCell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return defused(value) if isinstance(value, str) else str(value)


def defused(text: str) -> str:
    """The text with ' before it when a spreadsheet program would take it for a formula."""
    text = printable(text)
    return f"'{text}" if _RUNS.match(text) else text
