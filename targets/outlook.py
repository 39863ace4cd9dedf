"""What lies ahead of a target: what its goals still take, and which records are about to end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from targets import measures
from targets.judged import terms_of
from targets.measures import Figure
from targets.models import Goal
from targets.progress import TargetProgress
from targets.rules import (
    FULL,
    Judgement,
    Light,
    Standing,
    Words,
    average_words,
    judge,
    quantity,
    what_it_takes,
)


def year_end(year: int) -> date:
    """Return the day by which a goal is to be reached."""
    return date(year, 12, 31)


def takes(row: TargetProgress) -> Words:
    """Return what would turn the target green in the year shown; empty once it is over or cannot be said."""
    if row.goal is None or row.on >= year_end(row.year):
        return ""
    return _takes(row, row.goal, row.year, row.thresholds.green_from)


def takes_by_milestone(row: TargetProgress) -> Words:
    """Return what the goal of the next milestone year takes; empty without one and in that year itself."""
    goal = next((goal for goal in row.goals if goal.year == row.milestone), None)
    return _takes(row, goal, row.milestone, FULL) if goal and row.milestone != row.year else ""


def _takes(row: TargetProgress, goal: Goal, year: int, percent: Decimal) -> Words:
    measure = measures.get(row.target.measure)
    parts = row.figure if measure and measure.whole_stays else Figure(row.actual)
    return what_it_takes(
        terms_of(goal, row.target),
        Standing(row.actual, parts.numerator, parts.denominator, row.grade),
        until=year_end(year),
        benchmark=row.benchmarks.get(goal.region, {}).get(year),
        percent=percent,
    )


def follows_average(row: TargetProgress) -> Words:
    """Name the average a benchmark follows; empty for other goals."""
    return average_words(terms_of(row.goal, row.target)) if row.goal else ""


@dataclass(frozen=True, slots=True)
class Loss:
    """Records that end by the end of the year, and where the target stands if none is renewed."""

    row: TargetProgress
    ending: int
    until: date
    after: Figure
    judgement: Judgement

    @property
    def words(self) -> str:
        """The announcement as a sentence."""
        template = ngettext(
            "%(n)d record ends by %(day)s; without renewal the target falls to %(after)s (goal %(goal)s).",
            "%(n)d records end by %(day)s; without renewal the target falls to %(after)s (goal %(goal)s).",
            self.ending,
        )
        target = self.row.target
        return template % {
            "n": self.ending,
            "day": self.until,
            "after": quantity(self.after.value, target.unit, target.decimals),
            "goal": self.row.goal_text,
        }


def losses(rows: Sequence[TargetProgress]) -> list[Loss]:
    """Return the targets that fall below their goal by the year's end where nothing is renewed."""
    running = [row for row in rows if row.on < year_end(row.year) and _lapses(row)]
    found = [_loss(row, year_end(row.year), row.at_year_end) for row in running]
    return [loss for loss in found if loss is not None]


def _lapses(row: TargetProgress) -> bool:
    measure = measures.get(row.target.measure)
    return measure is not None and measure.lapses


def _loss(row: TargetProgress, until: date, after: Figure) -> Loss | None:
    if row.goal is None or row.actual is None or after.value is None or after.value >= row.actual:
        return None
    judgement = judge(
        terms_of(row.goal, row.target), after.value, benchmark=row.benchmark, thresholds=row.thresholds
    )
    if judgement.light in (Light.GREEN, Light.UNKNOWN):
        return None
    return Loss(row, max(row.figure.records - after.records, 1), until, after, judgement)


@dataclass(frozen=True, slots=True)
class Freshness:
    """Up to which day a figure has data, and by when the next is due; None where there is none yet.

    A computed figure is that of the day shown; ``last`` is the day of the last record behind it. Of a year
    that is over nothing is due.
    """

    up_to: date | None
    due: date | None
    last: date | None = None

    @property
    def words(self) -> str:
        """Both as a sentence."""
        values = {"day": self.up_to, "due": self.due, "last": self.last}
        if self.up_to is None:
            return _("No data yet; due by %(due)s.") % values if self.due else _("No data for this year.")
        if self.due is None:
            return _("Data up to %(day)s.") % values
        if self.last is None:
            return _("Data up to %(day)s; next due by %(due)s.") % values
        return _("Data up to %(day)s (last record of %(last)s); next due by %(due)s.") % values


def freshness(rows: Sequence[TargetProgress]) -> dict[int, Freshness]:
    """Return how fresh each target's figure is, by its primary key. One question per source of measures."""
    if not rows:
        return {}
    on, last = rows[0].on, year_end(rows[0].year)
    due = last if on < last else None
    codes = {row.target.measure for row in rows if row.target.measure and not row.is_qualitative}
    days = measures.last_days(sorted(codes), on)
    found = {}
    for row in rows:
        if row.target.measure in codes:
            found[row.target.pk] = Freshness(on, due, days.get(row.target.measure))
        else:
            found[row.target.pk] = Freshness(row.reading.as_of if row.reading else None, due)
    return found


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a target's page says of the days to come."""

    takes: Words
    milestone: Words
    average: Words
    losses: list[Loss]
    fresh: Freshness


def ahead_of(row: TargetProgress) -> Ahead:
    """Return what lies ahead of a target."""
    return Ahead(
        takes(row),
        takes_by_milestone(row),
        follows_average(row),
        losses([row]),
        freshness([row])[row.target.pk],
    )
