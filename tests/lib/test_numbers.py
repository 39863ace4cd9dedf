"""Numbers as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_portal.lib.numbers import (
    NumberError,
    NumberInput,
    format_decimal,
    parse_decimal,
    parse_integer,
    rate,
    round_half_up,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1,234,567.5", "1234567.5"),
        ("１，２３４．５", "1234.5"),
        ("94.5%", "94.5"),
        ("９４．５ ％", "94.5"),
        (" -3 ", "-3"),
        ("−3", "-3"),
        ("+007", "7"),
        (12, "12"),
        (0.1 + 0.2, "0.3"),
        (Decimal("1E+3"), "1000"),
    ],
)
def test_numbers_are_understood(typed: NumberInput, number: str) -> None:
    assert parse_decimal(typed) == Decimal(number)


@pytest.mark.parametrize("blank", [None, "", " ", "/", "—", "无", "暂无"])
def test_blank_is_unknown(blank: str | None) -> None:
    assert parse_decimal(blank) is None
    assert parse_integer(blank) is None


@pytest.mark.parametrize(
    "bad",
    [
        "1_0",
        "1e5",
        "NaN",
        "nan",
        "inf",
        "٣",
        "①",
        "十",
        "1.2.3",
        ".5",
        "5.",
        "12,34",
        "1 2",
        "0x1",
        "5‰",
        "9" * 31,
    ],
)
def test_anything_else_is_refused(bad: str) -> None:
    with pytest.raises(NumberError):
        parse_decimal(bad)


@pytest.mark.parametrize("bad", [True, float("nan"), float("inf"), Decimal("NaN"), 10**30])
def test_values_that_are_no_numbers_are_refused(bad: NumberInput) -> None:
    with pytest.raises(NumberError):
        parse_decimal(bad)


@given(st.text(max_size=40))
def test_parse_decimal_raises_its_own_error_only(value: str) -> None:
    try:
        number = parse_decimal(value)
    except NumberError:
        return
    assert number is None or number.is_finite()


def test_parse_integer_takes_whole_numbers_only() -> None:
    assert parse_integer("1,200.0") == 1200
    with pytest.raises(NumberError, match=r"1\.5"):
        parse_integer("1.50")


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("2.345", 2, "2.35"),
        ("-2.345", 2, "-2.35"),
        ("2.5", 0, "3"),
        ("-0.001", 2, "0.00"),
        ("7", 2, "7.00"),
        ("9" * 30, 2, "9" * 30 + ".00"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(value), places)) == rounded


def test_rate_is_a_percentage_or_unknown() -> None:
    assert rate(1, 3) == Decimal("33.33")
    assert rate(Decimal("2.5"), 4, places=1) == Decimal("62.5")
    assert rate(0, 4) == Decimal("0.00")
    assert rate(1, 0) is None
    assert rate(1, None) is None
    assert rate(None, 3) is None


def test_numbers_are_printed_without_exponent() -> None:
    assert format_decimal(Decimal("1E+3")) == "1000"
    assert format_decimal(Decimal("12345.60")) == "12345.6"
    assert format_decimal(Decimal("12345.6"), 2, grouped=True) == "12,345.60"
    assert format_decimal(Decimal("-0.00")) == "0"
    assert format_decimal(None) == "—"
    assert format_decimal(None, unknown="暂无数据") == "暂无数据"
