"""The year's figures that stand beside the scores: targets, spot checks, credentials.

They are plain texts and numbers, because they are kept with a scheme when it is published.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict

from django.db.models import Count

from assessments.basis import RATE_MEASURE
from assessments.models import Scheme
from brands.models import Credential, Family
from departments.models import Department
from quality_portal.lib.documents.wording import UNKNOWN, amount
from quality_portal.lib.numbers import format_decimal
from targets import measures
from targets.models import Region
from targets.progress import TargetProgress, progress

PERCENT_PLACES = 2


class TargetFigures(TypedDict):
    """A target's row in the table of attainment."""

    code: str
    name: str
    sector: str
    lead: str
    goal: str
    actual: str
    attainment: str
    light: str
    word: str


class TownshipFigures(TypedDict):
    """A township's row in the table of spot checks."""

    name: str
    tested: int
    passed: int
    rate: str


class FamilyFigures(TypedDict):
    """How many credentials of a family were awarded."""

    name: str
    count: int


class YearFigures(TypedDict):
    """The figures of a year on a day; rates are per cent without the sign, empty where unknown."""

    as_of: str
    targets: list[TargetFigures]
    tested: int
    passed: int
    rate: str
    averages: dict[str, str]
    townships: list[TownshipFigures]
    credentials: list[FamilyFigures]


def year_figures(schemes: Sequence[Scheme], today: date) -> YearFigures:
    """Take the figures that stand beside the results of a year's schemes, in the language now active.

    Where the groups' periods differ, they reach from the first beginning to the last end.
    """
    year = schemes[0].year
    period_start = min(scheme.period_start for scheme in schemes)
    as_of = max(scheme.as_of(today) for scheme in schemes)
    rows = progress(year, as_of)
    county = measures.figures([RATE_MEASURE], [as_of]).get(RATE_MEASURE, {}).get(as_of, measures.UNKNOWN)
    return {
        "as_of": as_of.isoformat(),
        "targets": [_target(row) for row in rows],
        "tested": int(county.denominator or 0),
        "passed": int(county.numerator or 0),
        "rate": _per_cent(county.value),
        "averages": _averages(rows, year),
        "townships": _townships(as_of),
        "credentials": _credentials(period_start, as_of),
    }


def _per_cent(value: Decimal | None) -> str:
    return format_decimal(value, PERCENT_PLACES, unknown="")


def _target(row: TargetProgress) -> TargetFigures:
    return {
        "code": row.target.code,
        "name": row.target.label,
        "sector": str(row.target.get_sector_display()),
        "lead": row.target.lead.short_name,
        "goal": row.goal_text or UNKNOWN,
        "actual": row.actual_text if row.actual is not None or row.grade else UNKNOWN,
        "attainment": amount(row.attainment, unit="%", places=PERCENT_PLACES),
        "light": str(row.light),
        "word": str(row.light.label),
    }


def _averages(rows: Sequence[TargetProgress], year: int) -> dict[str, str]:
    """Return the averages of larger regions that the pass rate is compared with."""
    compared = next((row.benchmarks for row in rows if row.target.measure == RATE_MEASURE), {})
    found = {region: compared.get(region, {}).get(year) for region in (Region.PROVINCE, Region.NATION)}
    return {str(region): format_decimal(value) for region, value in found.items() if value is not None}


def _townships(as_of: date) -> list[TownshipFigures]:
    measure = measures.get(RATE_MEASURE)
    found = measure.source.by_township(RATE_MEASURE, as_of) if measure else {}
    rows: list[TownshipFigures] = []
    for township in Department.objects.townships().active():
        figure = found.get(township.pk, measures.UNKNOWN)
        rows.append(
            {
                "name": township.label,
                "tested": int(figure.denominator or 0),
                "passed": int(figure.numerator or 0),
                "rate": _per_cent(figure.value),
            }
        )
    return rows


def _credentials(start: date, end: date) -> list[FamilyFigures]:
    counted = dict(
        Credential.objects.filter(issued_on__range=(start, end))
        .order_by()
        .values_list("kind__family")
        .annotate(Count("pk"))
    )
    return [{"name": str(family.label), "count": counted[family]} for family in Family if counted.get(family)]
