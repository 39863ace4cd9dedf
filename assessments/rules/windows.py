"""How long a unit may object (申诉期): days from the overall assessment, then from publication."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which objections are taken, both included."""

    first: date
    last: date

    def holds(self, today: date) -> bool:
        """Whether the day lies in the window."""
        return self.first <= today <= self.last


def objection_window(opened_on: date | None, published_on: date | None, days: int) -> Window | None:
    """Return the window that runs now; None while the points are still being given.

    Before publication it runs from the day the overall assessment was opened, after it from publication.
    """
    first = published_on or opened_on
    return None if first is None else Window(first, first + timedelta(days=days))
