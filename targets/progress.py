"""Progress toward the plan (规划进度): every target's goal, figure, attainment, light and course.

The one place where they are composed: pages, exports, papers and the assessment all ask here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from quality_portal.lib.dates import months_later
from targets import measures
from targets.closing import Frozen, at_year_end, difference, frozen_figures, judgement_of
from targets.entered import explained, reading_of
from targets.forecasts import Forecast, forecast_of
from targets.judged import terms_of, thresholds_of
from targets.measures import UNKNOWN, Figure, Figures
from targets.models import Benchmark, FrozenFigure, Goal, Operator, Plan, PlanYear, Reading, Region, Target
from targets.points import Point, point_of
from targets.rules import (
    Judgement,
    Light,
    Terms,
    Thresholds,
    Trend,
    Words,
    goal_words,
    judge,
    quantity,
    trend,
)

YEARS_BEFORE_THE_PLAN = 2
"""How many years before the plan's first a course begins: enough to see where the county came from."""


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """Where a target stands in a year, on a day.

    ``at_year_end`` is the measure's answer for the year's last day from what is recorded so far.
    """

    target: Target
    year: int
    on: date
    goal: Goal | None
    benchmark: Decimal | None
    reading: Reading | None
    figure: Figure
    judgement: Judgement
    points: tuple[Point, ...]
    goals: tuple[Goal, ...]
    benchmarks: dict[str, dict[int, Decimal]]
    forecast: Forecast | None
    records_url: str
    thresholds: Thresholds
    milestone: int
    trend: Trend | None
    at_year_end: Figure
    frozen: FrozenFigure | None = None

    @property
    def actual(self) -> Decimal | None:
        """The figure in the target's unit, None where unknown or where the goal is qualitative."""
        return self.figure.value

    @property
    def is_qualitative(self) -> bool:
        """Whether the year's goal is a statement that is graded."""
        return self.goal is not None and self.goal.operator == Operator.QUALITATIVE

    @property
    def grade(self) -> str:
        """The accepted grade of the year, where the goal is qualitative."""
        return self.reading.grade if self.reading and self.is_qualitative else ""

    @property
    def attainment(self) -> Decimal | None:
        """Per cent of the goal attained, not clipped."""
        return self.judgement.attainment

    @property
    def clipped(self) -> Decimal | None:
        """Per cent of the goal attained, between 0 and 100."""
        return self.judgement.clipped

    @property
    def light(self) -> Light:
        """The light."""
        return self.judgement.light

    @property
    def reason(self) -> Words:
        """Why the light is what it is."""
        return self.judgement.reason

    @property
    def is_doubtful(self) -> bool:
        """Whether the year's goal awaits the office's confirmation."""
        return self.goal is not None and self.goal.is_doubtful

    @property
    def goal_text(self) -> str:
        """The goal as printed, empty without one."""
        if self.frozen:
            return self.frozen.goal_text
        return goal_words(terms_of(self.goal, self.target), self.benchmark) if self.goal else ""

    @property
    def actual_text(self) -> str:
        """The figure as printed; for a qualitative goal the grade."""
        if self.reading and self.grade:
            return str(self.reading.get_grade_display())
        return quantity(self.actual, self.target.unit, self.target.decimals)

    @property
    def computed_text(self) -> str:
        """What the records give where the office set another value, as printed; empty elsewhere."""
        computed = self.points[-1].computed
        return quantity(computed.value, self.target.unit, self.target.decimals) if computed else ""

    @property
    def difference(self) -> Words:
        """What the records give today where a closed year's frozen figure says something else; else empty."""
        live = self.points[-1].live
        return difference(self.frozen, live, self.target) if self.frozen and live else ""

    @property
    def forecast_text(self) -> str:
        """The forecast as printed, empty without one."""
        if self.forecast is None:
            return ""
        decimals = self.target.decimals
        high = quantity(self.forecast.high, self.target.unit, decimals)
        if self.forecast.low == self.forecast.high:
            return high
        return f"{quantity(self.forecast.low, '', decimals)}–{high}"

    def point(self, year: int) -> Point | None:
        """The point of a year."""
        return next((point for point in self.points if point.year == year), None)


@dataclass(frozen=True, slots=True)
class _Known:
    """What one reading of the database found for a plan."""

    plan: Plan
    milestones: tuple[int, ...]
    targets: tuple[Target, ...]
    goals: dict[int, dict[int, Goal]] = field(default_factory=dict)
    benchmarks: dict[int, dict[str, dict[int, Decimal]]] = field(default_factory=dict)
    readings: dict[int, list[Reading]] = field(default_factory=dict)
    frozen: Frozen = field(default_factory=dict)

    def milestone_from(self, year: int) -> int:
        """The next milestone year, the year itself after the last."""
        return min((y for y in self.milestones if y >= year), default=year)


def progress(year: int, as_of: date, plan: Plan | None = None, *, only: str = "") -> list[TargetProgress]:
    """Return the progress of every target in force of the plan that covers the year, in the plan's order.

    Figures are those of the earlier of ``as_of`` and the year's last day; goals those of the year. Empty
    when no plan covers the year. ``only`` asks for the target with this code. Five queries and one or
    two per source of measures, whatever the records.
    """
    return courses([(year, as_of)], plan, only=only)[0]


def courses(
    moments: Sequence[tuple[int, date]], plan: Plan | None = None, *, only: str = ""
) -> list[list[TargetProgress]]:
    """Return the progress of several years, each as of a day, with the questions of one.

    The plan is the one that covers the first year.
    """
    known = _read(moments[0][0], plan, only)
    if known is None:
        return [[] for _moment in moments]
    courses = [(year, _days(known.plan, min(as_of, date(year, 12, 31)))) for year, as_of in moments]
    asked: set[date] = set()
    for year, days in courses:
        asked |= {*days, months_later(days[-1], -12), date(year, 12, 31)}
    codes = {target.measure for target in known.targets if target.measure}
    figures = measures.figures(sorted(codes), sorted(asked))
    return [
        [_compose(target, known, figures, year=year, days=days) for target in known.targets]
        for year, days in courses
    ]


def plan_for(year: int) -> Plan | None:
    """Return the plan that covers a year, the latest adopted where two do."""
    return Plan.objects.filter(start_year__lte=year, end_year__gte=year).first()


def _read(year: int, plan: Plan | None, only: str) -> _Known | None:
    own = {"plan": plan} if plan else {"plan__start_year__lte": year, "plan__end_year__gte": year}
    years = list(
        PlanYear.objects.with_closed()
        .filter(**own)
        .select_related("plan")
        .order_by("-plan__start_year", "year")
    )
    if not years:
        return None
    plan = years[0].plan
    one = {"code": only} if only else {}
    targets = tuple(plan.targets.active().filter(**one).select_related("lead"))
    for target in targets:
        target.plan = plan
    known = _Known(plan, tuple(y.year for y in years if y.plan_id == plan.pk and y.is_milestone), targets)
    in_plan = {"target__in": [target.pk for target in targets]}
    for goal in Goal.objects.filter(**in_plan):
        known.goals.setdefault(goal.target_id, {})[goal.year] = goal
    for row in Benchmark.objects.filter(**in_plan):
        known.benchmarks.setdefault(row.target_id, {}).setdefault(row.region, {})[row.year] = row.value
    for reading in Reading.objects.accepted().filter(**in_plan).order_by("as_of"):
        known.readings.setdefault(reading.target_id, []).append(reading)
    if any(each.is_closed for each in years):  # type: ignore[attr-defined]
        known.frozen.update(frozen_figures(target.pk for target in targets))
    return known


def _days(plan: Plan, on: date) -> list[date]:
    """Year ends from before the plan up to the day asked for, and that day."""
    first = min(plan.start_year - YEARS_BEFORE_THE_PLAN, on.year)
    return [min(on, date(year, 12, 31)) for year in range(first, on.year + 1)]


def _compose(
    target: Target, known: _Known, figures: Figures, *, year: int, days: Sequence[date]
) -> TargetProgress:
    readings, frozen = known.readings.get(target.pk, []), known.frozen.get(target.pk, {})
    points = tuple(point_of(target, day, figures, readings, frozen) for day in days)
    goals, series = known.goals.get(target.pk, {}), known.benchmarks.get(target.pk, {})
    goal = goals.get(year)
    benchmark = series.get(goal.region, {}).get(year) if goal else None
    terms = terms_of(goal, target) if goal else None
    thresholds, milestone, last = thresholds_of(target, known.plan), known.milestone_from(year), points[-1]
    reading = reading_of(readings, last.on)
    judgement = judge(terms, last.value, benchmark=benchmark, grade=last.grade, thresholds=thresholds)
    kept = at_year_end(frozen, last.on) if last.on.year == year else None
    return TargetProgress(
        target=target,
        year=year,
        on=last.on,
        goal=goal,
        benchmark=benchmark,
        reading=reading,
        figure=last.figure,
        judgement=judgement_of(kept, explained(judgement, reading)),
        points=points,
        goals=tuple(goals[y] for y in sorted(goals)),
        benchmarks={region: series[region] for region in Region.values if region in series},
        forecast=forecast_of(target, [(point.on, point.value) for point in points], milestone),
        records_url=_records_url(target, last.on),
        thresholds=thresholds,
        milestone=milestone,
        trend=_trend(target, terms, last, figures, readings),
        at_year_end=figures.get(target.measure, {}).get(date(year, 12, 31), UNKNOWN),
        frozen=kept,
    )


def _records_url(target: Target, on: date) -> str:
    measure = measures.get(target.measure)
    return measure.records_url(on, None) if measure else ""


def _trend(
    target: Target, terms: Terms | None, now: Point, figures: Figures, readings: Iterable[Reading]
) -> Trend | None:
    """Compare with the same day of the year before; a grade has no trend."""
    if terms is None or terms.operator == Operator.QUALITATIVE:
        return None
    before = point_of(target, months_later(now.on, -12), figures, readings)
    return trend(terms, now.value, before.value, before.on)
