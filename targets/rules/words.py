"""Goals, figures and reasons in words, in the language of whoever reads them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from quality_portal.lib.numbers import format_decimal
from targets.models import Operator, Region

Words = Promise | str

REGION_AVERAGE: Final[dict[str, Words]] = {
    Region.NATION: _("the national average"),
    Region.PROVINCE: _("the province's average"),
    Region.PREFECTURE: _("the prefecture's average"),
}

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
    baseline: Decimal | None = None


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


def step_words(step: Decimal, unit: str, decimals: int) -> str:
    """How far a figure moved: "2家"; percentages move by percentage points (百分点), not by per cent."""
    if unit == "%":
        return gettext("%(step)s percentage points") % {"step": format_decimal(step, decimals)}
    return quantity(step, unit, decimals)


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


lazy_goal = lazy(goal_words, str)
lazy_quantity = lazy(quantity, str)
lazy_step = lazy(step_words, str)
