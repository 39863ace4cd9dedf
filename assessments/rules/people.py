"""What people give: points by hand, and how they stand beside what a rule proposes."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from assessments.rules.frame import Frame
from assessments.rules.params import Words
from assessments.rules.points import Fact, Scored, Trace, printed
from quality_portal.lib.numbers import format_decimal
from targets.rules import sentence


@dataclass(frozen=True, slots=True)
class Hand:
    """What a person entered: points, the reason, who did it, and in which column."""

    points: Decimal
    reason: str
    by: str
    column: Words = ""


def manual(frame: Frame, hand: Hand | None) -> Scored:
    """Score by what a person entered; not yet scored is None, never 0."""
    if hand is None:
        return Scored(None, Trace(_("Not yet scored.")))
    formula = sentence(
        _("%(points)s of %(full)s points, entered by %(by)s."),
        points=printed(hand.points),
        full=format_decimal(frame.full),
        by=hand.by,
    )
    return Scored(frame.bounded(hand.points), Trace(formula, _reason(hand)))


def _reason(hand: Hand) -> tuple[Fact, ...]:
    return (Fact(sentence(_("Reason: %(reason)s"), reason=hand.reason)),) if hand.reason else ()


def settled(computed: Scored, frame: Frame, hand: Hand | None) -> Scored:
    """Return what counts: the points a person gave, else those of the rule; the rule's trace stays.

    Where the rule found nothing to score by, its reason stands behind the person's.
    """
    if hand is None:
        return computed
    entered = manual(frame, hand)
    if computed.points is None:
        facts = (*entered.trace.facts, Fact(computed.trace.formula), *computed.trace.facts)
        return Scored(entered.points, Trace(entered.trace.formula, facts))
    given = sentence(
        _("By the rule %(proposed)s points; %(by)s gave %(points)s."),
        proposed=printed(computed.points),
        points=printed(hand.points),
        by=hand.by,
    )
    facts = (*computed.trace.facts, Fact(given), *_reason(hand))
    return Scored(entered.points, Trace(computed.trace.formula, facts))
