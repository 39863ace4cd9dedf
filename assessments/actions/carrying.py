"""What a new edition of a scheme takes over from the edition in force: everything but what it cannot hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.actions.computing import compute
from assessments.models import (
    Assessee,
    ComputedScore,
    Criterion,
    CriterionKind,
    Finding,
    Objection,
    Ruling,
    Scheme,
    SchemeStage,
    Score,
    ScoreEvidence,
    SiteDraw,
)
from departments.models import User
from departments.records import change_record, create_record

MOVED = ("unit", "column", "points", "reason", "scored_at", "scored_by")


@dataclass(frozen=True, slots=True)
class Carried:
    """Scores given by the edition in force: those a new edition can take over, and those it cannot."""

    moves: Sequence[tuple[Score, Criterion]]
    dropped: Sequence[Score]


def in_force(scheme: Scheme) -> Scheme | None:
    """Return the other edition of the same year and group that is in force."""
    return Scheme.objects.for_year(scheme.year).filter(group=scheme.group).exclude(pk=scheme.pk).first()


def carried(scheme: Scheme) -> Carried:
    """Tell which scores the edition takes over: those whose code it scores too, for as many points."""
    other = in_force(scheme)
    if other is None:
        return Carried((), ())
    known = {each.code: each for each in scheme.criteria.filter(children=None)}
    moves, dropped = [], []
    scores = Score.objects.filter(criterion__scheme=other).select_related("criterion", "unit", "scored_by")
    for score in scores:
        target = known.get(score.criterion.code)
        if target is not None and target.kind == score.criterion.kind and _fits(score, target):
            moves.append((score, target))
        else:
            dropped.append(score)
    return Carried(moves, dropped)


def _fits(score: Score, criterion: Criterion) -> bool:
    is_open = criterion.kind != CriterionKind.SCORED and not criterion.points
    return is_open or abs(score.points) <= criterion.points


def carry(other: Scheme, scheme: Scheme, moves: Sequence[tuple[Score, Criterion]], by: User) -> None:
    """Bring the procedure, scores and what stands behind them over; units, steps and draws move."""
    for score, criterion in moves:
        values = {name: getattr(score, name) for name in MOVED}
        create_record(Score(criterion=criterion, **values), by=by)
    for rows in (Assessee.objects, SchemeStage.objects):
        for row in rows.filter(scheme=other):
            change_record(row, by=by, version=row.version, scheme=scheme)
    SiteDraw.objects.filter(scheme=other).update(scheme=scheme)
    known = {each.code: each for each in scheme.criteria.all()}
    _carry_rulings(other, scheme, known, by)
    _carry_by_code(other, known, by)
    if ComputedScore.objects.filter(criterion__scheme=other).exists():
        compute(scheme=scheme, by=by)


def _carry_rulings(other: Scheme, scheme: Scheme, known: dict[str, Criterion], by: User) -> None:
    """Forced grades stay in force by reason and document, also where their veto item is gone."""
    for ruling in Ruling.objects.filter(scheme=other).select_related("criterion"):
        item = known.get(ruling.criterion.code) if ruling.criterion else None
        veto = item if item is not None and item.kind == CriterionKind.VETO else None
        change_record(ruling, by=by, version=ruling.version, scheme=scheme, criterion=veto)


def _carry_by_code(other: Scheme, known: dict[str, Criterion], by: User) -> None:
    """Move findings, evidence and objections to the criterion of the same code and rule, where there is one.

    What has none stays with the edition it was made for, which remains readable.
    """
    for rows in (Finding.objects, ScoreEvidence.objects, Objection.objects):
        for row in rows.filter(criterion__scheme=other).select_related("criterion"):
            target = known.get(row.criterion.code)
            if target is not None and (not isinstance(row, Finding) or _same_rule(row.criterion, target)):
                change_record(row, by=by, version=row.version, criterion=target)


def _same_rule(old: Criterion, new: Criterion) -> bool:
    """Whether what was found for one criterion answers the other: the same rule with the same names."""
    return old.rule == new.rule and old.params == new.params
