"""Results with their numbered corrections: what was published stays, this is what counts since."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assessments import grading, rules
from assessments.lines import Line, UnitTotal, sum_of
from assessments.models import Correction, CriterionKind, Rule, Scheme
from assessments.rules import Frame, pairs
from assessments.scoring import frozen


def corrected(scheme: Scheme, corrections: Sequence[Correction] | None = None) -> list[UnitTotal]:
    """Return a published scheme's results after all its corrections, by rank."""
    rows = list(scheme.corrections.all()) if corrections is None else corrections
    totals = frozen(scheme)
    for row in rows:
        totals = [
            with_points(total, row.code, row.points_after, scheme) if total.unit.pk == row.unit_id else total
            for total in totals
        ]
    return _ranked(totals, scheme)


def with_points(total: UnitTotal, code: str, points: Decimal, scheme: Scheme) -> UnitTotal:
    """Return a unit's result with other points for one criterion; headings and the total follow."""
    lines = {line.code: line for line in total.lines}
    lines[code] = replace(lines[code], points=points)
    weights = {each.code: each.params for each in scheme.criteria.all() if each.rule == Rule.COMPOSITE}
    parent = lines[code].parent
    while parent:
        parts = [line for line in lines.values() if line.parent == parent]
        lines[parent] = replace(lines[parent], points=_heading(lines[parent], parts, weights.get(parent)))
        parent = lines[parent].parent
    found = tuple(lines.values())
    return replace(total, lines=found, total=sum_of(found, scheme.bonus_cap))


def _heading(line: Line, parts: Sequence[Line], params: dict[str, Any] | None) -> Decimal | None:
    is_extra = line.kind in (CriterionKind.BONUS, CriterionKind.DEDUCTION)
    frame = Frame(line.full, deducts=line.kind == CriterionKind.DEDUCTION, is_open=is_extra and not line.full)
    if params is None:
        return rules.sum_of_parts(frame, [(part.name, part.points) for part in parts]).points
    shares = {p.code: None if p.points is None else p.points / p.full for p in parts if p.full}
    return rules.composite(frame, pairs(params, "weights"), shares).points


def _ranked(totals: Sequence[UnitTotal], scheme: Scheme) -> list[UnitTotal]:
    """Grade and rank anew; a forced grade stays forced."""
    bands = grading.bands_of(scheme)
    ranked = []
    for total, rank in zip(totals, rules.ranks([total.total for total in totals]), strict=True):
        forced = total.grade if total.forced_because else ""
        grade, computed = rules.settle(total.total, bands, scheme.banding_places, forced)
        ranked.append(replace(total, grade=grade, computed_grade=computed, rank=rank))
    return sorted(ranked, key=lambda total: total.rank or 0)


def outcome(totals: Sequence[UnitTotal]) -> list[dict[str, Any]]:
    """Bring the totals, grades and ranks of all units into the form a correction keeps."""
    return [
        {
            "unit": total.unit.pk,
            "name": total.name,
            "total": str(total.total),
            "grade": total.grade,
            "computed_grade": total.computed_grade,
            "rank": total.rank,
        }
        for total in totals
    ]
