"""How a target's attainment, its light and the reason for the light follow from goal and figure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quality_portal.lib.numbers import format_decimal
from targets.models import Grade, Operator
from targets.rules.attainment import (
    FULL,
    Attained,
    attained,
    attained_by_grade,
    goal_figure,
    measured_from_baseline,
    within_tolerance,
)
from targets.rules.words import REGION_AVERAGE, Terms, Words, lazy_goal, lazy_quantity, sentence


class Light(TextChoices):
    """What a target's figure says about its goal (亮灯)."""

    GREEN = "green", pgettext_lazy("light", "on track")
    YELLOW = "yellow", pgettext_lazy("light", "at risk")
    RED = "red", pgettext_lazy("light", "off track")
    UNKNOWN = "unknown", pgettext_lazy("light", "unknown")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Per cent attained from which a target is on track, and from which it is at risk."""

    green_from: Decimal = Decimal(100)
    yellow_from: Decimal = Decimal(90)


PLAN_THRESHOLDS: Final = Thresholds()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Attainment in per cent, not clipped and None where unknown; the light; its reason as a sentence.

    ``attained`` keeps what was divided by what; None where nothing was.
    """

    attainment: Decimal | None
    light: Light
    reason: Words
    attained: Attained | None = None

    @property
    def clipped(self) -> Decimal | None:
        """The attainment between 0 and 100: more than the goal earns no more than the goal."""
        return None if self.attainment is None else min(max(self.attainment, Decimal(0)), FULL)


def judge(
    terms: Terms | None,
    actual: Decimal | None,
    *,
    benchmark: Decimal | None = None,
    grade: str = "",
    thresholds: Thresholds = PLAN_THRESHOLDS,
) -> Judgement:
    """Return attainment, light and reason of a figure (or of a grade) against a goal.

    The attainment is rounded half up to two places, and the light follows from the rounded figure, so
    that what is printed and what is judged are one. A doubtful figure gives no light.
    """
    missing = _missing(terms, actual, benchmark, grade)
    if missing is not None or terms is None:
        return Judgement(None, Light.UNKNOWN, missing or "")
    graded = terms.operator == Operator.QUALITATIVE
    found = attained_by_grade(grade) if graded else attained(terms, actual or Decimal(0), benchmark)
    light = light_of(found.percent, thresholds)
    reason = _reason(terms, actual, benchmark, grade, found.percent, thresholds)
    return Judgement(found.percent, light, reason, found)


def light_of(attainment: Decimal, thresholds: Thresholds) -> Light:
    """Return the light of an attainment in per cent."""
    if attainment >= thresholds.green_from:
        return Light.GREEN
    return Light.YELLOW if attainment >= thresholds.yellow_from else Light.RED


def _missing(
    terms: Terms | None, actual: Decimal | None, benchmark: Decimal | None, grade: str
) -> Words | None:
    """Return why no light can be given, None where it can."""
    if terms is None:
        return _("No goal is set for this year.")
    if terms.is_doubtful:
        return _(
            "The goal's figure in the founding document is doubtful and awaits confirmation by the office."
        )
    if terms.operator == Operator.QUALITATIVE:
        return None if grade else _("The responsible department has entered no accepted grade for this year.")
    if actual is None:
        return _("There is no figure for this day: no records or accepted readings to compute it from.")
    if terms.operator == Operator.BENCHMARK and benchmark is None:
        return sentence(
            _("For this year %(region)s has not been entered."), region=REGION_AVERAGE[terms.region]
        )
    return None


def _reason(
    terms: Terms,
    actual: Decimal | None,
    benchmark: Decimal | None,
    grade: str,
    attainment: Decimal,
    thresholds: Thresholds,
) -> Words:
    """Join what was reached, what is peculiar to the operator, and the threshold that decided."""
    facts = {
        "actual": Grade(grade).label
        if terms.operator == Operator.QUALITATIVE
        else lazy_quantity(actual, terms.unit, terms.decimals),
        "goal": lazy_goal(terms, benchmark),
        "attainment": format_decimal(attainment, 2),
        "tolerance": format_decimal(terms.tolerance),
        "baseline": lazy_quantity(terms.baseline, terms.unit),
        "green": format_decimal(thresholds.green_from),
        "yellow": format_decimal(thresholds.yellow_from),
    }
    template = _lazy_join(_fact(terms, actual, benchmark), _verdict(light_of(attainment, thresholds)))
    return sentence(template, **facts)


_lazy_join = lazy(lambda first, second: f"{first}{second}", str)


def _fact(terms: Terms, actual: Decimal | None, benchmark: Decimal | None) -> Words:
    if terms.operator == Operator.QUALITATIVE:
        return _("Judged as “%(actual)s”, which counts as %(attainment)s %% attained")
    if terms.operator == Operator.RANGE and actual is not None and actual > (terms.upper or actual):
        return _("%(actual)s lies above the range %(goal)s, which counts as attained: %(attainment)s %%")
    if actual is not None and within_tolerance(terms, actual):
        return _(
            "%(actual)s lies within %(tolerance)s %% of the goal “%(goal)s”, "
            "which counts as attained: %(attainment)s %%"
        )
    if measured_from_baseline(terms, goal_figure(terms, benchmark)):
        return _(
            "%(actual)s against the goal %(goal)s, measured from the baseline %(baseline)s: "
            "%(attainment)s %% attained"
        )
    return _("%(actual)s against the goal %(goal)s: %(attainment)s %% attained")


def _verdict(light: Light) -> Words:
    if light is Light.GREEN:
        return _(", at or above the %(green)s %% from which a target is on track.")
    if light is Light.YELLOW:
        return _(", below the %(green)s %% from which a target is on track.")
    return _(", below the %(yellow)s %% from which a target counts as at risk.")
