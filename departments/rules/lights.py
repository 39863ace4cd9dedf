"""Which supervision light a task shows: rules in, colour and word out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Condition(TextChoices):
    """What makes a light show."""

    DAYS_LEFT = "days_left", _("at most so many days left")
    DAYS_OVERDUE = "days_overdue", _("overdue by at least so many days")
    TIMES_RETURNED = "times_returned", _("returned at least so many times")


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A rule: the colour with its word, and when it holds."""

    colour: str
    word: str
    word_en: str
    condition: Condition
    threshold: int

    @property
    def label(self) -> str:
        """The word in the reader's language."""
        return self.word_en if self.word_en and (get_language() or "").startswith("en") else self.word


def light_of(due_on: date, returns: int, rules: Iterable[RuleFacts], today: date) -> RuleFacts | None:
    """Return the gravest rule that holds for an open task; the rules come in rising gravity."""
    found = None
    for rule in rules:
        if _holds(rule, due_on, returns, today):
            found = rule
    return found


def _holds(rule: RuleFacts, due_on: date, returns: int, today: date) -> bool:
    left = (due_on - today).days
    if rule.condition == Condition.DAYS_LEFT:
        return left <= rule.threshold
    if rule.condition == Condition.DAYS_OVERDUE:
        return -left >= rule.threshold
    return returns >= rule.threshold


def next_colour(colour: str, ladder: Sequence[str]) -> str | None:
    """Return the colour that follows an unanswered notice's; None after the last."""
    if colour not in ladder:
        return None
    place = ladder.index(colour)
    return ladder[place + 1] if place + 1 < len(ladder) else None
