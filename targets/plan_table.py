"""The plan as a table: a line per target, a cell per year."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table
from targets.judged import terms_of
from targets.models import Goal, Plan, Target
from targets.proposals import closed_years
from targets.rules import goal_words, quantity


@dataclass(frozen=True, slots=True)
class Cell:
    """What a target is to reach in a year; ``goal`` is None where nothing is set."""

    year: int
    goal: Goal | None
    text: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A target of the plan with its goals year by year and its share of all weights in per cent."""

    target: Target
    cells: list[Cell]
    share: Decimal | None

    @property
    def baseline_text(self) -> str:
        """The baseline as printed."""
        return quantity(self.target.baseline, self.target.unit)


@dataclass(frozen=True, slots=True)
class PlanTable:
    """Every target of a plan, those no longer in force last, and the sum of the weights of those in force."""

    years: list[int]
    lines: list[Line]
    weights: Decimal


def plan_table(plan: Plan) -> PlanTable:
    """Return the plan's table. Three queries, whatever the targets."""
    closed = set(closed_years(plan))
    years = list(range(plan.start_year, plan.end_year + 1))
    goals = {(goal.target_id, goal.year): goal for goal in Goal.objects.filter(target__plan=plan)}
    targets = list(plan.targets.select_related("lead").order_by("-is_active", "order", "code"))
    weights = sum((target.weight for target in targets if target.is_active), Decimal(0))
    lines = [
        Line(
            target,
            [_cell(target, year, goals.get((target.pk, year)), is_closed=year in closed) for year in years],
            target.weight * 100 / weights if weights and target.is_active else None,
        )
        for target in targets
    ]
    return PlanTable(years, lines, weights)


def _cell(target: Target, year: int, goal: Goal | None, *, is_closed: bool) -> Cell:
    return Cell(year, goal, goal_words(terms_of(goal, target)) if goal else "", is_closed)


def plan_sheet(plan: Plan) -> Table:
    """Return the plan's table as a sheet to take away; its headers are Chinese in either language."""
    table = plan_table(plan)
    columns = [
        Column("编号"),
        Column("目标"),
        Column("领域"),
        Column("责任单位"),
        Column("单位"),
        Column("基期年"),
        Column("基期值", "number"),
        Column("权重", "number"),
        *(Column(f"{year}年目标") for year in table.years),
    ]
    return Table("规划目标", columns, _rows(table))


def _rows(table: PlanTable) -> Iterator[list[OutCell]]:
    for line in table.lines:
        target = line.target
        yield [
            target.code,
            target.name,
            target.get_sector_display(),
            target.lead.name,
            target.unit,
            str(target.baseline_year or ""),
            target.baseline,
            target.weight,
            *(cell.text for cell in line.cells),
        ]
