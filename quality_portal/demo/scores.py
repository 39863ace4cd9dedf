"""The demonstration's yearly assessment: last year's scores in full, this year's as far as they go."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone

from assessments.actions import publish
from assessments.models import Criterion, CriterionKind, Group, Rule, Scheme, Score
from departments.models import Department, DepartmentKind
from quality_portal.demo.assessment import load_follow_up
from quality_portal.demo.bulk import write_all
from quality_portal.demo.scale import Setting
from quality_portal.lib.numbers import round_half_up

DILIGENCE: Final = (
    *(0.97, 0.95, 0.93, 0.92, 0.9, 0.88, 0.87, 0.86, 0.85, 0.84),
    *(0.83, 0.82, 0.8, 0.78, 0.76, 0.73, 0.69, 0.63, 0.55, 0.38),
)
"""Share of the points that units earn by their work; chance deals the figures out."""

KINDS: Final = {Group.DEPARTMENTS: DepartmentKind.DEPARTMENT, Group.TOWNSHIPS: DepartmentKind.TOWNSHIP}
BY_RECORDS: Final = (Rule.TARGET_ATTAINMENT, Rule.TOWNSHIP_PASS_RATE, Rule.TOWNSHIP_CREDENTIALS)
"""Rules that the demonstration leaves to its records."""
HALF_A_POINT: Final = Decimal("0.5")
SCORED_SO_FAR: Final = 0.5
"""Share of this year's scores that are in already."""

REASONS: Final = (
    "部分佐证材料未按期报送",
    "半年工作报告内容不完整",
    "一项整改任务逾期完成",
    "联席会议缺席一次",
    "信息报送数量未达要求",
)


def load_scores(setting: Setting) -> None:
    """Store the scores that people give and publish last year's results, where records suffice for them."""
    write_all(_scores(setting), setting)
    last_year = setting.today.year - 1
    for year in (last_year - 1, last_year):
        moment = timezone.make_aware(datetime.combine(_day_after(setting.today, year, 28), time(15, 0)))
        for scheme in Scheme.objects.filter(year=year, published_at=None):
            # A tiny demonstration may have townships without enough samples for a rate.
            with suppress(ValidationError):
                publish(scheme=scheme, by=setting.by, now=moment)
    load_follow_up(setting)


def _scores(setting: Setting) -> Iterator[Score]:
    dice = setting.dice("scores")
    units = {kind: list(Department.objects.active().filter(kind=kind)) for kind in KINDS.values()}
    diligence = {pk: share for same_kind in units.values() for pk, share in _dealt(dice, same_kind)}
    this_year = setting.today.year
    years = (this_year - 2, this_year - 1, this_year)
    open_schemes = Scheme.objects.filter(year__in=years, published_at=None)
    scored = Criterion.objects.filter(scheme__in=open_schemes, kind=CriterionKind.SCORED, children=None)
    for criterion in scored.exclude(rule__in=BY_RECORDS).select_related("scheme"):
        year = criterion.scheme.year
        scored_at = datetime.combine(_day_after(setting.today, year, 15), time(10, 0))
        for unit in units[KINDS[Group(criterion.scheme.group)]]:
            points, reason = _points(dice, criterion.points, diligence[unit.pk])
            if year < setting.today.year or dice.random() < SCORED_SO_FAR:
                yield Score(
                    criterion=criterion,
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


def _day_after(today: date, year: int, day: int) -> date:
    """Return a day of the January after a year, or yesterday while that is still to come."""
    return min(date(year + 1, 1, day), today - timedelta(days=1))
