"""Which steps of a deadline have come: reminders before it, on it and after it."""

from collections.abc import Iterable
from datetime import date, timedelta


def reached(deadline: date, steps: Iterable[int], today: date) -> list[int]:
    """Return the steps whose day has come, in order of time.

    A step counts days from the deadline: -14 is two weeks before it, 0 the day itself, 7 a week after.
    A step stays reached on every later day, so that a day on which nobody looked loses nothing.
    """
    return [step for step in sorted(steps) if deadline + timedelta(days=step) <= today]


def days_overdue(due_on: date, today: date) -> int:
    """Return how many days the deadline has passed; 0 on the day itself and before."""
    return max((today - due_on).days, 0)
