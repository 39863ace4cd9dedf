"""The unified social credit code (GB 32100-2015)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.rules import (
    ALPHABET,
    body_check_character,
    check_character,
    credit_code_error,
    normalise_credit_code,
)

REAL = ["91330100799655058B", "9144030071526726XG", "914403001922038216", "91110000802100433B"]
CODES = st.builds(
    lambda head, region, body: head + region + body,
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)


@pytest.mark.parametrize("code", REAL)
def test_public_codes_of_real_companies_pass(code: str) -> None:
    assert credit_code_error(code) is None
    assert check_character(code[:17]) == code[17]
    assert body_check_character(code[8:16]) == code[16]


@pytest.mark.parametrize(
    "written", ["９１３３０１００７９９６５５０５８Ｂ", " 9133 0100 7996 5505 8b", "91330100799655058b\n"]
)
def test_width_case_and_blanks_do_not_matter(written: str) -> None:
    assert normalise_credit_code(written) == "91330100799655058B"
    assert credit_code_error(written) is None


@pytest.mark.parametrize(
    "code",
    [
        "",
        "9133010079965505",
        "91330100799655058B1",
        "9133010079965505I0",
        "91330100799655058-",
        "九1330100799655058B",
    ],
)
def test_what_has_another_form_is_refused(code: str) -> None:
    assert credit_code_error(code) is not None


def test_a_look_alike_is_suggested_not_replaced() -> None:
    message = credit_code_error("9133O1OO799655058B")
    assert "91330100799655058B" in str(message)


def test_a_look_alike_that_would_not_fit_either_is_not_suggested() -> None:
    message = credit_code_error("9133O1OO799655058C")
    assert "9133" not in str(message)


@given(CODES)
def test_every_code_with_its_check_character_passes(first_17: str) -> None:
    assert credit_code_error(first_17 + check_character(first_17)) is None


@given(CODES, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_any_single_mistyped_character_is_found(first_17: str, place: int, typed: str) -> None:
    code = first_17 + check_character(first_17)
    mistyped = code[:place] + typed + code[place + 1 :]
    assert (credit_code_error(mistyped) is None) == (mistyped == code)


@given(CODES, st.integers(0, 15))
def test_two_characters_exchanged_are_found(first_17: str, place: int) -> None:
    code = first_17 + check_character(first_17)
    exchanged = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (credit_code_error(exchanged) is None) == (exchanged == code)


@pytest.mark.parametrize(
    ("first_8", "character"), [("00000000", "0"), ("79965505", "8"), ("71526726", "X"), ("D2143569", "X")]
)
def test_body_check_characters(first_8: str, character: str) -> None:
    assert body_check_character(first_8) == character
