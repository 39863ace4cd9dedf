"""The county's course over the years: what the demonstration's figures come to at the end of each year."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

PASS_RATE: Final = {
    2021: 84.0,
    2022: 84.6,
    2023: 85.6,
    2024: 86.9,
    2025: 87.6,
    2026: 88.2,
    2027: 88.8,
    2028: 89.6,
}
"""Batches that pass, in per cent of those tested in the year: a little below the province's average."""

ADVANCED_STANDARDS: Final = {
    2021: 36.0,
    2022: 39.0,
    2023: 42.0,
    2024: 48.3,
    2025: 54.3,
    2026: 61.7,
    2027: 66.0,
    2028: 70.0,
}
"""Main industrial products on international or advanced foreign standards, in per cent."""

NATIONAL_STANDARDS: Final = {
    2021: 58.0,
    2022: 62.0,
    2023: 66.0,
    2024: 70.6,
    2025: 75.4,
    2026: 78.8,
    2027: 85.0,
    2028: 92.0,
}
"""Main farm products produced to national standards, in per cent."""


def in_year(course: Mapping[int, float], year: int) -> float:
    """Return a year's figure; before the first and after the last year theirs holds."""
    return course[min(max(year, min(course)), max(course))]


def day_reached(course: Mapping[int, float], per_cent: float) -> date | None:
    """Return the day on which a rising course reaches a figure, None when it never does.

    A figure below the first year's was reached at that year's end or before.
    """
    years = sorted(course)
    if per_cent <= course[years[0]]:
        return date(years[0], 12, 31)
    for before, year in pairwise(years):
        if per_cent <= course[year]:
            part = (per_cent - course[before]) / (course[year] - course[before])
            return date(before, 12, 31) + timedelta(days=round(part * 365))
    return None
