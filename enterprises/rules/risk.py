"""The risk mark (风险提示) of an enterprise: every reason with its points, never a bare number.

The mark tells where to look first; it decides nothing and is no credit rating.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_COUNTED = 3
"""How often one factor counts at most, so that many small findings do not outweigh a grave one."""

WATCH = "limit.watch"
HIGH = "limit.high"
MONTHS = "period.months"

DEFAULTS: dict[str, int] = {WATCH: 20, HIGH: 50, MONTHS: 24}
"""Limits in points, and the months looked back, where the office has set nothing else."""

NAMES: dict[str, Promise | str] = {
    WATCH: _("“Watch” from so many points"),
    HIGH: _("“High” from so many points"),
    MONTHS: _("Months looked back"),
}


class Mark(models.TextChoices):
    """The mark in words."""

    LOW = "low", pgettext_lazy("risk", "low")
    WATCH = "watch", pgettext_lazy("risk", "watch")
    HIGH = "high", pgettext_lazy("risk", "high")


LIGHTS = {Mark.LOW: "good", Mark.WATCH: "warn", Mark.HIGH: "bad"}
"""The light beside a mark."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a factor found: a sentence, how many times it holds, and where to read more."""

    text: Promise | str
    count: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A finding with the points it weighs."""

    text: Promise | str
    weight: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Risk:
    """The mark with its reasons, the gravest first."""

    mark: Mark
    points: int
    reasons: tuple[Reason, ...]

    @property
    def light(self) -> str:
        """The light beside the mark."""
        return LIGHTS[self.mark]


def weigh(finding: Finding, points: int) -> Reason:
    """Return a finding with its weight: points for each time, at most three times."""
    return Reason(finding.text, points * min(finding.count, MOST_COUNTED), finding.url)


def judge(reasons: Sequence[Reason], limits: Mapping[str, int]) -> Risk:
    """Return the mark that the reasons add up to; reasons without weight are left out."""
    weighed = sorted((reason for reason in reasons if reason.weight > 0), key=lambda reason: -reason.weight)
    points = sum(reason.weight for reason in weighed)
    mark = Mark.HIGH if points >= limits[HIGH] else Mark.WATCH if points >= limits[WATCH] else Mark.LOW
    return Risk(mark, points, tuple(weighed))
