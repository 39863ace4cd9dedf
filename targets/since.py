"""Since when a target's light holds: the light on the month ends before the day shown."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quality_portal.lib.dates import months_later
from targets import measures
from targets.entered import reading_of
from targets.judged import terms_of
from targets.models import Reading
from targets.points import point_of
from targets.progress import TargetProgress
from targets.rules import Judgement, Light, judge

MONTHS = 24
"""How many month ends are looked at: enough to see two plan years, and one question to the measure."""


@dataclass(frozen=True, slots=True)
class Since:
    """The first day looked at from which the light holds without a break; the last day it was another.

    ``before`` and ``earlier`` are None where the light holds on every day looked at.
    """

    first: date
    before: date | None
    earlier: Light | None


def light_since(row: TargetProgress) -> Since:
    """Return since when the light of a target's progress holds.

    Looked at are the last month ends within the plan, and the days of accepted readings among them, each
    judged by the goal of its own year. Two queries at most.
    """
    readings = list(Reading.objects.accepted().filter(target=row.target).order_by("as_of"))
    days = days_before(row.on, [reading.as_of for reading in readings], first_year=row.target.plan.start_year)
    codes = [row.target.measure] if row.target.measure else []
    figures = measures.figures(codes, days) if days else {}
    first = row.on
    for day in reversed(days):
        point = point_of(row.target, day, figures, readings)
        light = _judged(row, day, point.value, reading_of(readings, day)).light
        if light != row.light:
            return Since(first, day, light)
        first = day
    return Since(first, None, None)


def days_before(on: date, entered: Iterable[date], *, first_year: int) -> list[date]:
    """Return the days to look at, the earliest first: month ends and days of readings before a day."""
    start = max(date(first_year, 1, 1), months_later(on, -MONTHS))
    ends = set()
    for back in range(1, MONTHS + 1):
        month = months_later(on, -back)
        ends.add(date(month.year, month.month, monthrange(month.year, month.month)[1]))
    return sorted(day for day in {*ends, *entered} if start <= day < on)


def _judged(row: TargetProgress, day: date, value: Decimal | None, reading: Reading | None) -> Judgement:
    """Judge a figure by the goal of its own year, with the thresholds of today."""
    goal = next((goal for goal in row.goals if goal.year == day.year), None)
    return judge(
        terms_of(goal, row.target) if goal else None,
        value,
        benchmark=row.benchmarks.get(goal.region, {}).get(day.year) if goal else None,
        grade=reading.grade if reading else "",
        thresholds=row.thresholds,
    )
