"""Shares of records, as the measures of this room give them."""

from decimal import Decimal

from quality_portal.lib.numbers import rate
from targets.measures import Figure


def share(numerator: int, denominator: int) -> Figure:
    """Return a share in per cent with what it was computed from; unknown without any record."""
    return Figure(rate(numerator, denominator), Decimal(numerator), Decimal(denominator), denominator)
