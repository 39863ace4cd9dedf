"""Whether a figure rises or falls (走势): against the same day of the year before."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quality_portal.lib.numbers import round_half_up
from targets.models import Operator
from targets.rules.words import Terms, Words, lazy_quantity, lazy_step, sentence


class Direction(TextChoices):
    """Where a figure has gone within a year."""

    UP = "up", pgettext_lazy("trend", "up")
    DOWN = "down", pgettext_lazy("trend", "down")
    STEADY = "steady", pgettext_lazy("trend", "steady")


@dataclass(frozen=True, slots=True)
class Trend:
    """Where a figure has gone, whether that is what the goal asks for, and both as a sentence."""

    direction: Direction
    is_better: bool
    words: Words


_WORDS: dict[Direction, Words] = {
    Direction.UP: _("up by %(step)s against %(day)s (%(before)s then)"),
    Direction.DOWN: _("down by %(step)s against %(day)s (%(before)s then)"),
    Direction.STEADY: _("steady against %(day)s (%(before)s then)"),
}


def trend(terms: Terms, now: Decimal | None, before: Decimal | None, day: date) -> Trend | None:
    """Compare a figure with that of ``day``, both as they are printed; None where one is unknown."""
    if now is None or before is None:
        return None
    step = round_half_up(now, terms.decimals) - round_half_up(before, terms.decimals)
    direction = Direction.STEADY if not step else Direction.UP if step > 0 else Direction.DOWN
    better = Direction.DOWN if terms.operator == Operator.AT_MOST else Direction.UP
    words = sentence(
        _WORDS[direction],
        step=lazy_step(abs(step), terms.unit, terms.decimals),
        day=day,
        before=lazy_quantity(before, terms.unit, terms.decimals),
    )
    return Trend(direction, direction is better, words)
