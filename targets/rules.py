"""How a target's attainment, its light and the reason for the light follow from goal and figure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from quality_portal.lib.numbers import format_decimal, round_half_up
from targets.models import Grade, Operator, Region

Words = Promise | str


class Light(TextChoices):
    """What a target's figure says about its goal (亮灯)."""

    GREEN = "green", pgettext_lazy("light", "on track")
    YELLOW = "yellow", pgettext_lazy("light", "at risk")
    RED = "red", pgettext_lazy("light", "off track")
    UNKNOWN = "unknown", pgettext_lazy("light", "unknown")


GRADE_ATTAINMENT: Final[dict[str, Decimal]] = {
    Grade.REACHED: Decimal(100),
    Grade.LARGELY: Decimal(90),
    Grade.PARTLY: Decimal(60),
    Grade.MISSED: Decimal(0),
}
"""Per cent attained that a grade of a qualitative goal stands for."""

REGION_AVERAGE: Final[dict[str, Words]] = {
    Region.NATION: _("the national average"),
    Region.PROVINCE: _("the province's average"),
    Region.PREFECTURE: _("the prefecture's average"),
}

FULL: Final = Decimal(100)
COUNTERS: Final = frozenset("个家件项种批张条次")
"""Counting words (量词) that follow a number in Chinese and have no place in an English sentence."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a goal asks for, with the unit and decimals of its target; see `targets.models.Goal`."""

    operator: str
    value: Decimal | None = None
    upper: Decimal | None = None
    tolerance: Decimal = Decimal(10)
    region: str = ""
    statement: str = ""
    is_doubtful: bool = False
    unit: str = ""
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Per cent attained from which a target is on track, and from which it is at risk."""

    green_from: Decimal = Decimal(100)
    yellow_from: Decimal = Decimal(90)


PLAN_THRESHOLDS: Final = Thresholds()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Attainment in per cent, not clipped and None where unknown; the light; its reason as a sentence."""

    attainment: Decimal | None
    light: Light
    reason: Words

    @property
    def clipped(self) -> Decimal | None:
        """The attainment between 0 and 100: more than the goal earns no more than the goal."""
        return None if self.attainment is None else min(max(self.attainment, Decimal(0)), FULL)


def _fill(template: Words, values: dict[str, object]) -> str:
    return str(template) % values


_lazy_fill = lazy(_fill, str)


def sentence(template: Words, **values: object) -> Words:
    """Fill a sentence's gaps only when it is shown, so that it appears in the reader's language."""
    return _lazy_fill(template, values)


def quantity(value: Decimal | None, unit: str, decimals: int | None = None) -> str:
    """A figure with its unit in the reader's language: "60%", "5家" (in English "5"); unknown is "—"."""
    number = format_decimal(value, decimals)
    if not unit or value is None:
        return number
    words = unit_words(unit)
    return f"{number} {words}" if words.isascii() and words.isalpha() else f"{number}{words}"


def unit_words(unit: str) -> str:
    """The unit in the reader's language: English has no word for what Chinese counts with."""
    english = (get_language() or "").startswith("en")
    return "" if english and unit in COUNTERS else unit


def goal_words(terms: Terms, benchmark: Decimal | None = None) -> str:
    """The goal as it is printed: "≥ 60%", "5–8个", "≥ 全省平均（94.1%）", or its statement."""
    value = quantity(terms.value, terms.unit)
    match terms.operator:
        case Operator.AT_LEAST:
            return f"≥ {value}"
        case Operator.AT_MOST:
            return f"≤ {value}"
        case Operator.RANGE:
            return f"{format_decimal(terms.value)}–{quantity(terms.upper, terms.unit)}"
        case Operator.ABOUT:
            return _("about %(value)s") % {"value": value}
        case Operator.BENCHMARK if benchmark is None:
            return f"≥ {REGION_AVERAGE[terms.region]}"
        case Operator.BENCHMARK:
            average = quantity(benchmark, terms.unit, terms.decimals)
            return _("≥ %(region)s (%(average)s)") % {
                "region": REGION_AVERAGE[terms.region],
                "average": average,
            }
    return terms.statement


_lazy_goal = lazy(goal_words, str)
_lazy_quantity = lazy(quantity, str)


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
    attainment = round_half_up(_attained(terms, actual, benchmark, grade), 2)
    light = light_of(attainment, thresholds)
    return Judgement(attainment, light, _reason(terms, actual, benchmark, grade, attainment, thresholds))


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


def _attained(terms: Terms, actual: Decimal | None, benchmark: Decimal | None, grade: str) -> Decimal:
    """Return the exact attainment in per cent."""
    if terms.operator == Operator.QUALITATIVE:
        return GRADE_ATTAINMENT[grade]
    reached = actual or Decimal(0)
    goal = (benchmark if terms.operator == Operator.BENCHMARK else terms.value) or Decimal(0)
    if terms.operator == Operator.AT_MOST:
        return _share(goal, reached)
    share = _share(reached, goal)
    if _within_tolerance(terms, reached):
        return max(share, FULL)
    return share


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """Part of whole in per cent; a goal of nothing is reached by anything."""
    if whole:
        return part * 100 / whole
    return FULL


def _within_tolerance(terms: Terms, reached: Decimal) -> bool:
    """Whether an 'about' goal counts as reached although the figure lies below its value."""
    if terms.operator != Operator.ABOUT or terms.value is None:
        return False
    return terms.value * (FULL - terms.tolerance) / 100 <= reached < terms.value


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
        "actual": Grade(grade).label if grade else _lazy_quantity(actual, terms.unit, terms.decimals),
        "goal": _lazy_goal(terms, benchmark),
        "attainment": format_decimal(attainment, 2),
        "tolerance": format_decimal(terms.tolerance),
        "green": format_decimal(thresholds.green_from),
        "yellow": format_decimal(thresholds.yellow_from),
    }
    template = _lazy_join(_fact(terms, actual), _verdict(light_of(attainment, thresholds)))
    return sentence(template, **facts)


_lazy_join = lazy(lambda first, second: f"{first}{second}", str)


def _fact(terms: Terms, actual: Decimal | None) -> Words:
    if terms.operator == Operator.QUALITATIVE:
        return _("Judged as “%(actual)s”, which counts as %(attainment)s %% attained")
    if terms.operator == Operator.RANGE and actual is not None and actual > (terms.upper or actual):
        return _("%(actual)s lies above the range %(goal)s, which counts as attained: %(attainment)s %%")
    if actual is not None and _within_tolerance(terms, actual):
        return _(
            "%(actual)s lies within %(tolerance)s %% of the goal “%(goal)s”, "
            "which counts as attained: %(attainment)s %%"
        )
    return _("%(actual)s against the goal %(goal)s: %(attainment)s %% attained")


def _verdict(light: Light) -> Words:
    if light is Light.GREEN:
        return _(", at or above the %(green)s %% from which a target is on track.")
    if light is Light.YELLOW:
        return _(", below the %(green)s %% from which a target is on track.")
    return _(", below the %(yellow)s %% from which a target counts as at risk.")
