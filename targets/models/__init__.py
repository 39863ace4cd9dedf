"""Plan, targets, goals, benchmarks, readings, and what is said of them."""

from targets.models.frozen import FrozenFigure
from targets.models.goal import Goal
from targets.models.plan import Plan, PlanYear, YearClosing
from targets.models.reading import TRANSITIONS, Benchmark, Grade, NoValue, Reading, ReadingState
from targets.models.response import Comment, Notice, OwnJudgement, OwnLight
from targets.models.target import NUMERIC, Operator, OverPeriods, OverUnits, Region, Sector, Target
from targets.models.task_link import TaskLink

__all__ = [
    "NUMERIC",
    "TRANSITIONS",
    "Benchmark",
    "Comment",
    "FrozenFigure",
    "Goal",
    "Grade",
    "NoValue",
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
    "YearClosing",
]
