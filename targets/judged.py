"""Stored goals, thresholds and readings in the form they are judged in."""

from collections.abc import Iterable
from datetime import date

from targets.measures import UNKNOWN, Figure
from targets.models import Goal, OverPeriods, Plan, Reading, Target
from targets.rules import Terms, Thresholds, over_periods


def terms_of(goal: Goal, target: Target) -> Terms:
    """Bring a stored goal into the form it is judged in."""
    return Terms(
        operator=goal.operator,
        value=goal.value,
        upper=goal.upper,
        tolerance=goal.tolerance,
        region=goal.region,
        statement=goal.statement,
        is_doubtful=goal.is_doubtful,
        unit=target.unit,
        decimals=target.decimals,
        baseline=target.baseline,
    )


def thresholds_of(target: Target, plan: Plan) -> Thresholds:
    """Return the thresholds of a target's light: its own, else the plan's."""
    if target.green_from is None or target.yellow_from is None:
        return Thresholds(plan.green_from, plan.yellow_from)
    return Thresholds(target.green_from, target.yellow_from)


def entered_figure(target: Target, day: date, readings: Iterable[Reading]) -> Figure:
    """The figure of the year's accepted readings up to a day, by the target's rule over periods."""
    values = [row.value for row in readings if row.as_of.year == day.year and row.as_of <= day]
    if not values:
        return UNKNOWN
    rule = target.over_periods
    if rule != OverPeriods.LATEST:
        values = [value for value in values if value is not None] or [None]
    counted = 1 if rule == OverPeriods.LATEST else len(values)
    return Figure(over_periods(rule, values), records=counted)
