"""A target's plan year by year, beside what was reached."""

from dataclasses import dataclass
from decimal import Decimal

from targets.judged import terms_of
from targets.models import Goal, Grade, Operator, Region
from targets.points import Point
from targets.progress import TargetProgress
from targets.rules import goal_words, quantity


@dataclass(frozen=True, slots=True)
class Average:
    """The average of a region in a year, as printed; empty where not entered."""

    region: Region
    text: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A year of the plan: its goal, the figure reached, the averages of larger regions."""

    year: int
    goal: Goal | None
    goal_text: str
    actual_text: str
    averages: tuple[Average, ...]


def goal_lines(row: TargetProgress) -> list[GoalLine]:
    """Return a line for every year of the target's plan."""
    plan = row.target.plan
    goals = {goal.year: goal for goal in row.goals}
    return [_line(row, year, goals.get(year)) for year in range(plan.start_year, plan.end_year + 1)]


def _line(row: TargetProgress, year: int, goal: Goal | None) -> GoalLine:
    point = row.point(year)
    return GoalLine(
        year=year,
        goal=goal,
        goal_text=_goal_text(row, goal) if goal else "",
        actual_text=_actual_text(row, point, goal),
        averages=tuple(
            Average(region, _text(row, row.benchmarks.get(region, {}).get(year))) for region in _regions(row)
        ),
    )


def _actual_text(row: TargetProgress, point: Point | None, goal: Goal | None) -> str:
    """The year's grade where its goal is qualitative, else its figure."""
    if point is None:
        return "—"
    if goal and goal.operator == Operator.QUALITATIVE and point.grade:
        return str(Grade(point.grade).label)
    return quantity(point.value, row.target.unit, row.target.decimals)


def _goal_text(row: TargetProgress, goal: Goal) -> str:
    average = row.benchmarks.get(goal.region, {}).get(goal.year)
    return goal_words(terms_of(goal, row.target), average)


def _regions(row: TargetProgress) -> list[Region]:
    """The regions a target is compared with: all as soon as one of its goals is a benchmark."""
    compared = any(goal.operator == Operator.BENCHMARK for goal in row.goals)
    return [region for region in Region if compared or region in row.benchmarks]


def _text(row: TargetProgress, value: Decimal | None) -> str:
    return "" if value is None else quantity(value, row.target.unit, row.target.decimals)
