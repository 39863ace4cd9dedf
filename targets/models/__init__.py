"""Plan, targets, goals, benchmarks, readings."""

from targets.models.frozen import FrozenFigure
from targets.models.plan import Plan, PlanYear, YearClosing
from targets.models.reading import TRANSITIONS, Benchmark, Grade, NoValue, Reading, ReadingState
from targets.models.target import NUMERIC, Goal, Operator, Region, Sector, Target

__all__ = [
    "NUMERIC",
    "TRANSITIONS",
    "Benchmark",
    "FrozenFigure",
    "Goal",
    "Grade",
    "NoValue",
    "Operator",
    "Plan",
    "PlanYear",
    "Reading",
    "ReadingState",
    "Region",
    "Sector",
    "Target",
    "YearClosing",
]
