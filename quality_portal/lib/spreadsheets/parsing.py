"""Turns columns of cells into values. Every distinct cell is parsed once, however often it stands there."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from quality_portal.lib.dates import DateError
from quality_portal.lib.numbers import NumberError
from quality_portal.lib.spreadsheets.cells import Cell, Row, as_text
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.text import TextError, clean, is_blank_marker

Value = TypeVar("Value")

_LONGEST_SHOWN: Final = 60
_LARGEST_SERIAL: Final = 10**9
# Names and numbers that cleaning would leave as they are: five characters or more, since shorter ones
# may be words for "nothing", or digits alone.
_PLAIN: Final = re.compile(
    r"\d{1,18}|[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff()（）.,*%+·×/-]{4,}", re.ASCII
)
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that cannot be used: what stands there, and the sentence that says why."""

    value: str
    message: str


def column(rows: Sequence[Row], index: int) -> list[Cell]:
    """Return one column; rows that end earlier have an empty cell there."""
    try:
        return [row[index] for row in rows]
    except IndexError:
        return [row[index] if index < len(row) else "" for row in rows]


def each(cells: Sequence[Cell], parse: Callable[[Cell], Value]) -> tuple[list[Value | Bad], bool]:
    """Parse every distinct cell once; what cannot be parsed becomes a ``Bad``, and the answer says so."""
    known: dict[Cell, Value | Bad] = {}
    faulty = False
    for cell in set(cells):
        try:
            known[cell] = parse(cell)
        except (TextError, DateError, NumberError, SpreadsheetError) as error:
            known[cell] = Bad(str(cell)[:_LONGEST_SHOWN], str(error))
            faulty = True
    return list(map(known.__getitem__, cells)), faulty


def text_of(limit: int) -> Callable[[Cell], str]:
    """Return a parser of names and other text of at most so many characters; "/" and its like are nothing."""

    def parse(cell: Cell) -> str:
        if type(cell) is float and 0 <= cell <= _LARGEST_SERIAL and cell.is_integer():
            return str(int(cell))
        text = as_text(cell)
        if len(text) <= limit and _PLAIN.fullmatch(text):
            return text
        return "" if is_blank_marker(text) else _SPACE.sub(" ", clean(text, max_length=limit))

    return parse


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that is refused: where it stands (row as the spreadsheet counts), what is wrong, and why."""

    row: int
    column: str
    value: str
    message: str
    sheet: str = ""
    index: int = 0
