"""Goals proposed for the years between milestones (内插): values in, answer out.

A proposal follows the straight line from the milestone before, or from the baseline, to the next one and is
rounded up to the target's decimals, so that a count is whole and no year asks for less than the line does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext_lazy as _

from targets.models import NUMERIC, Operator
from targets.rules import Terms, Words, sentence

REPEATED: Final = frozenset({Operator.BENCHMARK, Operator.QUALITATIVE})
"""Operators without a figure of their own: between milestones the next milestone's wording is repeated."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the county had reached at the end of a year before the plan."""

    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A goal for a year between milestones, and how it was found."""

    terms: Terms
    method: Words


@dataclass(frozen=True, slots=True)
class _Start:
    """Where the line begins: a year, and both ends of what was to be reached or was reached then."""

    year: int
    low: Decimal
    high: Decimal


def suggest(
    year: int, milestones: Mapping[int, Terms], *, baseline: Baseline | None = None, decimals: int = 0
) -> Suggestion | None:
    """Return the goal a year's place between the milestones suggests.

    None for a milestone itself, after the last one, where the next one's figure is doubtful, and where no
    earlier figure tells where the line begins.
    """
    following = min((other for other in milestones if other > year), default=None)
    if year in milestones or following is None:
        return None
    goal = milestones[following]
    if goal.is_doubtful:
        return None
    if goal.operator in REPEATED:
        return Suggestion(
            goal, sentence(_("The wording of the milestone %(year)d, repeated."), year=following)
        )
    start = _start(year, milestones, baseline)
    if start is None or goal.value is None:
        return None
    place = Fraction(year - start.year, following - start.year)
    value = _between(start.low, goal.value, place, decimals)
    upper = None if goal.upper is None else _between(start.high, goal.upper, place, decimals)
    return Suggestion(
        Terms(goal.operator, value, upper, goal.tolerance, unit=goal.unit, decimals=goal.decimals),
        sentence(
            _("Straight line from %(first)d to the milestone %(last)d, rounded up."),
            first=start.year,
            last=following,
        ),
    )


def _start(year: int, milestones: Mapping[int, Terms], baseline: Baseline | None) -> _Start | None:
    """The last milestone before the year that names a figure, else the baseline."""
    earlier = [
        (other, terms)
        for other, terms in milestones.items()
        if other < year and terms.operator in NUMERIC and not terms.is_doubtful
    ]
    if earlier:
        before, terms = max(earlier, key=lambda found: found[0])
        low = terms.value or Decimal(0)
        return _Start(before, low, low if terms.upper is None else terms.upper)
    if baseline is not None and baseline.year < year:
        return _Start(baseline.year, baseline.value, baseline.value)
    return None


def _between(first: Decimal, last: Decimal, place: Fraction, decimals: int) -> Decimal:
    """The value at a place (0 to 1) of the line, rounded up; exact until then."""
    exact = Fraction(first) + (Fraction(last) - Fraction(first)) * place
    scaled = exact * 10**decimals
    return (Decimal(-(-scaled.numerator // scaled.denominator)) * Decimal(1).scaleb(-decimals)).quantize(
        Decimal(1).scaleb(-decimals), ROUND_CEILING
    )
