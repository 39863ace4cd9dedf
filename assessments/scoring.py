"""Results of an assessment: every unit's points by criterion, total, grade and rank.

While a scheme is open they are computed from the records of the day; once it is published they are the
rows that were frozen then.
"""

from collections.abc import Callable, Mapping
from datetime import date

from assessments import basis, grading, rules
from assessments.lines import Line, UnitTotal, freeze, sum_of, thaw
from assessments.models import Column, Criterion, CriterionKind, Rule, Scheme, UnitResult
from assessments.rules import Hand, PassRate, Scored, figure
from assessments.tree import Outcome, Tree, frame_of, not_counted, nothing_entered
from departments.models import Department

__all__ = ["Line", "UnitTotal", "freeze", "frozen", "results", "thaw"]

NO_RECORDS = PassRate(None, 0)

COUNTING = (Column.FINAL, Column.ONSITE, Column.DOCUMENT)
"""The columns whose points count, the first entered of these before the others."""

Scorer = Callable[[Department], Scored]


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
    scorers = {criterion.pk: _scorer(criterion, scheme, as_of) for criterion in tree.leaves}
    names = basis.names_of_scorers(criterion for criterion, _depth in tree.order)
    totals = []
    for unit in units:
        outcomes = {}
        for criterion in tree.leaves:
            scorer = scorers[criterion.pk]
            hands = entered.get((criterion.pk, unit.pk), {})
            outcomes[criterion.pk] = _outcome(criterion, scorer(unit) if scorer else None, hands)
        lines = tree.lines(outcomes, names)
        totals.append(UnitTotal(unit, unit.label, lines, sum_of(lines, scheme.bonus_cap)))
    return grading.ranked(scheme, totals)


def _outcome(criterion: Criterion, computed: Scored | None, hands: Mapping[str, Hand]) -> Outcome:
    """Settle what counts: the last column that a person filled, else what the rule proposes."""
    if criterion.kind == CriterionKind.VETO:
        return Outcome(not_counted(), None, hands)
    frame = frame_of(criterion)
    hand = next((hands[column] for column in COUNTING if column in hands), None)
    proposed = computed.points if computed else None
    counted = rules.settled(computed, frame, hand) if computed else rules.manual(frame, hand)
    if counted.points is None and criterion.kind != CriterionKind.SCORED:
        counted = nothing_entered()
    return Outcome(counted, proposed, hands)


def _scorer(criterion: Criterion, scheme: Scheme, as_of: date) -> Scorer | None:
    """Ask the records once for all units; None for what a person scores."""
    match criterion.rule:
        case Rule.TARGET_ATTAINMENT:
            return _by_targets(criterion, scheme, as_of)
        case Rule.TOWNSHIP_PASS_RATE:
            return _by_pass_rate(criterion, as_of)
        case Rule.TOWNSHIP_CREDENTIALS:
            return _by_credentials(criterion, scheme, as_of)
    return None


def _by_targets(criterion: Criterion, scheme: Scheme, as_of: date) -> Scorer:
    shares = basis.target_shares(criterion, basis.targets_of(scheme, as_of))
    return lambda unit: rules.target_attainment(criterion.points, shares.get(unit.pk, []))


def _by_pass_rate(criterion: Criterion, as_of: date) -> Scorer:
    found = basis.pass_rates(as_of)
    limits = {name: figure(criterion.params, name) for name in rules.FIGURES[Rule.TOWNSHIP_PASS_RATE]}
    return lambda unit: rules.township_pass_rate(criterion.points, found.get(unit.pk, NO_RECORDS), **limits)


def _by_credentials(criterion: Criterion, scheme: Scheme, as_of: date) -> Scorer:
    counted = basis.credentials(criterion, scheme, as_of)
    full_count = figure(criterion.params, "full_count")
    return lambda unit: rules.township_credentials(
        criterion.points, counted.get(unit.pk, []), full_count=full_count
    )


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
