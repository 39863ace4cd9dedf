"""Shall we make the plan? The answer in sentences, written from the figures of the targets."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from targets.headline import Headline
from targets.judged import terms_of
from targets.outlook import year_end
from targets.progress import TargetProgress
from targets.rules import Light, judge
from targets.rules.trend import Direction

MISSED = (Light.YELLOW, Light.RED)
"""Lights of a year that is over under which a goal was not reached."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on the year shown, the comparison with the year before, and what the courses promise.

    Each is one sentence; empty where there is nothing to say it from.
    """

    verdict: str
    compared: str
    promised: str


def answer(found: Headline, rows: Sequence[TargetProgress]) -> Answer:
    """Return the answer for the targets of a year on a day."""
    return Answer(verdict(found, rows), compared(rows), promised(rows))


def verdict(found: Headline, rows: Sequence[TargetProgress]) -> str:
    """Say whether the goals of the year will be met, or were met where the year is over."""
    if not rows:
        return ""
    year, on = rows[0].year, rows[0].on
    values = {
        "year": year,
        "total": found.total,
        "red": found.counts[Light.RED],
        "yellow": found.counts[Light.YELLOW],
        "missed": sum(found.counts[light] for light in MISSED),
    }
    return _template(found, is_over=on >= year_end(year)) % values


def _template(found: Headline, *, is_over: bool) -> str:
    if found.counts[Light.UNKNOWN] == found.total:
        return _("There are no figures yet to tell whether the goals of %(year)d will be met.")
    if is_over and any(found.counts[light] for light in MISSED):
        return _("The goals of %(year)d were not all met: %(missed)d of %(total)d targets fell short.")
    if is_over:
        return _("The goals of %(year)d that have a figure were all met.")
    if found.counts[Light.RED]:
        return _(
            "At the present pace the goals of %(year)d will not all be met: "
            "%(red)d of %(total)d targets are off track."
        )
    if found.counts[Light.YELLOW]:
        return _(
            "The goals of %(year)d are within reach, but %(yellow)d of %(total)d targets are at risk: "
            "they need a push."
        )
    return _("The goals of %(year)d that have a figure are on course to be met.")


def compared(rows: Sequence[TargetProgress]) -> str:
    """Say how many figures stand better or worse than on the same day of the year before."""
    trends = [row.trend for row in rows if row.trend]
    if not trends:
        return ""
    better = sum(trend.is_better for trend in trends)
    steady = sum(trend.direction == Direction.STEADY for trend in trends)
    words = _(
        "Against the same day of the year before, of %(known)d comparable figures "
        "%(better)d are better, %(steady)d the same, %(worse)d worse."
    )
    return words % {
        "known": len(trends),
        "better": better,
        "steady": steady,
        "worse": len(trends) - better - steady,
    }


def promised(rows: Sequence[TargetProgress]) -> str:
    """Say how many goals of the next milestone year the courses reach if they go on as they did.

    A goal is reached where even the lower end of the forecast reaches it, and missed where not even the
    upper end does; in between the course leaves it open.
    """
    lights = [each for each in map(_ends, rows) if each is not None]
    if not lights:
        return ""
    reached = sum(low == high == Light.GREEN for low, high in lights)
    missed = sum(Light.GREEN not in ends for ends in lights)
    words = ngettext(
        "If the courses go on as they did, of %(known)d goal of %(year)d with a forecast %(reached)d "
        "will be reached, %(open)d is open, %(missed)d will be missed.",
        "If the courses go on as they did, of %(known)d goals of %(year)d with a forecast %(reached)d "
        "will be reached, %(open)d are open, %(missed)d will be missed.",
        len(lights),
    )
    return words % {
        "known": len(lights),
        "year": rows[0].milestone,
        "reached": reached,
        "open": len(lights) - reached - missed,
        "missed": missed,
    }


def _ends(row: TargetProgress) -> tuple[Light, Light] | None:
    """Return the lights of both ends of the forecast by the milestone's goal; None where one is unknown."""
    goal = next((goal for goal in row.goals if goal.year == row.milestone), None)
    if row.forecast is None or row.forecast.year != row.milestone or goal is None:
        return None
    benchmark = row.benchmarks.get(goal.region, {}).get(row.milestone)
    low, high = (
        judge(terms_of(goal, row.target), value, benchmark=benchmark, thresholds=row.thresholds).light
        for value in (row.forecast.low, row.forecast.high)
    )
    return None if Light.UNKNOWN in (low, high) else (low, high)
