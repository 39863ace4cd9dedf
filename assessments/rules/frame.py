"""What a criterion allows: how many points, and in which direction."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.rules.points import PLACES
from quality_portal.lib.numbers import round_half_up


@dataclass(frozen=True, slots=True)
class Frame:
    """The full points of a criterion; what an extra deduction scores is the points it takes away.

    ``is_open`` marks a bonus or extra deduction without a limit. No score is ever below 0 or, unless it
    is open, above the full points.
    """

    full: Decimal
    deducts: bool = False
    is_open: bool = False

    def bounded(self, points: Decimal) -> Decimal:
        """Return the points within the frame, rounded."""
        least = max(points, Decimal(0))
        return round_half_up(least if self.is_open else min(least, self.full), PLACES)
