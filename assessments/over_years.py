"""Results over the years: totals, grades and ranks of each unit, and where everybody loses points."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from assessments.models import Scheme, UnitResult
from departments.models import User
from quality_portal.lib.numbers import rate


@dataclass(frozen=True, slots=True)
class UnitYears:
    """A unit's published results by year, None where there is none."""

    name: str
    results: tuple[UnitResult | None, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """The mean share of a criterion's points that the units lost, in per cent."""

    year: int
    code: str
    name: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class OverYears:
    """A group's published years, the earliest first."""

    years: tuple[int, ...]
    units: tuple[UnitYears, ...]
    grades: tuple[tuple[str, tuple[int, ...]], ...]
    losses: tuple[Loss, ...]


def over_years(user: User, group: str) -> OverYears:
    """Return a group's published results as the person may see them; two queries.

    Everybody sees how many units had which grade; the units' own figures only as far as they are theirs.
    """
    schemes = list(Scheme.objects.visible_to(user).current().filter(group=group, published_at__isnull=False))
    years = tuple(sorted(scheme.year for scheme in schemes))
    rows = list(UnitResult.objects.filter(scheme__in=schemes).select_related("unit", "scheme"))
    counted = Counter((row.grade, row.scheme.year) for row in rows)
    letters = sorted({row.grade for row in rows})
    visible = set(UnitResult.objects.visible_to(user).filter(scheme__in=schemes).values_list("pk", flat=True))
    return OverYears(
        years,
        _units([row for row in rows if row.pk in visible], years),
        tuple((letter, tuple(counted[letter, year] for year in years)) for letter in letters),
        _losses([row for row in rows if row.pk in visible]),
    )


def _units(rows: list[UnitResult], years: tuple[int, ...]) -> tuple[UnitYears, ...]:
    found: dict[int, dict[int, UnitResult]] = defaultdict(dict)
    names = {}
    for row in sorted(rows, key=lambda row: (row.unit.order, row.unit.code, row.scheme.year)):
        found[row.unit_id][row.scheme.year] = row
        names[row.unit_id] = row.unit_name
    return tuple(
        UnitYears(names[unit], tuple(by_year.get(year) for year in years)) for unit, by_year in found.items()
    )


def _losses(rows: list[UnitResult]) -> tuple[Loss, ...]:
    """Pool full and lost points of each criterion and year; headings, bonus and vetoes are left out."""
    full: dict[tuple[int, str, str], Decimal] = defaultdict(Decimal)
    had: dict[tuple[int, str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        for line in row.lines:
            if line.get("is_heading") or line.get("kind", "scored") != "scored" or line["points"] is None:
                continue
            key = (row.scheme.year, line["code"], line["name"])
            full[key] += Decimal(line["full"])
            had[key] += Decimal(line["points"])
    losses = [Loss(*key, rate(full[key] - had[key], full[key]) or Decimal(0)) for key in full]
    return tuple(sorted(losses, key=lambda loss: (-loss.year, -loss.share, loss.code)))
