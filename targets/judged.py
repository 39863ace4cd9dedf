"""Stored goals and thresholds in the form they are judged in."""

from targets.models import Goal, Plan, Target
from targets.rules import Terms, Thresholds


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
