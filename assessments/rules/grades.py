"""Totals, grades and ranks: a total is the sum of its rounded parts, and grades are read from that total."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from assessments.rules.points import PLACES
from quality_portal.lib.numbers import round_half_up


def total(parts: Iterable[Decimal | None]) -> Decimal:
    """Return the sum of the parts that are scored."""
    return round_half_up(sum((part for part in parts if part is not None), Decimal(0)), PLACES)


def grade_of(points: Decimal, bands: Mapping[str, Decimal]) -> str:
    """Return the letter of the highest band reached; bands are half-open, and below all it is empty."""
    reached = [(begins, letter) for letter, begins in bands.items() if begins <= points]
    return max(reached)[1] if reached else ""


def ranks(totals: Sequence[Decimal]) -> list[int]:
    """Return the rank of each total, the highest first; equal totals rank equal, the next rank is skipped."""
    ordered = sorted(totals, reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(ordered, start=1)))}
    return [first[value] for value in totals]


def settle(points: Decimal, bands: Mapping[str, Decimal], places: int, forced: str = "") -> tuple[str, str]:
    """Return the grade that counts and the grade by the score.

    The total is rounded half up to ``places`` decimals before it is graded; a forced grade counts whatever
    the score.
    """
    computed = grade_of(round_half_up(points, places), bands)
    return forced or computed, computed


def lowest(bands: Mapping[str, Decimal]) -> str:
    """Return the letter of the lowest band; empty where there is none."""
    return min(bands, key=lambda letter: bands[letter], default="")


def last_ranks(places: Sequence[int], count: int) -> frozenset[int]:
    """Return the ranks of so many last units; who ranks equal with one of them is among them."""
    if count < 1 or not places:
        return frozenset()
    first = sorted(places)[-min(count, len(places))]
    return frozenset(place for place in places if place >= first)
