"""Cells as the reader gives them, and their text."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from django.utils.translation import gettext as _

from quality_portal.lib.spreadsheets.errors import SpreadsheetError

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
Row: TypeAlias = list[Cell]

# Beyond 15 digits a spreadsheet has already replaced the end of the number by zeros.
_FIRST_INEXACT: Final = 10**15
_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{2,3}")


def as_text(value: Cell) -> str:
    """The cell as a person reads it: 12345.0 is "12345", a day is "2024-05-16", nothing is "".

    Raises:
        SpreadsheetError: a number so long that the spreadsheet has lost its last digits.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def as_code(value: Cell) -> str:
    """Like `as_text`, without blanks at the ends, for codes and certificate numbers.

    Raises:
        SpreadsheetError: also for text such as "9.1E+17", which a spreadsheet made of a code.
    """
    text = as_text(value).strip()
    if _SCIENTIFIC.fullmatch(text):
        raise _lost_digits(text)
    return text


def is_blank(value: Cell) -> bool:
    """Whether the cell shows nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def _number_text(value: int | float) -> str:
    if isinstance(value, int):
        return str(value)
    if not abs(value) < _FIRST_INEXACT:
        raise _lost_digits(f"{value:.2E}")
    text = f"{Decimal(f'{value:.15g}'):f}"
    return "0" if text == "-0" else text


def _lost_digits(shown: str) -> SpreadsheetError:
    return SpreadsheetError(
        _("“%(value)s” is in scientific notation, its last digits are lost. Format the column as text.")
        % {"value": shown}
    )
