"""What it would take to reach a goal, as a sentence a department can act on."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from quality_portal.lib.numbers import format_decimal
from targets.models import Grade, Operator
from targets.rules.attainment import FULL, GRADE_ATTAINMENT, figure_for
from targets.rules.words import REGION_AVERAGE, Terms, Words, lazy_quantity, sentence


@dataclass(frozen=True, slots=True)
class Standing:
    """What a figure is today: its value, and for ratios what is divided by what; and a grade."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    grade: str = ""


_MORE: Final[Words] = _("%(gap)s more by %(day)s (%(now)s today, %(wanted)s needed).")
_LESS: Final[Words] = _("%(gap)s less by %(day)s (%(now)s today, %(wanted)s allowed).")
_OF_WHOLE: Final[Words] = _(
    "%(more)s more of the %(whole)s counted today by %(day)s: %(part)s instead of %(now)s, for %(wanted)s."
)
_GRADE: Final[Words] = _("The accepted grade “%(grade)s” by %(day)s.")
_DONE: Final[Words] = _("Nothing more: the figure is to be kept until %(day)s.")


def what_it_takes(
    terms: Terms,
    now: Standing,
    *,
    until: date,
    benchmark: Decimal | None = None,
    percent: Decimal = FULL,
) -> Words:
    """Return what is missing for so many per cent of a goal, by a day; empty where that cannot be said.

    A ratio is put as a number of things where its whole allows it. A benchmark is the average as known.
    """
    if terms.operator == Operator.QUALITATIVE:
        return _grade(now.grade, until, percent)
    if now.value is None or terms.is_doubtful or (terms.operator == Operator.BENCHMARK and benchmark is None):
        return ""
    wanted = figure_for(terms, percent, benchmark)
    falls = terms.operator == Operator.AT_MOST
    gap = now.value - wanted if falls else wanted - now.value
    if gap <= 0:
        return sentence(_DONE, day=until)
    more = None if falls else _more_of_whole(now, wanted, terms)
    words = {
        "day": until,
        "wanted": lazy_quantity(wanted, terms.unit, terms.decimals),
    }
    if more is not None:
        part = (now.numerator or Decimal(0)) + more
        counts = {"more": more, "part": part, "now": now.numerator, "whole": now.denominator}
        return sentence(_OF_WHOLE, **words, **{name: format_decimal(n) for name, n in counts.items()})
    return sentence(
        _LESS if falls else _MORE,
        gap=lazy_quantity(gap, terms.unit, terms.decimals),
        now=lazy_quantity(now.value, terms.unit, terms.decimals),
        **words,
    )


def _grade(grade: str, until: date, percent: Decimal) -> Words:
    """The lowest grade that attains so many per cent."""
    if grade and GRADE_ATTAINMENT[grade] >= percent:
        return sentence(_DONE, day=until)
    enough = [name for name, stands_for in GRADE_ATTAINMENT.items() if stands_for >= percent]
    lowest = min(enough, key=lambda name: GRADE_ATTAINMENT[name], default=None)
    return sentence(_GRADE, grade=Grade(lowest).label, day=until) if lowest else ""


def _more_of_whole(now: Standing, wanted: Decimal, terms: Terms) -> Decimal | None:
    """How many more of the whole make the share wanted; None where the whole cannot hold them."""
    if terms.unit != "%" or now.numerator is None or not now.denominator:
        return None
    part = (wanted * now.denominator / 100).quantize(Decimal(1), ROUND_CEILING)
    return part - now.numerator if now.numerator < part <= now.denominator else None


def average_words(terms: Terms) -> Words:
    """Name the average that a benchmark follows, because it may still move; empty for other goals."""
    if terms.operator != Operator.BENCHMARK:
        return ""
    return sentence(_("Measured by %(region)s as known today."), region=REGION_AVERAGE[terms.region])
