"""What readings make of a figure: they give it, replace the computed one, or say that there is none."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from targets.measures import Figure
from targets.models import NoValue, Reading
from targets.rules import Judgement, Light, Words

NO_VALUE: Final[dict[str, Words]] = {
    NoValue.NONE_THIS_PERIOD: _("The responsible department states that there was none this period."),
    NoValue.NOT_APPLICABLE: _("The responsible department states that the target does not apply this year."),
    NoValue.NOT_YET_OBTAINED: _("The responsible department states that the figure is not yet obtained."),
}
"""Why a target whose department entered no value has no light."""


def reading_of(readings: Iterable[Reading], day: date) -> Reading | None:
    """Return the last reading of the day's own year: last year's value does not speak for this year."""
    return max(
        (reading for reading in readings if reading.as_of.year == day.year and reading.as_of <= day),
        key=lambda reading: reading.as_of,
        default=None,
    )


def figure_with(computed: Figure, reading: Reading | None) -> Figure:
    """Return the office's override of a computed figure, else the computed figure itself.

    An override keeps the count of the records it replaces.
    """
    if reading is not None and reading.is_override:
        return Figure(reading.value, records=computed.records)
    return computed


def explained(judgement: Judgement, reading: Reading | None) -> Judgement:
    """Return the judgement with the department's own words where it stays unknown for want of a value."""
    if judgement.light is not Light.UNKNOWN or reading is None or not reading.no_value:
        return judgement
    return replace(judgement, reason=NO_VALUE[reading.no_value])
