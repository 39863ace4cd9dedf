"""What each township gives to a target."""

from dataclasses import dataclass

from django.utils.functional import Promise

from departments.models import Department
from targets import measures
from targets.measures import Figure
from targets.models import Target
from targets.progress import TargetProgress
from targets.rules import quantity


@dataclass(frozen=True, slots=True)
class Share:
    """A township's figure on a day, and the list of the records behind it."""

    township: Department
    figure: Figure
    text: str
    records_url: str


def formula_of(target: Target) -> Promise | str:
    """Return in words how the target's figure is computed; empty where readings are entered."""
    measure = measures.get(target.measure)
    return measure.formula if measure else ""


def by_township(row: TargetProgress) -> list[Share]:
    """Return the figure of every township; empty where the target is not computed from records."""
    measure = measures.get(row.target.measure)
    if measure is None:
        return []
    figures = measure.source.by_township(measure.code, row.on)
    return [
        Share(
            township,
            figures[township.pk],
            quantity(figures[township.pk].value, row.target.unit, row.target.decimals),
            measure.records_url(row.on, township.pk),
        )
        for township in Department.objects.townships().active()
        if township.pk in figures
    ]
