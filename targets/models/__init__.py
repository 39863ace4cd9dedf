"""Plan, targets, goals, benchmarks, readings."""

from targets.models.plan import Plan, PlanYear
from targets.models.reading import TRANSITIONS, Benchmark, Grade, Reading, ReadingState
from targets.models.response import Comment, Notice, OwnJudgement, OwnLight
from targets.models.target import NUMERIC, Goal, Operator, OverPeriods, OverUnits, Region, Sector, Target
from targets.models.task_link import TaskLink

__all__ = [
    "NUMERIC",
    "TRANSITIONS",
    "Benchmark",
    "Comment",
    "Goal",
    "Grade",
    "Notice",
    "Operator",
    "OverPeriods",
    "OverUnits",
    "OwnJudgement",
    "OwnLight",
    "Plan",
    "PlanYear",
    "Reading",
    "ReadingState",
    "Region",
    "Sector",
    "Target",
    "TaskLink",
]
