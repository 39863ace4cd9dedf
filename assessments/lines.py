"""A unit's result line by line: the tree of criteria with their points, and how it is kept when frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessments.models import Column, CriterionKind
from assessments.rules import Fact, Trace, Words, total
from departments.models import Department

COUNTING = (Column.FINAL, Column.ONSITE, Column.DOCUMENT)
"""The columns whose points count, the first entered of these before the others."""


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's points for one criterion, None where not yet scored, and why.

    ``points`` is what counts now: what a person gave last, else what the rule proposes. ``proposed`` is
    the rule's, None where there is none; ``columns`` and ``reasons`` are what was entered, by column.
    Of an extra deduction the points are those it takes away.
    """

    code: str
    name: str
    full: Decimal
    points: Decimal | None
    trace: Trace
    rule: str
    evidence: str = ""
    clause: str = ""
    criterion: int | None = None
    parent: str = ""
    depth: int = 0
    is_heading: bool = False
    kind: str = str(CriterionKind.SCORED)
    is_key: bool = False
    proposed: Decimal | None = None
    columns: Mapping[str, Decimal] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    scored_by: str = ""
    standard: str = ""

    @property
    def lost(self) -> Decimal | None:
        """The points lost: those missing to the full ones, or those taken away; a bonus loses none."""
        if self.points is None:
            return None
        if self.kind == CriterionKind.DEDUCTION:
            return self.points
        return self.full - self.points if self.kind == CriterionKind.SCORED else Decimal(0)

    @property
    def entered(self) -> list[tuple[Words, Decimal, str]]:
        """What people gave: the column's name, the points and the reason, in the order of the procedure."""
        return [
            (column.label, self.columns[column], self.reasons.get(column, ""))
            for column in Column
            if column in self.columns
        ]

    @property
    def why(self) -> Words:
        """The reason of the points in one sentence: what a person gave last, else the rule's formula."""
        given = [self.reasons[column] for column in COUNTING if self.reasons.get(column)]
        return given[0] if given else self.trace.formula

    @property
    def is_changed(self) -> bool:
        """Whether a person gave other points than the rule proposes."""
        return self.proposed is not None and self.points is not None and self.proposed != self.points

    @property
    def counts(self) -> bool:
        """Whether a score is owed: a criterion without parts that is neither bonus, deduction nor veto."""
        return not self.is_heading and self.kind == CriterionKind.SCORED


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """A unit's result; ``grade`` is empty and ``rank`` None while a criterion is not yet scored.

    ``computed_grade`` is the grade by the score alone where a ruling forced another, ``forced_because``
    the ruling's reason.
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
        return not self.missing

    @property
    def missing(self) -> int:
        """How many criteria are not yet scored."""
        return sum(line.points is None for line in self.lines if line.counts)

    @property
    def heads(self) -> tuple[Line, ...]:
        """The lines of the first level."""
        return tuple(line for line in self.lines if not line.depth)

    @property
    def losing(self) -> tuple[Line, ...]:
        """The lines without parts where points were lost."""
        return tuple(line for line in self.lines if not line.is_heading and (line.lost or 0) > 0)

    def line(self, code: str) -> Line | None:
        """Return the line of a criterion."""
        return next((line for line in self.lines if line.code == code), None)


def sum_of(lines: Sequence[Line], bonus_cap: Decimal | None) -> Decimal:
    """Return a unit's total: the first level's points and bonus less deductions, never below 0."""
    heads = [line for line in lines if not line.depth]
    scored = total(line.points for line in heads if line.kind == CriterionKind.SCORED)
    bonus = total(line.points for line in heads if line.kind == CriterionKind.BONUS)
    taken = total(line.points for line in heads if line.kind == CriterionKind.DEDUCTION)
    if bonus_cap is not None:
        bonus = min(bonus, bonus_cap)
    return max(total([scored, bonus, -taken]), total([]))


# --- frozen lines --------------------------------------------------------------------------
def freeze(line: Line) -> dict[str, Any]:
    """Bring a line into the form it is kept in, its words in the language now active."""
    return {
        "code": line.code,
        "name": line.name,
        "full": str(line.full),
        "points": _text(line.points),
        "rule": line.rule,
        "evidence": line.evidence,
        "clause": line.clause,
        **freeze_trace(line.trace),
        "criterion": line.criterion,
        "parent": line.parent,
        "depth": line.depth,
        "is_heading": line.is_heading,
        "kind": str(line.kind),
        "is_key": line.is_key,
        "proposed": _text(line.proposed),
        "columns": {str(column): str(points) for column, points in line.columns.items()},
        "reasons": {str(column): reason for column, reason in line.reasons.items()},
        "scored_by": line.scored_by,
        "standard": line.standard,
    }


def freeze_trace(trace: Trace) -> dict[str, Any]:
    """Bring a trace into the form it is kept in, in the language now active."""
    return {
        "formula": str(trace.formula),
        "facts": [{"text": str(fact.text), "url": fact.url} for fact in trace.facts],
    }


def thaw_trace(kept: Mapping[str, Any]) -> Trace:
    """Return a trace as it was frozen."""
    return Trace(kept["formula"], tuple(Fact(fact["text"], fact["url"]) for fact in kept["facts"]))


def thaw(kept: Mapping[str, Any]) -> Line:
    """Return a line as it was frozen; what earlier publications did not keep is left empty."""
    return Line(
        code=kept["code"],
        name=kept["name"],
        full=Decimal(kept["full"]),
        points=_number(kept["points"]),
        trace=thaw_trace(kept),
        rule=kept["rule"],
        evidence=kept["evidence"],
        clause=kept["clause"],
        criterion=kept.get("criterion"),
        parent=kept.get("parent", ""),
        depth=kept.get("depth", 0),
        is_heading=kept.get("is_heading", False),
        kind=kept.get("kind", str(CriterionKind.SCORED)),
        is_key=kept.get("is_key", False),
        proposed=_number(kept.get("proposed")),
        columns={column: Decimal(points) for column, points in kept.get("columns", {}).items()},
        reasons=dict(kept.get("reasons", {})),
        scored_by=kept.get("scored_by", ""),
        standard=kept.get("standard", ""),
    )


def _text(points: Decimal | None) -> str | None:
    return None if points is None else str(points)


def _number(kept: str | None) -> Decimal | None:
    return None if kept is None else Decimal(kept)
