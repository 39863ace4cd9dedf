"""Numbers as people type them, and the one place where figures are rounded."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final, TypeAlias

from django.utils.translation import gettext as _

from quality_portal.lib.text import is_blank_marker


class NumberError(ValueError):
    """The text is not a number; the message is a sentence for the person who typed it."""


NumberInput: TypeAlias = str | int | float | Decimal | None

MAX_LENGTH: Final = 30

# Wider than any number let in, so that rounding never fails for lack of digits.
_EXACT: Final = Context(prec=4 * MAX_LENGTH)
_NUMBER: Final = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?\s*%?")
_WIDTH: Final = str.maketrans("０１２３４５６７８９．，％＋－−", "0123456789.,%+--")


def parse_decimal(value: NumberInput) -> Decimal | None:
    """The number a cell or field holds; None when it is blank or says so (/, —, 无).

    Full-width digits and thousands commas are understood. A per cent sign is dropped: "94.5%" is 94.5,
    because every percentage of the portal is kept in percentage points.

    Raises:
        NumberError: anything else (underscore, exponent, NaN, digits of other scripts).
    """
    if value is None:
        return None
    if isinstance(value, bool):
        raise _not_a_number(str(value))
    if isinstance(value, int | float | Decimal):
        return _from_number(value)
    if is_blank_marker(value) and value.strip().casefold() != "nan":
        return None
    text = value.strip().translate(_WIDTH)
    match = _NUMBER.fullmatch(text)
    if match is None or len(text) > MAX_LENGTH:
        raise _not_a_number(value)
    sign, whole, fraction = match.groups(default="")
    return Decimal(f"{sign}{whole.replace(',', '')}{fraction}")


def _from_number(value: int | float | Decimal) -> Decimal:
    """Spreadsheets compute in binary: 15 significant digits are what they show and mean."""
    number = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or abs(number) >= Decimal(10) ** MAX_LENGTH:
        raise _not_a_number(str(value))
    return Decimal(f"{number:f}")


def _not_a_number(value: str) -> NumberError:
    shown = value if len(value) <= MAX_LENGTH else f"{value[:MAX_LENGTH]}…"
    return NumberError(
        _("“%(value)s” is not a number. Write digits only, for example 1234.5 or 94.5%%.") % {"value": shown}
    )


def parse_integer(value: NumberInput) -> int | None:
    """Like `parse_decimal`, for counts.

    Raises:
        NumberError: not a number, or not a whole one.
    """
    number = parse_decimal(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise NumberError(_("“%(value)s” is not a whole number.") % {"value": format_decimal(number)})
    return int(number)


def round_half_up(value: Decimal, places: int) -> Decimal:
    """The value with exactly that many decimal places, halves rounded away from zero (四舍五入)."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)
    return rounded or abs(rounded)


def rate(
    numerator: Decimal | int | None, denominator: Decimal | int | None, places: int = 2
) -> Decimal | None:
    """Numerator as a percentage of the denominator; None when either is unknown or the denominator is 0."""
    if numerator is None or not denominator:
        return None
    return round_half_up(Decimal(numerator) * 100 / Decimal(denominator), places)


def format_decimal(
    value: Decimal | int | None, places: int | None = None, *, grouped: bool = False, unknown: str = "—"
) -> str:
    """The number as it is printed: that many places, or as many as it needs; never an exponent."""
    if value is None:
        return unknown
    number = Decimal(value)
    if places is not None:
        number = round_half_up(number, places)
    text = f"{number:,f}" if grouped else f"{number:f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
