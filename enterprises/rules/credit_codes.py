"""The unified social credit code (统一社会信用代码, GB 32100-2015): its form and its check characters."""

import re
from operator import mul
from unicodedata import normalize

from django.utils.translation import gettext as _

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The code's characters; I, O, S, V and Z are left out."""

COOPERATIVE = "93"
"""How the code of a farmers' cooperative (农民专业合作社) begins."""

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "S": "5", "Z": "2", "V": "U"})


def normalise_credit_code(value: str) -> str:
    """Return the code without blanks, in half-width capitals."""
    return re.sub(r"\s", "", normalize("NFKC", value)).upper()


def check_character(first_17: str) -> str:
    """Return the 18th character for the first 17 (GB 32100: weights 3^i mod 31)."""
    total = sum(map(mul, map(_VALUES.__getitem__, first_17), _WEIGHTS))
    return ALPHABET[-total % 31]


def body_check_character(first_8: str) -> str:
    """Return the check character of the subject code, characters 9 to 17 (GB 11714)."""
    values = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(
        values.index(character) * weight for character, weight in zip(first_8, BODY_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def credit_code_error(value: str) -> str | None:
    """Say what is wrong with a credit code, or return None.

    The check of the subject code inside (GB 11714) is not enforced: codes issued to
    self-employed people and older conversions do not always satisfy it.
    """
    code = normalise_credit_code(value)
    if not SHAPE.fullmatch(code):
        suggestion = code.translate(LOOK_ALIKES)
        if SHAPE.fullmatch(suggestion) and suggestion[-1] == check_character(suggestion[:17]):
            return _("This is not a credit code. Did you mean %(code)s?") % {"code": suggestion}
        return _("A credit code has 18 digits and capital letters, without I, O, S, V and Z.")
    if code[-1] != check_character(code[:17]):
        return _("The credit code's last character does not match: a character was mistyped.")
    return None
