"""Rules of the register."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brands.rules import (
    LIGHTS,
    Award,
    Course,
    KindRule,
    Pause,
    Severity,
    Status,
    last_day,
    mod11_10,
    normalise_number,
    number_error,
    objections,
    pause_error,
    status_on,
)

LICENCE = KindRule(
    "食品生产许可证",
    "years",
    years=5,
    number_pattern=r"^SC[12]\d{13}$",
    number_check="hard",
    checksum="mod11_10",
)
BRAND = KindRule("省名牌产品", "years", years=3, last_award_on=date(2019, 12, 31), sector="industry")
AWARD = Award("N-1", date(2018, 5, 1), date(2018, 5, 1), date(2021, 4, 30), "industry")


def reasons(award: Award, rule: KindRule) -> list[tuple[Severity, str]]:
    """How grave and at which field each objection is."""
    return [(found.severity, found.field) for found in objections(award, rule)]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2023, 12, 31), Status.COMING),
        (date(2024, 1, 1), Status.VALID),
        (date(2026, 10, 1), Status.VALID),
        (date(2026, 10, 2), Status.EXPIRING),
        (date(2026, 12, 31), Status.EXPIRING),
        (date(2027, 1, 1), Status.EXPIRED),
    ],
)
def test_status_on_its_first_and_last_days(day: date, status: Status) -> None:
    course = Course(valid_from=date(2024, 1, 1), valid_until=date(2026, 12, 31))
    assert status_on(day, course, reminder_days=90) == status


def test_an_early_end_counts_from_its_day() -> None:
    course = Course(date(2024, 1, 1), date(2024, 12, 31), date(2024, 6, 1), "withdrawn")

    def status(day: date) -> Status:
        return status_on(day, course, reminder_days=0)

    assert status(date(2024, 5, 31)) == Status.VALID
    assert status(date(2024, 6, 1)) == Status.WITHDRAWN
    assert status(date(2026, 1, 1)) == Status.WITHDRAWN


def test_without_a_last_day_it_never_expires() -> None:
    far = date(2099, 1, 1)
    assert status_on(far, Course(date(2024, 1, 1)), reminder_days=90) == Status.VALID


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2024, 2, 29), Status.VALID),
        (date(2024, 3, 1), Status.SUSPENDED),
        (date(2024, 4, 30), Status.SUSPENDED),
        (date(2024, 5, 1), Status.VALID),
        (date(2025, 1, 31), Status.VALID),
        (date(2025, 2, 1), Status.SUSPENDED),
        (date(2026, 12, 31), Status.SUSPENDED),
        (date(2027, 1, 1), Status.EXPIRED),
    ],
)
def test_a_suspension_lasts_until_the_day_it_is_lifted(day: date, status: Status) -> None:
    pauses = (Pause(date(2024, 3, 1), date(2024, 5, 1)), Pause(date(2025, 2, 1)))
    course = Course(date(2024, 1, 1), date(2026, 12, 31), pauses=pauses)
    assert status_on(day, course, reminder_days=0) == status


@pytest.mark.parametrize(
    ("pause", "field"),
    [
        (Pause(date(2024, 6, 1), date(2024, 6, 1)), "lifted_on"),
        (Pause(date(2023, 12, 31)), "suspended_on"),
        (Pause(date(2027, 1, 1)), "suspended_on"),
        (Pause(date(2024, 2, 1), date(2024, 3, 2)), "suspended_on"),
        (Pause(date(2024, 4, 30)), "suspended_on"),
        (Pause(date(2024, 5, 1)), None),
        (Pause(date(2024, 2, 1), date(2024, 3, 1)), None),
    ],
)
def test_a_suspension_fits_the_course(pause: Pause, field: str | None) -> None:
    held = (Pause(date(2024, 3, 1), date(2024, 5, 1)),)
    found = pause_error(pause, Course(date(2024, 1, 1), date(2026, 12, 31), pauses=held))
    assert (found[0] if found else None) == field


def test_every_status_has_a_light() -> None:
    assert set(LIGHTS) == set(Status)


@pytest.mark.parametrize(
    ("first", "years", "last"),
    [
        (date(2024, 3, 1), 3, date(2027, 2, 28)),
        (date(2025, 3, 1), 3, date(2028, 2, 29)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2024, 1, 1), 5, date(2028, 12, 31)),
    ],
)
def test_the_last_day_of_so_many_years(first: date, years: int, last: date) -> None:
    assert last_day(first, years) == last


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)), st.integers(1, 20))
def test_the_day_after_the_last_is_the_anniversary(first: date, years: int) -> None:
    after = last_day(first, years) + timedelta(days=1)
    anniversary = (first.year + years, first.month, first.day)
    assert (after.year, after.month, after.day) == anniversary or (first.month, first.day) == (2, 29)


@pytest.mark.parametrize(("digits", "check"), [("0794", "5"), ("1065212345678", "2"), ("", "1")])
def test_mod_11_10(digits: str, check: str) -> None:
    assert mod11_10(digits) == check


def mod11_10_holds(digits: str) -> bool:
    """The standard's own test of a complete number: the last product leaves 1."""
    product = 10
    for digit in digits[:-1]:
        total = product + int(digit)
        product = ((total % 10 or 10) * 2) % 11
    return (product + int(digits[-1])) % 10 == 1


@given(st.text("0123456789", min_size=13, max_size=13))
def test_a_computed_check_digit_satisfies_the_standard(digits: str) -> None:
    assert mod11_10_holds(digits + mod11_10(digits)) is True


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.sampled_from("0123456789"))
def test_any_single_mistyped_digit_of_a_licence_is_found(tail: str, place: int, typed: str) -> None:
    digits = "1" + tail
    number = digits + mod11_10(digits)
    mistyped = number[: place + 1] + typed + number[place + 2 :]
    assert (number_error(f"SC{mistyped}", LICENCE) is None) == (mistyped == number)


@pytest.mark.parametrize("number", ["SC312345678901234", "SC1234", "QS100000000000", "ＳＣ1"])
def test_a_licence_of_another_form_is_refused(number: str) -> None:
    assert "食品生产许可证" in str(number_error(number, LICENCE))


def test_a_number_without_digits_has_no_check_digit() -> None:
    rule = replace(LICENCE, number_pattern="")
    assert number_error("无号", rule) is not None


@pytest.mark.parametrize(
    ("pattern", "numbers"),
    [
        (r"^LB-\d{2}-\d{10,11}(A|AA)?$", ["LB-15-19012700330A", "LB-50-1703081720A", "LB-15-1711196965A"]),
        (r"^(19|20)\d{2}\d{2}\d{4}\d{6}$", ["2016010901123456", " ２０１６010901123456"]),
        (r"^(\d{3,4}|F\d{2})OP\d{2}\d{5}(-\d+)?$", ["123OP2412345", "1234OP2412345-1"]),
    ],
)
def test_published_numbers_fit_their_patterns(pattern: str, numbers: list[str]) -> None:
    rule = KindRule("证书", "record", number_pattern=pattern, number_check="warn")
    assert [number_error(number, rule) for number in numbers] == [None] * len(numbers)


def test_numbers_are_brought_into_one_form() -> None:
    assert normalise_number(" ＬＢ－１５ ") == "LB-15"


def test_an_old_award_of_an_ended_kind_is_kept() -> None:
    assert objections(AWARD, BRAND) == []


@pytest.mark.parametrize(
    ("issued_on", "reason", "found"),
    [
        (date(2019, 12, 31), "", []),
        (date(2020, 1, 1), "", [(Severity.BLOCKER, "late_reason")]),
        (date(2020, 1, 1), "  ", [(Severity.BLOCKER, "late_reason")]),
        (date(2020, 1, 1), "补发证书", []),
    ],
)
def test_an_ended_kind_asks_for_a_reason(
    issued_on: date, reason: str, found: list[tuple[Severity, str]]
) -> None:
    assert reasons(replace(AWARD, issued_on=issued_on, late_reason=reason), BRAND) == found


def test_the_reason_names_kind_and_day() -> None:
    (found,) = objections(replace(AWARD, issued_on=date(2024, 1, 1)), BRAND)
    assert re.search("省名牌产品.*2019", str(found.message)) is not None


def test_another_sector_is_refused() -> None:
    assert reasons(replace(AWARD, sector="agriculture"), BRAND) == [(Severity.BLOCKER, "sector")]


@pytest.mark.parametrize(
    ("validity", "until", "found"),
    [
        ("years", None, [(Severity.BLOCKER, "valid_until")]),
        ("record", None, [(Severity.BLOCKER, "valid_until")]),
        ("none", None, []),
        ("none", date(2030, 1, 1), [(Severity.WARNING, "valid_until")]),
        ("record", date(2050, 1, 1), []),
        ("years", date(2021, 4, 30), []),
        ("years", date(2021, 5, 1), [(Severity.WARNING, "valid_until")]),
    ],
)
def test_the_last_day_fits_the_kind(
    validity: str, until: date | None, found: list[tuple[Severity, str]]
) -> None:
    rule = replace(BRAND, validity=validity)
    assert reasons(replace(AWARD, valid_until=until), rule) == found


@pytest.mark.parametrize(
    ("check", "found"),
    [("hard", [(Severity.BLOCKER, "number")]), ("warn", [(Severity.WARNING, "number")]), ("none", [])],
)
def test_how_strictly_a_number_is_checked_is_data(check: str, found: list[tuple[Severity, str]]) -> None:
    rule = replace(BRAND, number_pattern="X+", number_check=check)
    assert reasons(AWARD, rule) == found
