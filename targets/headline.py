"""The state of the plan in one sentence, and lists of targets as a reader wants them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from targets.models import Sector
from targets.progress import TargetProgress
from targets.rules import Light

URGENCY = (Light.RED, Light.YELLOW)
"""Lights that somebody has to ask about, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Headline:
    """How many targets have which light, as figures and as a sentence, and the one to ask about first.

    ``sentence`` counts; ``concern`` says of the worst target what is wrong and who is responsible, and is
    empty where no target is at risk or off track.
    """

    total: int
    counts: dict[Light, int]
    sentence: str
    worst: TargetProgress | None
    concern: str

    @property
    def tally(self) -> list[tuple[Light, int]]:
        """The lights with their counts, in the order they are named."""
        return list(self.counts.items())

    @property
    def light(self) -> Light:
        """The most urgent light of the plan."""
        lights = (*URGENCY, Light.GREEN)
        return next((light for light in lights if self.counts[light]), Light.UNKNOWN)


def headline(rows: Sequence[TargetProgress]) -> Headline:
    """Sum up a year's progress in the reader's language."""
    found = Counter(row.light for row in rows)
    counts = {light: found[light] for light in Light}
    worst = _worst(rows)
    return Headline(len(rows), counts, _count_words(rows, counts), worst, _concern(worst))


def _count_words(rows: Sequence[TargetProgress], counts: dict[Light, int]) -> str:
    if not rows:
        return _("No plan covers this year.")
    template = _(
        "Targets for %(year)d: of %(total)d, %(green)d on track, %(yellow)d at risk, "
        "%(red)d off track, %(unknown)d unknown."
    )
    figures: dict[str, int] = {light.value: count for light, count in counts.items()}
    return template % {"year": rows[0].year, "total": len(rows), **figures}


def _worst(rows: Iterable[TargetProgress]) -> TargetProgress | None:
    """The red target furthest from its goal, else the yellow one."""
    urgent = [row for row in rows if row.light in URGENCY]
    return min(urgent, key=lambda row: (URGENCY.index(row.light), row.clipped), default=None)


def _concern(worst: TargetProgress | None) -> str:
    if worst is None:
        return ""
    return _("Look first at %(target)s (%(department)s): %(reason)s") % {
        "target": worst.target.label,
        "department": worst.target.lead.label,
        "reason": worst.reason,
    }


def select(
    rows: Iterable[TargetProgress], *, light: str = "", sector: str = "", department: int | None = None
) -> list[TargetProgress]:
    """Return the targets with this light, of this sector, led by this department; empty asks for all."""
    return [
        row
        for row in rows
        if light in ("", row.light) and sector in ("", row.target.sector)
        if department in (None, row.target.lead_id)
    ]


_LIGHT_ORDER = (Light.RED, Light.YELLOW, Light.GREEN, Light.UNKNOWN)
_ORDER: dict[str, Callable[[TargetProgress], object]] = {
    "code": lambda row: row.target.code,
    "department": lambda row: row.target.lead.order,
    "attainment": lambda row: (row.attainment is None, row.attainment or Decimal(0)),
    "light": lambda row: _LIGHT_ORDER.index(row.light),
}
SORTS = tuple(_ORDER)


def arrange(rows: Iterable[TargetProgress], sort: str) -> list[TargetProgress]:
    """Return the targets in a chosen order ("-" before its name reverses it), else in the plan's order."""
    order = _ORDER.get(sort.lstrip("-"))
    if order is None:
        return list(rows)
    return sorted(rows, key=order, reverse=sort.startswith("-"))  # type: ignore[arg-type]


def by_sector(rows: Iterable[TargetProgress]) -> list[tuple[Sector, list[TargetProgress]]]:
    """Return the targets sector by sector, sectors without any left out."""
    listed = list(rows)
    groups = [(sector, [row for row in listed if row.target.sector == sector]) for sector in Sector]
    return [(sector, found) for sector, found in groups if found]
