"""How far an assessment has come: by unit, by criterion, and what is owed before its step may end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from assessments.lines import Line, UnitTotal
from assessments.models import Assessee, Column, CriterionKind, Scheme, SchemeStage, Score, Stage
from assessments.models.score import ScoreQuerySet
from assessments.rules.stages import column_of
from assessments.scoring import results
from departments.models import Department


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of how many."""

    done: int
    of: int

    @property
    def is_full(self) -> bool:
        """Whether nothing is left."""
        return self.done >= self.of


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit's way so far."""

    unit: Department
    assessee: Assessee | None
    own: Tally
    reviewed: Tally
    missing: int


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion's way so far over all units."""

    line: Line
    own: Tally
    reviewed: Tally
    complete: Tally


def is_owed_by_people(line: Line) -> bool:
    """Whether the document review must score a line: one that counts and no rule proposes points for."""
    return line.counts and line.proposed is None


def unit_rows(totals: Sequence[UnitTotal], scheme: Scheme) -> list[UnitRow]:
    """Return the units in their order; one query."""
    known = {row.unit_id: row for row in Assessee.objects.filter(scheme=scheme)}
    ordered = sorted(totals, key=lambda total: (total.unit.kind, total.unit.order, total.unit.code))
    return [
        UnitRow(
            total.unit, known.get(total.unit.pk), _own(total.lines), _reviewed(total.lines), total.missing
        )
        for total in ordered
    ]


def criterion_rows(totals: Sequence[UnitTotal]) -> list[CriterionRow]:
    """Return the criteria that count in the tree's order."""
    found = []
    for place, line in enumerate(totals[0].lines if totals else ()):
        across = [total.lines[place] for total in totals]
        if line.counts:
            done = sum(each.points is not None for each in across)
            found.append(CriterionRow(line, _own(across), _reviewed(across), Tally(done, len(across))))
    return found


def _own(lines: Sequence[Line]) -> Tally:
    counted = [line for line in lines if line.counts]
    return Tally(sum(Column.SELF in line.columns for line in counted), len(counted))


def _reviewed(lines: Sequence[Line]) -> Tally:
    due = [line for line in lines if is_owed_by_people(line)]
    return Tally(sum(Column.DOCUMENT in line.columns for line in due), len(due))


def line_gaps(lines: Sequence[Line]) -> list[str]:
    """Return what a self-assessment lacks, as sentences: own scores, and reasons for lost points."""
    gaps = []
    for line in lines:
        own = line.columns.get(Column.SELF)
        if line.counts and own is None:
            gaps.append(_("%(name)s: enter your own score.") % {"name": line.name})
        elif line.counts and own is not None and own < line.full and not line.reasons.get(Column.SELF):
            gaps.append(_("%(name)s: state why points are lost.") % {"name": line.name})
    return gaps


def owed(scheme: Scheme, today: date) -> dict[str, int]:
    """Count what is not there yet, by the needs of the table of steps."""
    totals = results(scheme, scheme.as_of(today))
    counted = Assessee.objects.filter(scheme=scheme).aggregate(
        filed=Count("pk", filter=Q(filed_at=None)),
        handed_in=Count("pk", filter=Q(submitted_at=None)),
        visited=Count("pk", filter=Q(is_drawn=True, visited_on=None)),
    )
    decided = SchemeStage.objects.filter(scheme=scheme, stage=Stage.LEADING_GROUP).exclude(decided_on=None)
    reviewed = [_reviewed(total.lines) for total in totals]
    return {
        **counted,
        "criteria": int(not scheme.criteria.exists()),
        "adopted": int(scheme.adopted_at is None),
        "drawn": int(not scheme.draws.exists()),
        "decided": int(not decided.exists()),
        "reviewed": sum(row.of - row.done for row in reviewed),
        "scored": sum(total.missing for total in totals),
        "explained": unexplained(scheme).count(),
    }


def unexplained(scheme: Scheme) -> ScoreQuerySet:
    """Return the scores of the step's column that take points away and give no reason."""
    taken = Q(criterion__kind=CriterionKind.SCORED, points__lt=F("criterion__points"))
    return Score.objects.filter(
        taken, criterion__scheme=scheme, column=column_of(scheme.stage) or Column.FINAL, reason=""
    )
