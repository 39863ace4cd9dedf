"""Where each year of a plan stands: ahead, running, over or closed; and who closed and reopened it."""

from dataclasses import dataclass
from datetime import date

from targets.models import Plan, PlanYear, YearClosing


@dataclass(frozen=True, slots=True)
class YearState:
    """A year of the plan with its closings, the newest first."""

    plan_year: PlanYear
    closings: list[YearClosing]
    is_over: bool

    @property
    def year(self) -> int:
        """The year."""
        return self.plan_year.year

    @property
    def is_milestone(self) -> bool:
        """Whether the plan itself sets goals for the year."""
        return self.plan_year.is_milestone

    @property
    def closing(self) -> YearClosing | None:
        """The closing in force, None while the year is open."""
        return next((closing for closing in self.closings if closing.reopened_at is None), None)


def year_states(plan: Plan, *, today: date) -> list[YearState]:
    """Return the plan's years in order. Two queries."""
    closings: dict[int, list[YearClosing]] = {}
    rows = YearClosing.objects.filter(plan_year__plan=plan).select_related("closed_by", "reopened_by")
    for row in rows.order_by("-closed_at"):
        closings.setdefault(row.plan_year_id, []).append(row)
    return [
        YearState(each, closings.get(each.pk, []), today > date(each.year, 12, 31))
        for each in plan.years.order_by("year")
    ]
