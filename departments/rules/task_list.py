"""Rules of the year's task list."""

from calendar import monthrange
from datetime import date


def in_following_year(day: date, years: int) -> date:
    """Return the same day of the month so many years later; 29 February becomes the 28th."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
