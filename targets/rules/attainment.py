"""Attainment (完成度): how much of the way to its goal a figure has gone, and the formula with its figures.

Where a baseline is given the way begins there: (actual − baseline) ÷ (goal − baseline) × 100. Numerator and
denominator both turn negative where lower is better, so that no operator needs a case of its own. Without a
baseline, or where the baseline already meets the goal and there is no way to go, the figure is compared
with the goal itself.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from quality_portal.lib.numbers import format_decimal, round_half_up
from targets.models import Grade, Operator
from targets.rules.words import Terms, Words, sentence

GRADE_ATTAINMENT: Final[dict[str, Decimal]] = {
    Grade.REACHED: Decimal(100),
    Grade.LARGELY: Decimal(90),
    Grade.PARTLY: Decimal(60),
    Grade.MISSED: Decimal(0),
}
"""Per cent attained that a grade of a qualitative goal stands for."""

FULL: Final = Decimal(100)
PLACES: Final = 2
"""Decimal places of an attainment."""


@dataclass(frozen=True, slots=True)
class Attained:
    """An attainment in per cent, not clipped, with what was divided by what; a grade divides nothing."""

    percent: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    formula: Words


def attained_by_grade(grade: str) -> Attained:
    """Return what a grade of a qualitative goal stands for."""
    percent = round_half_up(GRADE_ATTAINMENT[grade], PLACES)
    formula = sentence(
        _("“%(grade)s” counts as %(percent)s %%"),
        grade=Grade(grade).label,
        percent=format_decimal(percent, PLACES),
    )
    return Attained(percent, None, None, formula)


def attained(terms: Terms, actual: Decimal, benchmark: Decimal | None = None) -> Attained:
    """Return a figure's attainment, rounded half up to two places, with its formula."""
    goal = goal_figure(terms, benchmark)
    numerator, denominator, words = _division(terms, actual, goal)
    percent = round_half_up(numerator * 100 / denominator if denominator else FULL, PLACES)
    values = {
        "division": words,
        "percent": format_decimal(percent, PLACES),
        "tolerance": format_decimal(terms.tolerance),
    }
    if not denominator:
        return Attained(FULL, numerator, denominator, _("A goal of 0 is reached by any figure: 100 %"))
    if within_tolerance(terms, actual):
        template = _("%(division)s = %(percent)s %%; within %(tolerance)s %% of the goal: counts as 100 %%")
        return Attained(max(percent, FULL), numerator, denominator, sentence(template, **values))
    return Attained(percent, numerator, denominator, sentence("%(division)s = %(percent)s %%", **values))


def _division(terms: Terms, actual: Decimal, goal: Decimal) -> tuple[Decimal, Decimal, str]:
    """Return numerator, denominator and both as they are printed."""
    shown, wanted = format_decimal(actual), format_decimal(goal)
    if measured_from_baseline(terms, goal):
        start = terms.baseline or Decimal(0)
        begun = format_decimal(start)
        return actual - start, goal - start, f"({shown} − {begun}) ÷ ({wanted} − {begun}) × 100"
    if terms.operator == Operator.AT_MOST:
        return goal, actual, f"{wanted} ÷ {shown} × 100"
    return actual, goal, f"{shown} ÷ {wanted} × 100"


def goal_figure(terms: Terms, benchmark: Decimal | None) -> Decimal:
    """Return the figure a goal names: of a benchmark the region's average, of a range the lower end."""
    return (benchmark if terms.operator == Operator.BENCHMARK else terms.value) or Decimal(0)


def measured_from_baseline(terms: Terms, goal: Decimal) -> bool:
    """Tell whether there is a way from the baseline to the goal, in the direction the goal asks for."""
    if terms.baseline is None:
        return False
    return terms.baseline > goal if terms.operator == Operator.AT_MOST else terms.baseline < goal


def within_tolerance(terms: Terms, actual: Decimal) -> bool:
    """Tell whether an 'about' goal counts as reached although the figure lies below its value."""
    if terms.operator != Operator.ABOUT or terms.value is None:
        return False
    return terms.value * (FULL - terms.tolerance) / 100 <= actual < terms.value


def figure_for(terms: Terms, percent: Decimal, benchmark: Decimal | None = None) -> Decimal:
    """Return the nearest figure that attains so many per cent, in whole steps of the target's decimals."""
    goal = goal_figure(terms, benchmark)
    falls = terms.operator == Operator.AT_MOST
    if measured_from_baseline(terms, goal):
        start = terms.baseline or Decimal(0)
        exact = start + (goal - start) * percent / 100
    elif falls:
        exact = goal * 100 / percent
    else:
        exact = goal * percent / 100
    if terms.operator == Operator.ABOUT and percent <= FULL:
        exact = min(exact, goal * (FULL - terms.tolerance) / 100)
    step = Decimal(1).scaleb(-terms.decimals)
    return exact.quantize(step, ROUND_FLOOR if falls else ROUND_CEILING)
