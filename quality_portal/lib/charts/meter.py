"""Meter: how much of a whole is done."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from quality_portal.lib.charts.figures import Value, no_data
from quality_portal.lib.charts.labels import px
from quality_portal.lib.charts.tones import Tone
from quality_portal.lib.numbers import format_decimal

WIDTH: Final = 120
HEIGHT: Final = 10


@dataclass(frozen=True, slots=True)
class Meter:
    """Everything `_parts/charts/meter.html` draws; `filled` in pixels, None when unknown."""

    label: str
    width: int
    height: int
    filled: float | None
    ink: str


def meter(value: Value, upper: Decimal | int, *, label: str = "", tone: Tone = Tone.PLAIN) -> Meter:
    """Lay out a bar filled to value/upper; more than the whole is a full bar, unknown an outline.

    Without a `label` the text alternative is the share in whole per cent. An `upper` of zero or less has no
    share: the meter says "No data".
    """
    share = None if value is None or upper <= 0 else max(Decimal(0), Decimal(value) / Decimal(upper))
    spoken = no_data() if share is None else f"{format_decimal(share * 100, 0)}%"
    filled = None if share is None else px(float(min(share, Decimal(1))) * WIDTH)
    return Meter(label or spoken, WIDTH, HEIGHT, filled, tone.ink)
