"""Proposed goals of a plan: those stored as proposals, and those interpolated where a year has no goal."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from quality_portal.lib.numbers import format_decimal
from targets.interpolation import Baseline, suggest
from targets.judged import terms_of
from targets.models import Goal, Plan, Target, YearClosing
from targets.rules import Terms, Words, goal_words


@dataclass(frozen=True, slots=True)
class Proposal:
    """A goal the office may adopt for a year; ``goal`` is the stored proposal, None where interpolated."""

    target: Target
    year: int
    terms: Terms
    method: Words
    goal: Goal | None = None

    @property
    def text(self) -> str:
        """The proposed goal as it is printed."""
        return goal_words(self.terms)

    @property
    def key(self) -> str:
        """Names the proposal in a form as the person saw it: another figure is another proposal."""
        version = self.goal.version if self.goal else 0
        figures = f"{format_decimal(self.terms.value)}-{format_decimal(self.terms.upper)}"
        return f"{self.target.code}-{self.year}-{version}-{self.terms.operator}-{figures}"


def proposals_of(plan: Plan) -> list[Proposal]:
    """Return every goal that is proposed and not adopted, target by target, year by year.

    Closed years have none. Three queries and one for the targets' units, whatever the targets.
    """
    milestones = set(plan.years.filter(is_milestone=True).values_list("year", flat=True))
    closed = set(closed_years(plan))
    goals: dict[int, dict[int, Goal]] = {}
    for goal in Goal.objects.filter(target__plan=plan):
        goals.setdefault(goal.target_id, {})[goal.year] = goal
    open_years = [year for year in range(plan.start_year, plan.end_year + 1) if year not in closed]
    return [
        proposal
        for target in plan.targets.active().select_related("lead", "plan")
        for year in open_years
        if (proposal := _proposal(target, year, goals.get(target.pk, {}), milestones))
    ]


def closed_years(plan: Plan) -> list[int]:
    """Return the years of the plan that are closed."""
    closings = YearClosing.objects.in_force().filter(plan_year__plan=plan)
    return list(closings.order_by("plan_year__year").values_list("plan_year__year", flat=True))


def _proposal(target: Target, year: int, goals: dict[int, Goal], milestones: set[int]) -> Proposal | None:
    stored = goals.get(year)
    if stored is not None:
        if not stored.is_proposed:
            return None
        return Proposal(target, year, terms_of(stored, target), _("Proposed with the plan's data."), stored)
    known = {y: terms_of(goal, target) for y, goal in goals.items() if y in milestones}
    found = suggest(year, known, baseline=_baseline(target), decimals=target.decimals)
    return Proposal(target, year, found.terms, found.method) if found else None


def _baseline(target: Target) -> Baseline | None:
    if target.baseline is None or target.baseline_year is None:
        return None
    return Baseline(target.baseline_year, target.baseline)
