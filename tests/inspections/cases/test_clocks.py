"""Counting calendar days, working days and months."""

from datetime import date, timedelta

import pytest

from inspections.rules.clocks import (
    WorkCalendar,
    days_later,
    spared_until,
    working_days_later,
    years_unknown,
)
from inspections.rules.terms import DayUnit

# National Day and Mid-Autumn Festival of 2025: 1 to 8 October off, 28 September and 11 October worked.
CALENDAR = WorkCalendar(
    holidays=frozenset(date(2025, 10, 1) + timedelta(days=offset) for offset in range(8)),
    workdays=frozenset({date(2025, 9, 28), date(2025, 10, 11)}),
)
PLAIN = WorkCalendar()


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2024, 1, 1), 60, date(2024, 3, 1)),  # over a leap day
        (date(2023, 1, 1), 60, date(2023, 3, 2)),
        (date(2024, 2, 14), 15, date(2024, 2, 29)),
        (date(2025, 2, 14), 15, date(2025, 3, 1)),
        (date(2024, 1, 31), 75, date(2024, 4, 15)),
        (date(2024, 12, 31), 1, date(2025, 1, 1)),
        (date(2024, 5, 5), 0, date(2024, 5, 5)),
    ],
)
def test_calendar_days_run_over_month_ends_and_leap_days(start: date, days: int, expected: date) -> None:
    assert days_later(start, days, DayUnit.CALENDAR, PLAIN) == expected


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2024, 5, 6), 5, date(2024, 5, 13)),  # Monday to Monday
        (date(2024, 5, 10), 1, date(2024, 5, 13)),  # Friday to Monday
        (date(2024, 5, 11), 1, date(2024, 5, 13)),  # from a Saturday
        (date(2024, 2, 28), 2, date(2024, 3, 1)),  # over the leap day
    ],
)
def test_working_days_leave_weekends_out(start: date, days: int, expected: date) -> None:
    assert working_days_later(start, days, PLAIN) == expected


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2025, 9, 26), 1, date(2025, 9, 28)),  # a worked Sunday counts
        (date(2025, 9, 26), 5, date(2025, 10, 10)),  # 28, 29, 30 September, 9, 10 October
        (date(2025, 9, 26), 7, date(2025, 10, 13)),  # 11 October is worked, the 12th is a Sunday
        (date(2025, 9, 30), 1, date(2025, 10, 9)),
    ],
)
def test_working_days_follow_the_official_calendar(start: date, days: int, expected: date) -> None:
    assert days_later(start, days, DayUnit.WORKING, CALENDAR) == expected


def test_a_worked_day_is_its_own_next_working_day() -> None:
    assert CALENDAR.next_working(date(2025, 9, 28)) == date(2025, 9, 28)
    assert CALENDAR.next_working(date(2025, 10, 3)) == date(2025, 10, 9)


@pytest.mark.parametrize("days", [-1, 3651])
def test_periods_are_plausible(days: int) -> None:
    with pytest.raises(ValueError, match="no period"):
        days_later(date(2024, 1, 1), days, DayUnit.CALENDAR, PLAIN)


@pytest.mark.parametrize(
    ("passed_on", "expected"),
    [
        (date(2024, 8, 31), date(2025, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2024, 3, 15), date(2024, 9, 15)),
    ],
)
def test_a_superiors_check_spares_the_product_for_months(passed_on: date, expected: date) -> None:
    assert spared_until(passed_on, 6) == expected


def test_years_without_holidays_are_named_once() -> None:
    days = [date(2025, 5, 1), date(2027, 1, 4), date(2027, 3, 1), date(2026, 1, 2)]
    assert years_unknown(days, CALENDAR) == [2026, 2027]
