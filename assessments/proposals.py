"""What rules propose: what was computed and kept, else what follows from the records of the day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from assessments import rules
from assessments.basis import Basis
from assessments.lines import thaw_trace
from assessments.models import ComputedScore, Criterion, CriterionKind, Rule, Scheme
from assessments.rules import Scored
from assessments.tree import frame_of
from departments.models import Department


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rule proposes for a unit, and when that was computed and kept; None where it is of today."""

    scored: Scored
    computed_at: datetime | None = None


class Proposals:
    """What the rules of a scheme propose for its units; a fresh one leaves aside what was kept before."""

    def __init__(
        self,
        scheme: Scheme,
        criteria: Sequence[Criterion],
        as_of: date,
        *,
        units: Collection[int] | None = None,
        is_fresh: bool = False,
    ) -> None:
        self._basis = Basis(scheme, criteria, as_of)
        self._kept = {} if is_fresh else kept(criteria, units)

    def of(self, criterion: Criterion, unit: Department) -> Proposal | None:
        """Return what the rule of a criterion proposes for a unit; None for what a person scores."""
        if not is_automatic(criterion):
            return None
        row = self._kept.get((criterion.pk, unit.pk))
        if row is not None and still_fits(row, criterion):
            return Proposal(again(row), row.computed_at)
        given = self._basis.given(criterion, unit)
        return Proposal(rules.score(criterion.rule, frame_of(criterion), criterion.params, given))


def is_automatic(criterion: Criterion) -> bool:
    """Whether a rule makes the points."""
    return criterion.rule != Rule.MANUAL and criterion.kind != CriterionKind.VETO


def kept(
    criteria: Collection[Criterion], units: Collection[int] | None = None
) -> dict[tuple[int, int], ComputedScore]:
    """Return what was computed and kept, by criterion and unit, of all units or of some; one query."""
    wanted = [criterion.pk for criterion in criteria if is_automatic(criterion)]
    if not wanted:
        return {}
    rows = ComputedScore.objects.filter(criterion__in=wanted)
    if units is not None:
        rows = rows.filter(unit__in=units)
    return {(row.criterion_id, row.unit_id): row for row in rows}


def still_fits(row: ComputedScore, criterion: Criterion) -> bool:
    """Whether what was kept was computed by the criterion as it stands now."""
    now = rules.kept_inputs(frame_of(criterion), criterion.params, row.inputs["given"])
    return (row.rule, row.inputs) == (criterion.rule, now)


def again(row: ComputedScore) -> Scored:
    """Return the score as it was kept; its reason in the language now active while the edition lasts."""
    if row.rule_edition == rules.EDITION:
        return Scored(row.points, rules.score_again(row.rule, row.inputs).trace)
    return Scored(row.points, thaw_trace(row.trace))


def proposed(criterion: Criterion, unit: Department, as_of: date) -> Decimal | None:
    """Return the points a criterion's rule proposes for one unit; None where it finds nothing to score by.

    Where nothing is found of a bonus or an extra deduction, none are given.
    """
    found = Proposals(criterion.scheme, [criterion], as_of, units=[unit.pk]).of(criterion, unit)
    points = found.scored.points if found else None
    if points is None and found and criterion.kind != CriterionKind.SCORED:
        return Decimal(0)
    return points
