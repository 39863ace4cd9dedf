"""Counting days: calendar days, working days by the official calendar of days off, periods of months.

The day a period is counted from is day 0 (Civil Code Art. 201: the day it begins on does not count).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from inspections.rules.terms import DayUnit
from quality_portal.lib.dates import months_later

SATURDAY = 5
LONGEST = 3650
"""Days that a period may have at most; a longer one is a mistyped figure."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked: Monday to Friday, but for holidays (节假日) and make-up days (调休上班)."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on the day."""
        return day in self.workdays or (day.weekday() < SATURDAY and day not in self.holidays)

    def next_working(self, day: date) -> date:
        """Return the day itself where it is worked, else the next that is."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def knows(self, year: int) -> bool:
        """Tell whether the year's holidays have been entered."""
        return any(day.year == year for day in self.holidays)


def working_days_later(start: date, days: int, calendar: WorkCalendar) -> date:
    """Return working day number ``days`` after ``start``; day 0 is ``start`` itself."""
    day = start
    for _count in range(days):
        day = calendar.next_working(day + timedelta(days=1))
    return day


def days_later(start: date, days: int, unit: str, calendar: WorkCalendar) -> date:
    """Return day number ``days`` after ``start``, counted in calendar or working days.

    Raises ValueError for more than ten years, which no clock of the law has.
    """
    if not 0 <= days <= LONGEST:
        raise ValueError(f"no period of {days} days")
    if unit == DayUnit.WORKING:
        return working_days_later(start, days, calendar)
    return start + timedelta(days=days)


def spared_until(passed_on: date, months: int) -> date:
    """Return the last day on which a product that a superior authority passed is not sampled again.

    Product Quality Law Art. 15 (superiors' checks are not repeated); the period is the province's.
    """
    return months_later(passed_on, months)


def years_unknown(days: Iterable[date], calendar: WorkCalendar) -> list[int]:
    """Return the years among the days whose holidays have not been entered."""
    return sorted({day.year for day in days if not calendar.knows(day.year)})
