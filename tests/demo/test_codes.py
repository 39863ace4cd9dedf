"""Fictional codes and names, and the county's course over the years."""

import re
from datetime import date

import pytest

from brands.rules import mod11_10
from enterprises.rules import body_check_character, credit_code_error
from quality_portal.demo.course import ADVANCED_STANDARDS, PASS_RATE, day_reached, in_year
from quality_portal.demo.names import brand, credit_code
from quality_portal.demo.numbers import food_licence, number_for
from quality_portal.demo.trades import trades
from tests.demo.factories import TODAY


@pytest.mark.parametrize("category", ["1", "3"])
def test_credit_codes_satisfy_both_standards_and_are_unique(category: str) -> None:
    codes = [credit_code(number * 7919, category=category) for number in range(3000)]
    assert [code for code in codes if credit_code_error(code) is not None] == []
    assert [code for code in codes if body_check_character(code[8:16]) != code[16]] == []
    assert len(set(codes)) == 3000


def test_food_licences_have_a_valid_check_digit_and_are_unique() -> None:
    numbers = [food_licence(number) for number in range(1, 2000)]
    assert [each for each in numbers if not re.fullmatch(r"SC[12]\d{13}", each)] == []
    assert [each for each in numbers if mod11_10(each[2:-1]) != each[-1]] == []
    assert len(set(numbers)) == 1999


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("xk_licence", "XK08-011-00007"),
        ("green_food", "LB-11-26113900007A"),
        ("organic", "1011OP2600007"),
        ("ccc", "2026010011000007"),
        ("qms", "039226Q00007R0M"),
        ("county_quality_award", "2026年第7号"),
    ],
)
def test_numbers_follow_the_format_of_their_kind(kind: str, expected: str) -> None:
    assert number_for(kind, 7, TODAY) == expected


def test_brand_names_come_back_only_with_a_third_character() -> None:
    names = [brand(number) for number in range(3000)]
    assert len(set(names)) == 3000
    assert {len(name) for name in names[:1482]} == {2}
    assert {len(name) for name in names[1482:]} == {3}


def test_every_product_has_something_to_fail_in() -> None:
    without = [t.code for t in trades() if len(t.products) != len(t.defects) or not all(t.defects)]
    assert without == []


def test_shares_of_trades_add_up_to_all_enterprises() -> None:
    assert sum(trade.share for trade in trades()) == 100


def test_a_course_holds_before_its_first_and_after_its_last_year() -> None:
    assert (in_year(PASS_RATE, 1999), in_year(PASS_RATE, 2024), in_year(PASS_RATE, 2050)) == (
        84.0,
        86.9,
        89.6,
    )


@pytest.mark.parametrize(
    ("per_cent", "expected"),
    [
        (10.0, date(2021, 12, 31)),
        (42.0, date(2023, 12, 31)),
        (45.15, date(2024, 6, 30)),
        (99.0, None),
    ],
)
def test_the_day_a_course_reaches_a_figure(per_cent: float, expected: date | None) -> None:
    assert day_reached(ADVANCED_STANDARDS, per_cent) == expected
