"""Plan, targets, goals, benchmarks, readings."""

from targets.models.plan import Plan, PlanYear
from targets.models.reading import TRANSITIONS, Benchmark, Grade, Reading, ReadingState
from targets.models.target import NUMERIC, Goal, Operator, Region, Sector, Target
from targets.models.task_link import TaskLink

__all__ = [
    "NUMERIC",
    "TRANSITIONS",
    "Benchmark",
    "Goal",
    "Grade",
    "Operator",
    "Plan",
    "PlanYear",
    "Reading",
    "ReadingState",
    "Region",
    "Sector",
    "Target",
    "TaskLink",
]
