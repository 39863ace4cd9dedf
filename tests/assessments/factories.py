"""Schemes, scores and published results for tests."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from assessments import actions
from assessments.models import Criterion, GradeBand, Group, Rule, Scheme, Score
from departments.models import Department, User
from tests.departments.factories import make_user

SHANGHAI = ZoneInfo("Asia/Shanghai")
FEBRUARY = datetime(2026, 2, 10, 9, 0, tzinfo=SHANGHAI)
DAY = date(2026, 2, 10)
BANDS = {"A": ("优秀", 90), "B": ("良好", 80), "C": ("合格", 60), "D": ("不合格", 0)}
TARGET_PARAMS = {"lead_weight": 2, "cooperating_weight": 1}
_numbers = count(1)


def make_scheme(
    year: int = 2025,
    group: str = Group.DEPARTMENTS,
    *,
    criteria: Sequence[tuple[str, str, dict[str, Any]]] = (("60", Rule.MANUAL, {}), ("40", Rule.MANUAL, {})),
) -> Scheme:
    """Make a scheme of a calendar year with grades A to D; criteria are (points, rule, params)."""
    scheme = Scheme.objects.create(
        code=f"scheme-{next(_numbers)}",
        name=f"{year}年度考核方案",
        year=year,
        group=group,
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 31),
    )
    for order, (points, rule, params) in enumerate(criteria, start=1):
        Criterion.objects.create(
            scheme=scheme,
            code=f"K{order}",
            name=f"指标{order}",
            points=Decimal(points),
            rule=rule,
            params=params,
            order=order,
        )
    for letter, (name, begins) in BANDS.items():
        GradeBand.objects.create(scheme=scheme, letter=letter, name=name, from_points=Decimal(begins))
    return scheme


def make_score(
    scheme: Scheme,
    unit: Department,
    points: str,
    *,
    code: str = "K1",
    reason: str = "",
    by: User | None = None,
) -> Score:
    """Enter a person's points."""
    return actions.enter_score(
        criterion=scheme.criteria.get(code=code),
        unit=unit,
        points=Decimal(points),
        reason=reason,
        by=by or make_user(),
        version=None,
        now=FEBRUARY,
    )


def make_full_scores(scheme: Scheme, unit: Department, *points: str) -> None:
    """Enter points for every criterion in turn."""
    by = make_user()
    for number, value in enumerate(points, start=1):
        make_score(scheme, unit, value, code=f"K{number}", by=by)
