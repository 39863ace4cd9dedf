"""What each township and department gives to each target, put together by the target's own rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from departments.models import Department
from targets import measures
from targets.measures import Figure
from targets.models import OverUnits, Target
from targets.progress import TargetProgress
from targets.rules import over_units, quantity, rest


class Part(models.TextChoices):
    """What a unit is to a target."""

    TOWNSHIP = "township", pgettext_lazy("part", "township")
    HOLDER = "holder", pgettext_lazy("part", "holds the records")
    LEAD = "lead", pgettext_lazy("part", "responsible")
    COOPERATES = "cooperates", pgettext_lazy("part", "cooperates")
    REST = "rest", pgettext_lazy("part", "of no unit listed here")


@dataclass(frozen=True, slots=True)
class Share:
    """A unit's figure on a day, what the unit is to the target, and the list of the records behind it.

    ``unit`` is None for what belongs to no unit; ``figure`` None where the unit answers for the target
    but holds no records of it.
    """

    unit: Department | None
    part: str
    figure: Figure | None
    text: str
    records_url: str = ""

    @property
    def label(self) -> str:
        """The unit, or what stands in its place."""
        return self.unit.label if self.unit else str(Part.REST.label)

    @property
    def part_label(self) -> str:
        """What the unit is to the target, in words."""
        return str(Part(self.part).label)


@dataclass(frozen=True, slots=True)
class Contributed:
    """A target with what every unit gives to it, and all of it together."""

    row: TargetProgress
    shares: tuple[Share, ...]
    total: Figure
    total_text: str

    @property
    def rule_label(self) -> str:
        """How the units' figures are put together, in words."""
        return str(OverUnits(self.row.target.rolls_up_by).label)

    def of(self, unit: Department) -> Share | None:
        """Return what a unit gives: its figure rather than its mere part."""
        found = [share for share in self.shares if share.unit == unit]
        return next((share for share in found if share.figure), found[0] if found else None)

    @property
    def unassigned(self) -> Share | None:
        """What belongs to no unit."""
        return next((share for share in self.shares if share.part == Part.REST), None)


def formula_of(target: Target) -> Promise | str:
    """Return in words how the target's figure is computed; empty where readings are entered."""
    measure = measures.get(target.measure)
    return measure.formula if measure else ""


def contributed(row: TargetProgress, units: Sequence[Department]) -> Contributed:
    """Return what each of these units gives to a target. At most two queries."""
    rule = row.target.rolls_up_by
    shares = [*_by_unit(row, units), *_answering(row, units)]
    figures = [share.figure for share in shares if share.figure is not None]
    left = rest(rule, row.figure, figures) if figures or row.target.measure else None
    if left is not None:
        shares.append(Share(None, Part.REST, left, _text(row, left), row.records_url))
    total = over_units(rule, [*figures, *([left] if left else [])])
    return Contributed(row, tuple(shares), total, _text(row, total))


def by_township(row: TargetProgress) -> Contributed | None:
    """Return the figure of every township and the rest; None where no township has records of it."""
    found = contributed(row, list(Department.objects.townships().active()))
    return found if any(share.part == Part.TOWNSHIP for share in found.shares) else None


def contributions(
    rows: Iterable[TargetProgress], units: Sequence[Department], supports: Mapping[int, set[int]]
) -> list[Contributed]:
    """Return what units give to each of the targets; ``supports`` names the units that cooperate in each."""
    found = []
    for row in rows:
        given = contributed(row, units)
        known = {share.unit for share in given.shares}
        helping = [
            Share(unit, Part.COOPERATES, None, "")
            for unit in units
            if unit.pk in supports.get(row.target.pk, set()) and unit not in known
        ]
        found.append(Contributed(row, (*given.shares, *helping), given.total, given.total_text))
    return found


def supporters() -> dict[int, set[int]]:
    """Return the primary keys of the units that cooperate in each target. One query."""
    found: dict[int, set[int]] = {}
    for link in Target.cooperating.through.objects.all():
        found.setdefault(link.target_id, set()).add(link.department_id)
    return found


def _by_unit(row: TargetProgress, units: Iterable[Department]) -> list[Share]:
    """Figures computed from records, by the unit the records belong to."""
    measure = measures.get(row.target.measure)
    if measure is None or row.is_qualitative:
        return []
    towns = measure.source.by_township(measure.code, row.on)
    holders = measure.source.by_department(measure.code, row.on) if measure.source.by_department else {}
    shares = []
    for unit in units:
        figure = (towns if unit.is_township else holders).get(unit.pk)
        if figure is not None:
            part = Part.TOWNSHIP if unit.is_township else Part.HOLDER
            url = measure.records_url(row.on, unit.pk) if unit.is_township else row.records_url
            shares.append(Share(unit, part, figure, _text(row, figure), url))
    return shares


def _answering(row: TargetProgress, units: Iterable[Department]) -> list[Share]:
    """The responsible unit: of a target without records its readings are the whole figure."""
    unit = next((unit for unit in units if unit.pk == row.target.lead_id), None)
    if unit is None:
        return []
    if row.target.measure or row.is_qualitative:
        return [Share(unit, Part.LEAD, None, row.actual_text if row.is_qualitative else "")]
    known = row.figure if row.actual is not None else None
    return [Share(unit, Part.LEAD, known, row.actual_text)]


def _text(row: TargetProgress, figure: Figure) -> str:
    return quantity(figure.value, row.target.unit, row.target.decimals)
