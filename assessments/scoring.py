"""Results of an assessment: every unit's points by criterion, total, grade and rank.

While a scheme is open they are computed from the records of the day; once it is published they are the
rows that were frozen then.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assessments import basis, grading, rules
from assessments.models import Criterion, Rule, Scheme, UnitResult
from assessments.rules import Fact, Hand, PassRate, Scored, Trace, figure
from departments.models import Department

NO_RECORDS = PassRate(None, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's points for one criterion, None where not yet scored, and why."""

    code: str
    name: str
    full: Decimal
    points: Decimal | None
    trace: Trace
    rule: str
    evidence: str = ""
    clause: str = ""
    criterion: int | None = None

    @property
    def lost(self) -> Decimal | None:
        """The points lost."""
        return None if self.points is None else self.full - self.points


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """A unit's result; ``grade`` is empty and ``rank`` None while a criterion is not yet scored.

    ``computed_grade`` is the grade by the score alone, ``forced_because`` why a ruling forced another.
    """

    unit: Department
    name: str
    lines: tuple[Line, ...]
    total: Decimal
    grade: str = ""
    rank: int | None = None
    computed_grade: str = ""
    forced_because: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether every criterion is scored."""
        return all(line.points is not None for line in self.lines)

    @property
    def missing(self) -> int:
        """How many criteria are not yet scored."""
        return sum(line.points is None for line in self.lines)

    def line(self, code: str) -> Line | None:
        """Return the line of a criterion."""
        return next((line for line in self.lines if line.code == code), None)


Scorer = Callable[[Department], Scored]


def results(scheme: Scheme, as_of: date) -> list[UnitTotal]:
    """Return the result of every unit of the scheme's group, by rank; units not yet complete stand last.

    A published scheme answers with its frozen rows. The number of queries does not depend on the number
    of units.
    """
    if scheme.is_published:
        return frozen(scheme)
    criteria = list(scheme.criteria.all())
    units = Department.objects.active().filter(kind__in=scheme.kinds)
    entered = basis.hands(scheme)
    scorers = [(criterion, _scorer(criterion, scheme, as_of)) for criterion in criteria]
    totals = [_unit_total(unit, scorers, entered) for unit in units]
    return grading.ranked(scheme, totals)


def _unit_total(
    unit: Department,
    scorers: Iterable[tuple[Criterion, Scorer | None]],
    entered: dict[tuple[int, int], Hand],
) -> UnitTotal:
    lines = []
    for criterion, scorer in scorers:
        hand = entered.get((criterion.pk, unit.pk))
        if scorer is None:
            scored = rules.manual(criterion.points, hand)
        else:
            scored = rules.settled(scorer(unit), criterion.points, hand)
        lines.append(_line(criterion, scored))
    return UnitTotal(unit, unit.label, tuple(lines), rules.total(line.points for line in lines))


def _line(criterion: Criterion, scored: Scored) -> Line:
    return Line(
        code=criterion.code,
        name=criterion.label,
        full=criterion.points,
        points=scored.points,
        trace=scored.trace,
        rule=criterion.rule,
        evidence=criterion.evidence,
        clause=criterion.clause,
        criterion=criterion.pk,
    )


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


def freeze(line: Line) -> dict[str, Any]:
    """Bring a complete line into the form it is kept in, its words in the language now active."""
    return {
        "code": line.code,
        "name": line.name,
        "full": str(line.full),
        "points": str(line.points),
        "rule": line.rule,
        "evidence": line.evidence,
        "clause": line.clause,
        "formula": str(line.trace.formula),
        "facts": [{"text": str(fact.text), "url": fact.url} for fact in line.trace.facts],
    }


def thaw(kept: dict[str, Any]) -> Line:
    """Return a line as it was frozen."""
    return Line(
        code=kept["code"],
        name=kept["name"],
        full=Decimal(kept["full"]),
        points=Decimal(kept["points"]),
        trace=Trace(kept["formula"], tuple(Fact(fact["text"], fact["url"]) for fact in kept["facts"])),
        rule=kept["rule"],
        evidence=kept["evidence"],
        clause=kept["clause"],
    )
