"""How figures are put together: over the parts of a year, and over units. Never a mean of percentages."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from targets.measures import UNKNOWN, Figure
from targets.models import OverPeriods, OverUnits


def over_periods(rule: str, values: Sequence[Decimal | None]) -> Decimal | None:
    """Return a year's figure from its readings in the order of their days; None where none says a figure.

    A reading that counts each thing once is a running count: the highest of a year has them all, adding
    would count things twice.
    """
    known = [value for value in values if value is not None]
    if not known:
        return None
    if rule == OverPeriods.SUM:
        return sum(known, Decimal(0))
    return max(known) if rule == OverPeriods.DISTINCT else values[-1]


def over_units(rule: str, figures: Iterable[Figure]) -> Figure:
    """Return the figure of several units together; unknown where there is nothing to put together."""
    known = [figure for figure in figures if figure.value is not None]
    if not known:
        return UNKNOWN
    records = sum(figure.records for figure in known)
    if rule == OverUnits.SUM:
        return Figure(sum((figure.value or Decimal(0) for figure in known), Decimal(0)), records=records)
    parts = [figure for figure in known if figure.numerator is not None and figure.denominator]
    numerator = sum((figure.numerator or Decimal(0) for figure in parts), Decimal(0))
    denominator = sum((figure.denominator or Decimal(0) for figure in parts), Decimal(0))
    if not denominator:
        return UNKNOWN
    return Figure(numerator * 100 / denominator, numerator, denominator, records)


def rest(rule: str, whole: Figure, units: Iterable[Figure]) -> Figure | None:
    """Return what of the whole figure belongs to none of the units; None where nothing does.

    Where figures are added up the rest is the difference; where they are pooled, that of numerators and of
    denominators.
    """
    together = over_units(rule, units)
    records = whole.records - together.records
    if whole.value is None:
        return None
    if rule == OverUnits.SUM:
        value = whole.value - (together.value or Decimal(0))
        return Figure(value, records=records) if value else None
    if whole.denominator is None:
        return None
    numerator = (whole.numerator or Decimal(0)) - (together.numerator or Decimal(0))
    denominator = whole.denominator - (together.denominator or Decimal(0))
    if denominator <= 0:
        return None
    return Figure(numerator * 100 / denominator, numerator, denominator, records)
