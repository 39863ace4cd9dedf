"""Turns columns of cells into values. Every distinct cell is parsed once, however often it stands there."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.utils.translation import gettext as _

from enterprises.rules import normalise_credit_code
from inspections.imports.words import words
from inspections.models import Result, Side
from quality_portal.lib.dates import EARLIEST_PRODUCTION, DateBatch, DateError, parse_date, parse_date_batch
from quality_portal.lib.spreadsheets.cells import Cell, Row, as_code, as_text
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.text import TextError, clean, is_blank_marker, key

Value = TypeVar("Value")

LONGEST_PRODUCED, LONGEST_BATCH = 200, 100
EARLIEST_CHECK = date(2000, 1, 1)
_LONGEST_SHOWN = 60
_LARGEST_SERIAL = 10**9
# Names and numbers that cleaning would leave as they are: five characters or more, since shorter ones
# may be words for "nothing", or digits alone.
_PLAIN = re.compile(r"\d{1,18}|[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff()（）.,*%+·×/-]{4,}", re.ASCII)
# 2024-05-16, 20240516, 2024.5.16, 2024/5/16, 2024年5月16日, each with a plain batch number behind a stroke.
_DAY_AND_BATCH = re.compile(
    r"(\d{4})(?:-(\d\d)-(\d\d)|(\d\d)(\d\d)|\.(\d\d?)\.(\d\d?)|/(\d\d?)/(\d\d?)|年(\d\d?)月(\d\d?)日)"
    r"(?:/([A-Z]{0,4}\d{3,20}))?",
    re.ASCII,
)
_CODE = re.compile(r"[0-9A-Z]{18}", re.ASCII)
_SPACE = re.compile(r"\s+")
_SENTENCE_END = "。.!"


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
        except (TextError, DateError, SpreadsheetError) as error:
            known[cell] = Bad(str(cell)[:_LONGEST_SHOWN], str(error))
            faulty = True
    return list(map(known.__getitem__, cells)), faulty


def new_key(text: str) -> str:
    """Return ``key``; most cells of a table are plain ASCII, for which a shorter way leads to the same."""
    return "".join(text.lower().split()) if text.isascii() else key(text)


quick_key = lru_cache(maxsize=65_536)(new_key)
"""The same, remembered for cells that stand there often."""


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


def long_text(cell: Cell) -> str:
    """Return text that keeps its line breaks, as cells with several failed items have."""
    text = as_text(cell)
    return "" if is_blank_marker(text) else clean(text, max_length=2000, multiline=True)


def code_of(cell: Cell) -> str:
    """Return a credit code in its normal form; scientific notation is refused."""
    if isinstance(cell, str) and _CODE.fullmatch(cell):
        return cell
    text = as_code(cell)
    return "" if is_blank_marker(text) else normalise_credit_code(text)


def produced_by(today: date) -> Callable[[Cell], DateBatch]:
    """Return a parser of "production date / batch" cells."""

    def parse(cell: Cell) -> DateBatch:
        plain = _DAY_AND_BATCH.fullmatch(cell) if isinstance(cell, str) else None
        if plain:
            # The commonest forms by far; the general parser answers the same, in ten times the time.
            year, month, day_number = (each for each in plain.groups()[:-1] if each)
            with suppress(ValueError):
                day = date(int(year), int(month), int(day_number))
                if EARLIEST_PRODUCTION <= day <= today:
                    return DateBatch(plain[0], day, None, plain[12] or "")
        found = parse_date_batch(cell, today=today)
        if not (found.raw.isascii() and found.raw.isprintable()) or len(found.raw) > LONGEST_BATCH:
            clean(found.raw, max_length=LONGEST_PRODUCED)
            clean(found.batch, max_length=LONGEST_BATCH)
        return found

    return parse


def day_by(today: date) -> Callable[[Cell], date | None]:
    """Return a parser of full dates that are not in the future."""

    def parse(cell: Cell) -> date | None:
        return parse_date(cell, earliest=EARLIEST_CHECK, latest=today)

    return parse


def result_of(cell: Cell) -> str:
    """Return pass, fail or "" for a blank cell.

    Raises TextError for a word that is neither.
    """
    text = as_text(cell)
    if is_blank_marker(text):
        return ""
    word = key(text).rstrip(_SENTENCE_END)
    if word in words().passes:
        return Result.PASS.value
    if word in words().fails:
        return Result.FAIL.value
    if any(mark in word for mark in words().withdrawn):
        return ""
    raise TextError(_("“%(value)s” is neither a pass nor a failure.") % {"value": text[:_LONGEST_SHOWN]})


def side_of(cell: Cell) -> str:
    """Return where the batch was drawn, or "" where the word is not known."""
    word = key(as_text(cell))
    if word in words().production:
        return Side.PRODUCTION.value
    return Side.RETAIL.value if word in words().retail else ""


def maker_of(read: Callable[[Cell], str]) -> Callable[[Cell], str]:
    """Return a parser of producers' names; 无标识, 三无产品 and their like name nobody."""
    nobody = words().unlabelled
    longest = max(map(len, nobody))

    def parse(cell: Cell) -> str:
        text = read(cell)
        return "" if len(text) <= longest and quick_key(text) in nobody else text

    return parse
