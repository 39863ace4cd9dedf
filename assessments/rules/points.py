"""The points of a criterion and their reason: values in, answer out.

Every score is rounded half up to two decimals, and so are the means it is multiplied by, so that the
arithmetic can be followed with the figures as printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from assessments.rules.params import Words
from quality_portal.lib.numbers import format_decimal, round_half_up
from targets.rules import sentence

PLACES: Final = 2
"""Decimals of every score."""

FULL: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that a score rests on, with the address of the records behind it."""

    text: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """Why a score is what it is (得分依据): the formula with its figures, and what they were taken from."""

    formula: Words
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """The points of one criterion with their trace; None where there is nothing to score by."""

    points: Decimal | None
    trace: Trace


@dataclass(frozen=True, slots=True)
class Share:
    """A target as it counts for a unit: attainment in per cent (None: unknown, for ``reason``) and weight."""

    name: str
    attainment: Decimal | None
    weight: Decimal
    reason: Words = ""
    url: str = ""

    @property
    def counted(self) -> Decimal:
        """The attainment between 0 and 100: more than the goal earns no more than the goal."""
        return min(max(self.attainment or Decimal(0), Decimal(0)), FULL)


@dataclass(frozen=True, slots=True)
class Awarded:
    """How many credentials of a family were awarded in a township."""

    name: Words
    count: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class PassRate:
    """A township's pass rate in per cent, None where unknown, and the batches it was computed from."""

    rate: Decimal | None
    samples: int
    url: str = ""


def target_attainment(full: Decimal, shares: Sequence[Share]) -> Scored:
    """Score by the weighted mean attainment of a unit's targets.

    Targets of unknown light are left out, and the trace names them.
    """
    judged = [share for share in shares if share.attainment is not None and share.weight > 0]
    facts = tuple(_share_fact(share) for share in shares)
    if not shares:
        return Scored(None, Trace(_("The unit leads no target of the plan and takes part in none.")))
    if not judged:
        return Scored(None, Trace(_("None of the unit's targets can be judged on this day."), facts))
    weighted = sum((share.weight * share.counted for share in judged), Decimal(0))
    weights = sum((share.weight for share in judged), Decimal(0))
    mean = round_half_up(weighted / weights, PLACES)
    points = round_half_up(full * mean / FULL, PLACES)
    formula = sentence(
        _(
            "Sum of weight × attainment %(weighted)s ÷ sum of weights %(weights)s "
            "= mean attainment %(mean)s %%; %(full)s points × %(mean)s %% = %(points)s"
        ),
        weighted=format_decimal(weighted),
        weights=format_decimal(weights),
        mean=printed(mean),
        full=format_decimal(full),
        points=printed(points),
    )
    return Scored(bounded(points, full), Trace(formula, facts))


def _share_fact(share: Share) -> Fact:
    values = {
        "name": share.name,
        "weight": format_decimal(share.weight),
        "attainment": format_decimal(share.attainment, PLACES),
        "reason": share.reason,
    }
    if share.attainment is None:
        return Fact(sentence(_("%(name)s: left out. %(reason)s"), **values), share.url)
    if share.attainment > FULL:
        text = _("%(name)s: weight %(weight)s, attainment %(attainment)s %%, counted as 100 %%")
        return Fact(sentence(text, **values), share.url)
    return Fact(sentence(_("%(name)s: weight %(weight)s, attainment %(attainment)s %%"), **values), share.url)


def township_pass_rate(
    full: Decimal, found: PassRate, *, full_rate: Decimal, zero_rate: Decimal, min_samples: Decimal
) -> Scored:
    """Score by a township's pass rate in per cent.

    Full points from ``full_rate`` on, none up to ``zero_rate``, in proportion between; no score below
    ``min_samples`` batches.
    """
    rate = None if found.rate is None else round_half_up(found.rate, PLACES)
    values = {
        "rate": format_decimal(rate, PLACES),
        "samples": found.samples,
        "full_rate": format_decimal(full_rate),
        "zero_rate": format_decimal(zero_rate),
        "least": format_decimal(min_samples),
        "full": format_decimal(full),
    }
    tested = _("Spot checks in the township: %(samples)s batches, pass rate %(rate)s %%")
    fact = Fact(sentence(tested, **values), found.url)
    if rate is None or found.samples < min_samples:
        few = _("Too few spot checks: %(samples)s batches; a rate is judged from %(least)s batches on.")
        return Scored(None, Trace(sentence(few, **values), (fact,)))
    share = min(max((rate - zero_rate) / (full_rate - zero_rate), Decimal(0)), Decimal(1))
    points = bounded(round_half_up(full * share, PLACES), full)
    if rate >= full_rate:
        text = _("%(rate)s %% is at or above %(full_rate)s %%: full points, %(points)s")
    elif rate <= zero_rate:
        text = _("%(rate)s %% is at or below %(zero_rate)s %%: no points, %(points)s")
    else:
        text = _(
            "%(full)s points × (%(rate)s − %(zero_rate)s) ÷ (%(full_rate)s − %(zero_rate)s) = %(points)s"
        )
    return Scored(points, Trace(sentence(text, **values, points=printed(points)), (fact,)))


def township_credentials(full: Decimal, awarded: Sequence[Awarded], *, full_count: Decimal) -> Scored:
    """Score by the credentials awarded in a township in the period, full from ``full_count`` on."""
    count = sum(family.count for family in awarded)
    points = bounded(round_half_up(full * min(count / full_count, Decimal(1)), PLACES), full)
    values = {
        "count": count,
        "full_count": format_decimal(full_count),
        "full": format_decimal(full),
        "points": printed(points),
    }
    if count >= full_count:
        text = _(
            "%(count)s credentials awarded in the period, at or above %(full_count)s: full points, %(points)s"
        )
    else:
        text = _(
            "%(full)s points × %(count)s ÷ %(full_count)s credentials awarded in the period = %(points)s"
        )
    facts = tuple(
        Fact(sentence(_("%(family)s: %(count)s"), family=family.name, count=family.count), family.url)
        for family in awarded
        if family.count
    )
    return Scored(points, Trace(sentence(text, **values), facts))


def bounded(points: Decimal, full: Decimal) -> Decimal:
    """Return the points between none and all, rounded."""
    return round_half_up(min(max(points, Decimal(0)), full), PLACES)


def printed(value: Decimal) -> str:
    """Return points as they are printed."""
    return format_decimal(value, PLACES)
