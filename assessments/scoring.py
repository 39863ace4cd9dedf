"""Results of an assessment: every unit's points by criterion, total, grade and rank.

While a scheme is open they follow from what the rules proposed when it was last computed, and where
nothing was kept from the records of the day; once it is published they are the rows that were frozen then.
"""

from collections.abc import Mapping
from datetime import date

from assessments import basis, grading, rules
from assessments.lines import COUNTING, Line, UnitTotal, freeze, sum_of, thaw
from assessments.models import Criterion, CriterionKind, Scheme, UnitResult
from assessments.proposals import Proposal, Proposals
from assessments.rules import Hand
from assessments.tree import Outcome, Tree, frame_of, not_counted, nothing_entered
from departments.models import Department

__all__ = ["Line", "UnitTotal", "freeze", "frozen", "results", "thaw"]


def results(scheme: Scheme, as_of: date, *, is_fresh: bool = False) -> list[UnitTotal]:
    """Return the result of every unit of the scheme's group, by rank; units not yet complete stand last.

    A fresh one leaves aside what was computed and kept before. A published scheme answers with its frozen
    rows. The number of queries does not depend on the number of units.
    """
    if scheme.is_published:
        return frozen(scheme)
    tree = Tree(list(scheme.criteria.all()))
    units = Department.objects.active().filter(kind__in=scheme.kinds)
    entered = basis.hands(scheme)
    found = Proposals(scheme, tree.leaves, as_of, is_fresh=is_fresh)
    names = basis.names_of_scorers(criterion for criterion, _depth in tree.order)
    totals = []
    for unit in units:
        outcomes = {
            criterion.pk: _outcome(
                criterion, found.of(criterion, unit), entered.get((criterion.pk, unit.pk), {})
            )
            for criterion in tree.leaves
        }
        lines = tree.lines(outcomes, names)
        totals.append(UnitTotal(unit, unit.label, lines, sum_of(lines, scheme.bonus_cap)))
    return grading.ranked(scheme, totals)


def _outcome(criterion: Criterion, proposal: Proposal | None, hands: Mapping[str, Hand]) -> Outcome:
    """Settle what counts: the last column that a person filled, else what the rule proposes."""
    if criterion.kind == CriterionKind.VETO:
        return Outcome(not_counted(), hands=hands)
    frame = frame_of(criterion)
    hand = next((hands[column] for column in COUNTING if column in hands), None)
    counted = rules.settled(proposal.scored, frame, hand) if proposal else rules.manual(frame, hand)
    if counted.points is None and criterion.kind != CriterionKind.SCORED:
        counted = nothing_entered()
    if proposal is None:
        return Outcome(counted, hands=hands)
    return Outcome(counted, proposal.scored.points, hands, proposal.computed_at)


# --- frozen results ------------------------------------------------------------------------
def frozen(scheme: Scheme) -> list[UnitTotal]:
    """Return the results as they were published."""
    rows = UnitResult.objects.filter(scheme=scheme).select_related("unit").order_by("rank", "unit__order")
    return [
        UnitTotal(
            unit=row.unit,
            name=row.unit_name,
            lines=tuple(thaw(line) for line in row.lines),
            total=row.total,
            grade=row.grade,
            rank=row.rank,
            computed_grade=row.computed_grade or row.grade,
            forced_because=row.forced_because,
        )
        for row in rows
    ]
