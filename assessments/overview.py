"""The years of the assessment at a glance, and the results a person may see of them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from assessments.models import Scheme, UnitResult
from assessments.scoring import UnitTotal
from departments.access import SEES_EVERYTHING
from departments.models import User


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """A scheme in the list; once published, how many units have which grade, or the reader's own result."""

    scheme: Scheme
    grades: tuple[tuple[str, int], ...]
    own: UnitResult | None


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year in the list with the schemes the reader may see."""

    year: int
    rows: tuple[SchemeRow, ...]

    @property
    def is_published(self) -> bool:
        """Whether all of them are published."""
        return all(row.scheme.is_published for row in self.rows)


def years(user: User, today: date) -> list[YearRow]:
    """Return the years that have begun, the latest first; two queries."""
    schemes = list(Scheme.objects.visible_to(user).begun(today))
    found: dict[int, list[UnitResult]] = defaultdict(list)
    results = UnitResult.objects.visible_to(user).filter(scheme__in=schemes).defer("lines")
    for result in results:
        found[result.scheme_id].append(result)
    rows = [_row(scheme, found[scheme.pk], user) for scheme in schemes]
    return [YearRow(year, tuple(part)) for year, part in groupby(rows, key=lambda row: row.scheme.year)]


def _row(scheme: Scheme, results: Sequence[UnitResult], user: User) -> SchemeRow:
    grades = tuple(sorted(Counter(result.grade for result in results).items()))
    if sees_all(user):
        return SchemeRow(scheme, grades, None)
    return SchemeRow(scheme, (), results[0] if results else None)


def sees_all(user: User) -> bool:
    """Whether the person sees every unit's results."""
    return user.role in SEES_EVERYTHING or user.is_superuser


def visible_to(totals: Sequence[UnitTotal], scheme: Scheme, user: User) -> list[UnitTotal]:
    """Return the results the person may see.

    A liaison sees the own unit; grade and rank, which tell of the others, only once published.
    """
    if sees_all(user):
        return list(totals)
    own = [total for total in totals if total.unit.pk == user.department_id]
    return own if scheme.is_published else [_open_only(total) for total in own]


def _open_only(total: UnitTotal) -> UnitTotal:
    """Leave out what is told at publication: grade, rank and a forced grade."""
    return replace(total, grade="", rank=None, computed_grade="", forced_because="")


def grade_counts(totals: Sequence[UnitTotal], scheme: Scheme) -> list[tuple[str, str, int]]:
    """Return letter, name and number of units of every grade of the scheme, the best first."""
    counted = Counter(total.grade for total in totals)
    return [(band.letter, band.name, counted[band.letter]) for band in scheme.bands.all()]
