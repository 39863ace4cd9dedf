"""Tables of records that people fill in: read by their headings, and given out as templates to fill in.

What a table may hold is said once, as fields; reading, refusing and the template all follow from them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext as _

from quality_portal.lib.dates import parse_date
from quality_portal.lib.numbers import parse_decimal
from quality_portal.lib.spreadsheets.cells import Cell, as_code, as_text, is_blank
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.parsing import Bad, Rejection, column, each
from quality_portal.lib.spreadsheets.reading import Sheet, read_workbook
from quality_portal.lib.spreadsheets.tables import HeaderMatch, data_rows, find_header
from quality_portal.lib.spreadsheets.writing import Column, Kind, OutCell, Table
from quality_portal.lib.text import TextError, clean, header_key, is_blank_marker, key

Example: TypeAlias = Mapping[str, OutCell]
"""A row that shows how a table is filled in, by the fields' codes."""

MOST_ROWS: Final = 10_000
"""Rows of one table: each is checked against the records and shown before it is written."""

_MIN_KNOWN: Final = 2


@dataclass(frozen=True, slots=True)
class Field:
    """A column a table may have; ``parse`` makes its value of a cell or raises with a sentence."""

    code: str
    header: str
    parse: Callable[[Cell], Any]
    aliases: tuple[str, ...] = ()
    required: bool = False
    kind: Kind = "text"
    note: str = ""
    choices: tuple[str, ...] = ()

    @property
    def english(self) -> str:
        """The English heading that is understood too."""
        return next((alias for alias in self.aliases if alias.isascii()), self.code.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: its number as the spreadsheet counts, and the values of the cells that are filled."""

    row: int
    values: Mapping[str, Any]


@dataclass(slots=True)
class Reading:
    """What a table says: rows that can be read, rows that cannot, headings nobody knows."""

    sheet: str
    places: dict[str, tuple[str, int]]
    entries: list[Entry] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many rows the table has."""
        return len(self.entries) + len(self.rejections)

    def refusal(self, entry: Entry, code: str, message: str) -> Rejection:
        """Refuse a row for what stands in one of its columns."""
        heading, index = self.places.get(code, ("", 0))
        value = entry.values.get(code, "")
        return Rejection(entry.row, heading, str(value)[:60], message, self.sheet, index)


def read_entries(
    path: Path, fields: Sequence[Field], *, name: str = "", examples: Sequence[Example] = ()
) -> Reading:
    """Read the sheet whose headings are known best; the template's own example rows are passed over.

    Raises:
        SpreadsheetError: the file is not usable; the message says why and what to do.
    """
    workbook = read_workbook(path, name=name, fill_merged=True)
    known = {header_key(words): each.code for each in fields for words in _headings(each)}
    found = [
        (sheet, match)
        for sheet in workbook.sheets
        if not sheet.hidden and (match := find_header(sheet.rows, known, min_known=_MIN_KNOWN))
    ]
    if not found:
        wanted = _("、").join(each.header for each in fields if each.required)
        raise SpreadsheetError(
            _("No heading of this table is known. Use the template; it needs: %(columns)s.")
            % {"columns": wanted}
        )
    sheet, match = max(found, key=lambda pair: len(pair[1].columns))
    missing = [each.header for each in fields if each.required and each.code not in match.position]
    if missing:
        raise SpreadsheetError(
            _("The table lacks these columns: %(columns)s.") % {"columns": _("、").join(missing)}
        )
    reading = _read(sheet, match, fields, examples)
    reading.warnings += workbook.warnings
    return reading


def _headings(each_field: Field) -> list[str]:
    """Return the headings a field is known by; templates mark required ones with a star."""
    names = [each_field.header, *each_field.aliases]
    return [*names, *(f"{name}{star}" for name in names for star in "*＊")]


def _read(sheet: Sheet, match: HeaderMatch, fields: Sequence[Field], examples: Sequence[Example]) -> Reading:
    """Parse column by column, then put the rows together."""
    heads = sheet.rows[match.row_index]
    places = {code: (as_text(heads[index]), index) for index, code in match.columns.items()}
    reading = Reading(sheet.name, places, unknown=list(match.unknown.values()))
    shown = {tuple(_shown(row.get(each.code)) for each in fields) for row in examples}
    numbered = [
        (number, row)
        for number, row in data_rows(sheet.rows, match)
        if not shown or _example_key(row, fields, places) not in shown
    ]
    if len(numbered) > MOST_ROWS:
        raise SpreadsheetError(
            _("The table has more than %(most)d rows. Split it into several.") % {"most": MOST_ROWS}
        )
    rows = [list(row) for _number, row in numbered]
    parsed = {
        each_field.code: each(column(rows, places[each_field.code][1]), each_field.parse)[0]
        for each_field in fields
        if each_field.code in places
    }
    for place, (number, _row) in enumerate(numbered):
        values = {code: cells[place] for code, cells in parsed.items()}
        _take(reading, number, values, fields)
    return reading


def _take(reading: Reading, number: int, values: dict[str, Any], fields: Sequence[Field]) -> None:
    """Add a row to what can be read, or to what cannot: for its first wrong cell."""
    for each_field in fields:
        heading, index = reading.places.get(each_field.code, ("", 0))
        value = values.get(each_field.code)
        if isinstance(value, Bad):
            reading.rejections.append(
                Rejection(number, heading, value.value, value.message, reading.sheet, index)
            )
            return
        if each_field.required and value in (None, ""):
            message = _("This cell must be filled in.")
            reading.rejections.append(Rejection(number, heading, "", message, reading.sheet, index))
            return
    filled = {code: value for code, value in values.items() if value not in (None, "")}
    reading.entries.append(Entry(number, filled))


def _example_key(
    row: Sequence[Cell], fields: Sequence[Field], places: Mapping[str, tuple[str, int]]
) -> tuple[str, ...]:
    indexes = [places[each.code][1] if each.code in places else -1 for each in fields]
    return tuple(_shown(row[index]) if 0 <= index < len(row) else "" for index in indexes)


def _shown(value: Any) -> str:
    """Return a cell as it is compared with an example: numbers and days by what they say."""
    if is_blank(value):
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return as_text(value).strip() if isinstance(value, str) else str(as_text(value))


def template(name: str, fields: Sequence[Field], examples: Sequence[Example]) -> list[Table]:
    """Return the workbook to fill in: headings with notes, drop-down lists, examples; and what each means."""
    columns = [
        Column(each.header, each.kind, choices=each.choices, note=each.note, required=each.required)
        for each in fields
    ]
    rows = [[example.get(each.code) for each in fields] for example in examples]
    guide = [
        [each.header, "必填" if each.required else "选填", each.note, "、".join(each.choices[:12])]
        for each in fields
    ]
    notes = [Column("列"), Column("是否必填"), Column("填写说明", width=60), Column("可选内容", width=60)]
    return [Table(name, columns, examples=rows), Table("填写说明", notes, guide)]


def day(cell: Cell) -> Any:
    """Return the day of a cell, None for a blank one."""
    return parse_date(cell)


def number(cell: Cell) -> Any:
    """Return the number of a cell, None for a blank one."""
    return None if is_blank(cell) else parse_decimal(cell)  # type: ignore[arg-type]


def code(longest: int, normalise: Callable[[str], str] = str.strip) -> Callable[[Cell], str]:
    """Return a parser of codes and certificate numbers; scientific notation is refused."""

    def parse(cell: Cell) -> str:
        text = as_code(cell)
        return "" if is_blank_marker(text) else clean(normalise(text), max_length=longest)

    return parse


def choice(known: Mapping[str, Any]) -> Callable[[Cell], Any]:
    """Return a parser that takes one of the known words; the error names the first word for each value."""
    by_key = {key(words): value for words, value in known.items()}
    offered: list[str] = []
    seen: list[Any] = []
    for words, value in known.items():
        if value not in seen:
            seen.append(value)
            offered.append(words)

    def parse(cell: Cell) -> Any:
        text = as_text(cell).strip()
        if is_blank_marker(text):
            return None
        if key(text) not in by_key:
            possible = _("、").join(offered[:8])
            raise TextError(
                _("“%(value)s” is not known here. Possible are: %(offered)s.")
                % {"value": text[:30], "offered": possible}
            )
        return by_key[key(text)]

    return parse
