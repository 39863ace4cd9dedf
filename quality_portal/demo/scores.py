"""The demonstration's yearly assessment: last year's scores in full, this year's as far as they go."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, time
from decimal import Decimal
from random import Random
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone

from assessments.actions import publish
from assessments.models import Criterion, CriterionKind, Group, Rule, Scheme, Score
from assessments.scoring import results
from departments.models import Department, DepartmentKind
from quality_portal.demo.assessment import issue_papers, load_follow_up
from quality_portal.demo.bulk import write_all
from quality_portal.demo.evidence import load_evidence
from quality_portal.demo.findings import REASONS, SCORED_SO_FAR, day_after, load_findings
from quality_portal.demo.procedure import load_procedure
from quality_portal.demo.scale import Setting
from quality_portal.lib.numbers import round_half_up

DILIGENCE: Final = (
    *(0.97, 0.95, 0.93, 0.92, 0.9, 0.88, 0.87, 0.86, 0.85, 0.84),
    *(0.83, 0.82, 0.8, 0.78, 0.76, 0.73, 0.69, 0.63, 0.55, 0.38),
)
"""Share of the points that units earn by their work; chance deals the figures out."""

KINDS: Final = {Group.DEPARTMENTS: DepartmentKind.DEPARTMENT, Group.TOWNSHIPS: DepartmentKind.TOWNSHIP}
CHANGED: Final = 0.03
"""Share of the points by rules that a person changed, with a reason."""
HALF_A_POINT: Final = Decimal("0.5")
UNRECORDED: Final = "当期无相关记录，按佐证材料评定"


def load_scores(setting: Setting) -> None:
    """Store what people find and the scores they give; publish last year's results, where all are there."""
    units = {kind: list(Department.objects.active().filter(kind=kind)) for kind in KINDS.values()}
    dice = setting.dice("scores")
    diligence = {pk: share for same_kind in units.values() for pk, share in _dealt(dice, same_kind)}
    load_findings(setting, units, diligence)
    write_all(_scores(setting, dice, units, diligence), setting)
    last_year = setting.today.year - 1
    for scheme in Scheme.objects.filter(year__in=(last_year - 1, last_year), published_at=None):
        write_all(_beside_rules(setting, scheme, diligence), setting)
    load_procedure(setting)
    load_evidence(setting)
    for year in (last_year - 1, last_year):
        moment = timezone.make_aware(datetime.combine(day_after(setting.today, year, 28), time(15, 0)))
        for scheme in Scheme.objects.filter(year=year, published_at=None):
            # A tiny demonstration may have townships without enough samples for a rate.
            with suppress(ValidationError):
                publish(scheme=scheme, by=setting.by, now=moment)
    load_follow_up(setting)
    issue_papers(setting)


def _scores(
    setting: Setting,
    dice: Random,
    units: Mapping[DepartmentKind, Sequence[Department]],
    diligence: Mapping[int, float],
) -> Iterator[Score]:
    """Yield the scores of what no rule computes."""
    this_year = setting.today.year
    years = (this_year - 2, this_year - 1, this_year)
    open_schemes = Scheme.objects.filter(year__in=years, published_at=None)
    scored = Criterion.objects.filter(scheme__in=open_schemes, kind=CriterionKind.SCORED, children=None)
    for criterion in scored.filter(rule=Rule.MANUAL).select_related("scheme"):
        for unit in units[KINDS[Group(criterion.scheme.group)]]:
            points, reason = _points(dice, criterion.points, diligence[unit.pk])
            if criterion.scheme.year < this_year or dice.random() < SCORED_SO_FAR:
                yield _score(setting, criterion.scheme, criterion.pk, unit, points, reason)


def _beside_rules(setting: Setting, scheme: Scheme, diligence: Mapping[int, float]) -> Iterator[Score]:
    """Yield the scores where a rule found nothing to score by, and a few that a person gave otherwise."""
    dice = setting.dice(f"beside rules {scheme.code}")
    for total in results(scheme, scheme.period_end):
        for line in total.lines:
            if not line.counts or line.rule == Rule.MANUAL or line.criterion is None:
                continue
            if line.points is None:
                points, reason = _points(dice, line.full, diligence[total.unit.pk])
                yield _score(setting, scheme, line.criterion, total.unit, points, reason or UNRECORDED)
            elif line.points >= HALF_A_POINT and dice.random() < CHANGED:
                points = line.points - HALF_A_POINT
                yield _score(setting, scheme, line.criterion, total.unit, points, dice.choice(REASONS))


def _score(
    setting: Setting, scheme: Scheme, criterion: int, unit: Department, points: Decimal, reason: str
) -> Score:
    scored_at = datetime.combine(day_after(setting.today, scheme.year, 15), time(10, 0))
    return Score(
        criterion_id=criterion,
        unit=unit,
        points=points,
        reason=reason,
        scored_at=timezone.make_aware(scored_at),
        scored_by=setting.by,
    )


def _dealt(dice: Random, units: Sequence[Department]) -> list[tuple[int, float]]:
    shares = [DILIGENCE[place % len(DILIGENCE)] for place in range(len(units))]
    dice.shuffle(shares)
    return [(unit.pk, share) for unit, share in zip(units, shares, strict=True)]


def _points(dice: Random, most: Decimal, share: float) -> tuple[Decimal, str]:
    """Return points in steps of a half, and what they were lost for."""
    earned = Decimal(min(max(share + dice.uniform(-0.03, 0.03), 0), 1)) * most
    points = round_half_up(earned / HALF_A_POINT, 0) * HALF_A_POINT
    return points, "" if points == most else dice.choice(REASONS)
