"""The grid of scores as a person may fill it: cells by unit and criterion, entered and proposed points."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.actions.scores import stands_as
from assessments.lines import Line, UnitTotal
from assessments.models import Column, Criterion, CriterionKind, Scheme, Score, ScoreEvidence
from assessments.rules.stages import Who, may_score
from departments.access import SEES_EVERYTHING
from departments.models import Department, User


@dataclass(frozen=True, slots=True)
class Cell:
    """A score in a column: the line it belongs to, what is stored, and whether the person may change it."""

    criterion: Criterion
    unit: Department
    line: Line
    score: Score | None
    is_open: bool
    files: list[ScoreEvidence] = field(default_factory=list)


def leaves_of(criteria: Sequence[Criterion]) -> list[Criterion]:
    """Return the criteria that are scored: those without parts but veto items."""
    parents = {criterion.parent_id for criterion in criteria}
    return [each for each in criteria if each.pk not in parents and each.kind != CriterionKind.VETO]


def seen_by(user: User, criteria: Sequence[Criterion]) -> list[Criterion]:
    """Return the scored criteria that the person scores or watches; a scorer only the own ones."""
    leaves = leaves_of(criteria)
    if user.role in SEES_EVERYTHING or user.is_superuser:
        return leaves
    return [each for each in leaves if Who.SCORER in stands_as(user, each, 0)]


def under(
    heading: Criterion | None, criteria: Sequence[Criterion], shown: Sequence[Criterion]
) -> list[Criterion]:
    """Return the shown criteria below a first-level heading, all of them without one."""
    if heading is None:
        return list(shown)
    parents = {criterion.pk: criterion.parent_id for criterion in criteria}

    def top(pk: int) -> int:
        while (parent := parents.get(pk)) is not None:
            pk = parent
        return pk

    return [each for each in shown if top(each.pk) == heading.pk]


def cells(
    scheme: Scheme,
    totals: Sequence[UnitTotal],
    criteria: Sequence[Criterion],
    column: str,
    user: User,
    drawn: set[int],
) -> list[tuple[UnitTotal, list[Cell]]]:
    """Return a row of cells for every unit; two queries."""
    proofs: dict[tuple[int, int], list[ScoreEvidence]] = defaultdict(list)
    for file in ScoreEvidence.objects.kept().filter(criterion__in=criteria).select_related("assessee"):
        proofs[file.criterion_id, file.assessee.unit_id].append(file)
    stored = {
        (score.criterion_id, score.unit_id): score
        for score in Score.objects.filter(criterion__in=criteria, column=column).select_related("scored_by")
    }
    rows = []
    for total in sorted(totals, key=lambda total: (total.unit.kind, total.unit.order, total.unit.code)):
        lines = {line.criterion: line for line in total.lines}
        row = [
            Cell(
                criterion,
                total.unit,
                lines[criterion.pk],
                stored.get((criterion.pk, total.unit.pk)),
                may_score(scheme.stage, column, stands_as(user, criterion, total.unit.pk))
                and (column != Column.ONSITE or total.unit.pk in drawn),
                proofs[criterion.pk, total.unit.pk],
            )
            for criterion in criteria
        ]
        rows.append((total, row))
    return rows


def own_cells(scheme: Scheme, total: UnitTotal, user: User) -> list[Cell]:
    """Return a unit's own scores in the tree's order."""
    criteria = leaves_of(list(scheme.criteria.all()))
    return cells(scheme, [total], criteria, Column.SELF, user, set())[0][1]
