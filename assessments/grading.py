"""Grades and ranks of totals: by the scheme's bands, with the grades that rulings force."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assessments import rules
from assessments.models import Ruling, Scheme

if TYPE_CHECKING:
    from assessments.lines import UnitTotal


def bands_of(scheme: Scheme) -> dict[str, Decimal]:
    """Return where each grade begins."""
    return {band.letter: band.from_points for band in scheme.bands.all()}


def forced_grades(scheme: Scheme) -> dict[int, Ruling]:
    """Return the rulings in force, by unit; of several the last decided counts."""
    return {ruling.unit_id: ruling for ruling in scheme.rulings.in_force().order_by("decided_on", "pk")}


def ranked(scheme: Scheme, totals: Sequence["UnitTotal"]) -> list["UnitTotal"]:
    """Give grade and rank to the complete results; the order of units settles the order of ties.

    A forced grade leaves the unit at its place by score. Units not yet complete stand last.
    """
    bands, forced = bands_of(scheme), forced_grades(scheme)
    complete = [total for total in totals if total.is_complete]
    places = rules.ranks([total.total for total in complete])
    graded = [
        replace(_graded(total, scheme, bands, forced), rank=rank)
        for total, rank in zip(complete, places, strict=True)
    ]
    graded.sort(key=lambda total: total.rank or 0)
    return graded + [total for total in totals if not total.is_complete]


def _graded(
    total: "UnitTotal", scheme: Scheme, bands: Mapping[str, Decimal], forced: Mapping[int, Ruling]
) -> "UnitTotal":
    ruling = forced.get(total.unit.pk)
    letter = ruling.letter if ruling else ""
    grade, computed = rules.settle(total.total, bands, scheme.banding_places, letter)
    because = ruling.reason if ruling else ""
    return replace(total, grade=grade, computed_grade=computed, forced_because=because)
