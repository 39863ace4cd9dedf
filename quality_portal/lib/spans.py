"""On which of several days something stands, asked of the database once for all of them.

What stands from a first day to a last one is told by two places in the row of days: the first day on which it
has begun, and the first on which it is over. Grouped by the two, however many records are a few rows.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Aggregate, BigIntegerField, Case, Q, Value, When
from django.db.models.functions import Greatest

Condition = Callable[[date], Q]
"""What holds on a day and, once it holds, on every day after it."""

MOST_DAYS: Final = 62
"""So many days have room in the bits of a database's integer."""


def place_of_first(days: Sequence[date], condition: Condition) -> Case:
    """Return the place of the first of the days, earliest first, on which the condition holds.

    It is their number where the condition holds on none of them.
    """
    return _first(days, condition, lambda place: place)


def bits_between(days: Sequence[date], begun: Condition, over: Condition) -> Greatest:
    """Return a number whose bit of each day's place is set where something has begun and is not over.

    Raises ValueError for more days than an integer has bits.
    """
    if len(days) > MOST_DAYS:
        raise ValueError(f"{len(days)} days do not fit into an integer")
    begins, ends = (_first(days, condition, lambda place: 1 << place) for condition in (begun, over))
    return Greatest(ends - begins, Value(0), output_field=BigIntegerField())


def _first(days: Sequence[date], condition: Condition, value: Callable[[int], int]) -> Case:
    whens = (When(condition(day), then=Value(value(place))) for place, day in enumerate(days))
    return Case(*whens, default=Value(value(len(days))), output_field=BigIntegerField())


class BitsOfAny(Aggregate):
    """The bits that any of the rows has set; every day of ``days`` has one."""

    function = "BIT_OR"
    name = "BitsOfAny"
    output_field = BigIntegerField()

    def __init__(self, bits: Any, *, days: int, **extra: Any) -> None:
        super().__init__(bits, **extra)
        self.days = days

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[str | int, ...]]:
        """Ask bit by bit: SQLite has no such aggregate."""
        bits, values = compiler.compile(self.source_expressions[0])
        each = [f"MAX({bits} & {1 << place})" for place in range(self.days)]
        return f"({' | '.join(each)})", tuple(values) * self.days
