"""Rules of the enterprise files: credit codes, verification of instruments, the risk mark."""

from enterprises.rules.credit_codes import (
    ALPHABET,
    body_check_character,
    check_character,
    credit_code_error,
    normalise_credit_code,
)

__all__ = [
    "ALPHABET",
    "body_check_character",
    "check_character",
    "credit_code_error",
    "normalise_credit_code",
]
