"""What a notice is made of: the results of each group and the year's figures, published or as they stand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from assessments.figures import YearFigures, year_figures
from assessments.models import Scheme
from assessments.papers.issuer import issuer
from assessments.rules.points import PLACES
from assessments.scoring import UnitTotal, results
from quality_portal.lib.numbers import round_half_up


@dataclass(frozen=True, slots=True)
class GroupResult:
    """A group's name on papers, its scheme's name and period, its grades (letter, name) and results."""

    name: str
    scheme: Scheme
    grades: tuple[tuple[str, str], ...]
    bounds: tuple[Decimal, ...]
    totals: tuple[UnitTotal, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every unit is fully scored."""
        return all(total.is_complete for total in self.totals)

    def counted(self) -> Counter[str]:
        """How many units have which grade; the empty letter stands for those not yet graded."""
        return Counter(total.grade for total in self.totals)

    def of_grade(self, letter: str) -> list[UnitTotal]:
        """The units of a grade, by rank."""
        return [total for total in self.totals if total.grade == letter]

    def mean(self) -> Decimal | None:
        """The mean total of the units fully scored, rounded half up; None without any."""
        scored = [total.total for total in self.totals if total.is_complete]
        return round_half_up(sum(scored, Decimal(0)) / len(scored), PLACES) if scored else None


@dataclass(frozen=True, slots=True)
class Notice:
    """The facts of a year's notice; ``published_at`` is None while any group is unpublished."""

    year: int
    groups: tuple[GroupResult, ...]
    figures: YearFigures
    published_at: datetime | None
    public_number: int | None
    internal_number: int | None


def tight(figure: str) -> str:
    """Return a figure without the blanks that pages put before units; papers print none (5家, ≥60%)."""
    return figure.replace(" ", "")


def gather(year: int, schemes: Sequence[Scheme], today: date) -> Notice:
    """Collect a year's notice in the language now active.

    Once all groups are published their frozen rows and figures answer; before, the records of the day.
    """
    groups = tuple(group_result(scheme, today) for scheme in schemes)
    moments = {scheme.published_at: scheme for scheme in schemes if scheme.published_at is not None}
    last = moments[max(moments)] if moments else None
    if last is None or not all(scheme.is_published for scheme in schemes) or last.figures is None:
        return Notice(year, groups, year_figures(schemes, today), None, None, None)
    return Notice(year, groups, last.figures, last.published_at, last.public_number, last.internal_number)


def group_result(scheme: Scheme, today: date) -> GroupResult:
    """Return a scheme's results, frozen ones once it is published."""
    bands = list(scheme.bands.all())
    return GroupResult(
        name=issuer().group_names[scheme.group],
        scheme=scheme,
        grades=tuple((band.letter, band.name) for band in bands),
        bounds=tuple(band.from_points for band in bands),
        totals=tuple(results(scheme, scheme.as_of(today))),
    )
