"""Results of an assessment: every unit's points by criterion, total, grade and rank.

While a scheme is open they are computed from the records of the day; once it is published they are the
rows that were frozen then.
"""

from collections.abc import Mapping
from datetime import date

from assessments import basis, grading, rules
from assessments.lines import COUNTING, Line, UnitTotal, freeze, sum_of, thaw
from assessments.models import Criterion, CriterionKind, Rule, Scheme, UnitResult
from assessments.rules import Hand, Scored
from assessments.tree import Outcome, Tree, frame_of, not_counted, nothing_entered
from departments.models import Department

__all__ = ["Line", "UnitTotal", "freeze", "frozen", "results", "thaw"]


def results(scheme: Scheme, as_of: date) -> list[UnitTotal]:
    """Return the result of every unit of the scheme's group, by rank; units not yet complete stand last.

    A published scheme answers with its frozen rows. The number of queries does not depend on the number
    of units.
    """
    if scheme.is_published:
        return frozen(scheme)
    tree = Tree(list(scheme.criteria.all()))
    units = Department.objects.active().filter(kind__in=scheme.kinds)
    entered = basis.hands(scheme)
    found = basis.Basis(scheme, tree.leaves, as_of)
    names = basis.names_of_scorers(criterion for criterion, _depth in tree.order)
    totals = []
    for unit in units:
        outcomes = {
            criterion.pk: _outcome(
                criterion, computed(criterion, unit, found), entered.get((criterion.pk, unit.pk), {})
            )
            for criterion in tree.leaves
        }
        lines = tree.lines(outcomes, names)
        totals.append(UnitTotal(unit, unit.label, lines, sum_of(lines, scheme.bonus_cap)))
    return grading.ranked(scheme, totals)


def computed(criterion: Criterion, unit: Department, found: basis.Basis) -> Scored | None:
    """Score by the criterion's rule; None for what a person scores."""
    if criterion.rule == Rule.MANUAL or criterion.kind == CriterionKind.VETO:
        return None
    given = found.given(criterion, unit)
    return rules.score(criterion.rule, frame_of(criterion), criterion.params, given)


def _outcome(criterion: Criterion, by_rule: Scored | None, hands: Mapping[str, Hand]) -> Outcome:
    """Settle what counts: the last column that a person filled, else what the rule proposes."""
    if criterion.kind == CriterionKind.VETO:
        return Outcome(not_counted(), None, hands)
    frame = frame_of(criterion)
    hand = next((hands[column] for column in COUNTING if column in hands), None)
    proposed = by_rule.points if by_rule else None
    counted = rules.settled(by_rule, frame, hand) if by_rule else rules.manual(frame, hand)
    if counted.points is None and criterion.kind != CriterionKind.SCORED:
        counted = nothing_entered()
    return Outcome(counted, proposed, hands)


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
