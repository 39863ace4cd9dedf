"""What if (情景推演): targets with a changed goal or figure, judged by the same rules; nothing is stored."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal

from targets.forecasts import forecast_of
from targets.headline import Headline, headline
from targets.judged import terms_of
from targets.measures import Figure
from targets.models import NUMERIC, Goal, Operator
from targets.progress import TargetProgress
from targets.rules import FULL, judge


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is supposed of a target: another goal, so much more or less of the figure, a grade."""

    goal: Decimal | None = None
    added: Decimal | None = None
    grade: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is supposed."""
        return self.goal is None and not self.added and not self.grade


@dataclass(frozen=True, slots=True)
class Scenario:
    """A target as it is and as it would be."""

    before: TargetProgress
    after: TargetProgress

    @property
    def is_changed(self) -> bool:
        """Whether anything is supposed of this target."""
        return self.before is not self.after

    @property
    def moves(self) -> bool:
        """Whether the light would be another."""
        return self.before.light != self.after.light


@dataclass(frozen=True, slots=True)
class Outlook:
    """All targets as they would be, and the plan's state in a sentence before and after."""

    scenarios: Sequence[Scenario]
    before: Headline
    after: Headline

    @property
    def is_changed(self) -> bool:
        """Whether anything is supposed at all."""
        return any(scenario.is_changed for scenario in self.scenarios)


def what_if(rows: Sequence[TargetProgress], supposed: Mapping[str, Supposition]) -> Outlook:
    """Judge targets again with what is supposed of them, by their codes."""
    nothing = Supposition()
    scenarios = [Scenario(row, suppose(row, supposed.get(row.target.code, nothing))) for row in rows]
    return Outlook(scenarios, headline(rows), headline([scenario.after for scenario in scenarios]))


def suppose(row: TargetProgress, supposed: Supposition) -> TargetProgress:
    """Return the target's progress with what is supposed; the row itself where nothing is.

    A supposed goal is taken as certain, of a benchmark it is the region's average; a figure never falls
    below 0, a percentage never rises above 100. The trend is that of facts only and left out.
    """
    if supposed.is_empty:
        return row
    goal, benchmark = _goal(row, supposed.goal)
    figure = _figure(row, supposed.added)
    points = (*row.points[:-1], replace(row.points[-1], figure=figure))
    return replace(
        row,
        goal=goal,
        frozen=None,
        benchmark=benchmark,
        figure=figure,
        judgement=judge(
            terms_of(goal, row.target) if goal else None,
            figure.value,
            benchmark=benchmark,
            grade=supposed.grade or row.grade,
            thresholds=row.thresholds,
        ),
        points=points,
        forecast=forecast_of(row.target, [(point.on, point.value) for point in points], row.milestone),
        trend=None,
    )


def _goal(row: TargetProgress, value: Decimal | None) -> tuple[Goal | None, Decimal | None]:
    """Return the supposed goal, a copy that is never stored, and the supposed average."""
    if value is None or (row.goal and row.goal.operator == Operator.QUALITATIVE):
        return row.goal, row.benchmark
    if row.goal and row.goal.operator == Operator.BENCHMARK:
        return row.goal, value
    if row.goal is None:
        return Goal(target=row.target, year=row.year, operator=Operator.AT_LEAST, value=value), None
    goal = copy(row.goal)
    goal.value = value
    goal.upper = None if goal.upper is None else max(goal.upper, value)
    goal.needs_confirmation = False
    return goal, row.benchmark


def _figure(row: TargetProgress, added: Decimal | None) -> Figure:
    """Return the supposed figure; what it was divided by is not known of it."""
    if not added:
        return row.figure
    value = max((row.actual or Decimal(0)) + added, Decimal(0))
    return Figure(min(value, FULL) if row.target.unit == "%" else value, records=row.figure.records)


def takes_a_figure(row: TargetProgress) -> bool:
    """Tell whether a goal can be supposed as a figure: not of a goal that is graded."""
    return row.goal is None or row.goal.operator in NUMERIC or row.goal.operator == Operator.BENCHMARK
