"""The points of headings: the sum of their parts, or the parts weighed (综合分 = Σ 单项分 × 权重)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from assessments.rules.frame import Frame
from assessments.rules.points import FULL, PLACES, Fact, Scored, Trace, printed
from quality_portal.lib.numbers import format_decimal, round_half_up
from targets.rules import sentence


def sum_of_parts(frame: Frame, parts: Sequence[tuple[str, Decimal | None]]) -> Scored:
    """Add up the parts that are scored; None where none is. A bonus heading keeps its own limit."""
    known = [points for _name, points in parts if points is not None]
    if not known:
        return Scored(None, Trace(_("Not yet scored.")))
    added = sum(known, Decimal(0))
    points = frame.bounded(added)
    said = " + ".join(printed(value) for value in known)
    if points < added:
        text = _("Sum of the parts: %(parts)s = %(added)s, at most %(points)s")
    else:
        text = _("Sum of the parts: %(parts)s = %(points)s")
    formula = sentence(text, parts=said, added=printed(added), points=printed(points))
    return Scored(points, Trace(formula))


def composite(frame: Frame, weights: Mapping[str, Decimal], shares: Mapping[str, Decimal | None]) -> Scored:
    """Weigh the parts: each part's share of its full points by its weight, times the full points.

    ``shares`` lie between 0 and 1. A part that is not yet scored leaves the composite unscored.
    """
    counted = {name: weight for name, weight in weights.items() if weight}
    missing = [name for name in counted if shares.get(name) is None]
    if missing:
        text = _("Not yet scored: %(parts)s.")
        return Scored(None, Trace(sentence(text, parts="、".join(missing))))
    per_cent = {name: round_half_up((shares[name] or Decimal(0)) * FULL, PLACES) for name in counted}
    weighed = sum((weight * per_cent[name] for name, weight in counted.items()), Decimal(0))
    weight = sum(counted.values(), Decimal(0))
    mean = round_half_up(weighed / weight, PLACES)
    points = frame.bounded(frame.full * mean / FULL)
    formula = sentence(
        _(
            "Sum of weight × share %(weighed)s ÷ sum of weights %(weight)s = %(mean)s %%; "
            "%(full)s points × %(mean)s %% = %(points)s"
        ),
        weighed=format_decimal(weighed),
        weight=format_decimal(weight),
        mean=printed(mean),
        full=format_decimal(frame.full),
        points=printed(points),
    )
    return Scored(
        points, Trace(formula, tuple(_part(name, counted[name], per_cent[name]) for name in counted))
    )


def _part(name: str, weight: Decimal, share: Decimal) -> Fact:
    text = _("%(name)s: weight %(weight)s, share %(share)s %%")
    return Fact(sentence(text, name=name, weight=format_decimal(weight), share=printed(share)))
