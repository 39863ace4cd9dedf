"""Turns columns of cells into values. Every distinct cell is parsed once, however often it stands there."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from enterprises.rules import normalise_credit_code
from inspections.imports.words import words
from inspections.models import Result, Side
from quality_portal.lib.dates import EARLIEST_PRODUCTION, DateBatch, parse_date, parse_date_batch
from quality_portal.lib.spreadsheets.cells import Cell, as_code, as_text
from quality_portal.lib.text import TextError, clean, is_blank_marker, key

LONGEST_PRODUCED, LONGEST_BATCH = 200, 100
EARLIEST_CHECK = date(2000, 1, 1)
_LONGEST_SHOWN = 60
# 2024-05-16, 20240516, 2024.5.16, 2024/5/16, 2024年5月16日, each with a plain batch number behind a stroke.
_DAY_AND_BATCH = re.compile(
    r"(\d{4})(?:-(\d\d)-(\d\d)|(\d\d)(\d\d)|\.(\d\d?)\.(\d\d?)|/(\d\d?)/(\d\d?)|年(\d\d?)月(\d\d?)日)"
    r"(?:/([A-Z]{0,4}\d{3,20}))?",
    re.ASCII,
)
_CODE = re.compile(r"[0-9A-Z]{18}", re.ASCII)
_SENTENCE_END = "。.!"


def new_key(text: str) -> str:
    """Return ``key``; most cells of a table are plain ASCII, for which a shorter way leads to the same."""
    return "".join(text.lower().split()) if text.isascii() else key(text)


quick_key = lru_cache(maxsize=65_536)(new_key)
"""The same, remembered for cells that stand there often."""


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
