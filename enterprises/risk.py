"""The registry of risk factors: what speaks against an enterprise, as far as each room knows.

The file lies on this floor, checks and credentials on higher ones; they register their factors when
Django starts. ``find(enterprise, today, months)`` returns what was found within so many months, or None;
it asks a fixed number of questions and does not depend on who reads: the mark is the same for everyone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from enterprises.models import Enterprise, RiskFigure
from enterprises.rules.risk import DEFAULTS, MONTHS, NAMES, Finding, Risk, judge, weigh


@dataclass(frozen=True, slots=True)
class RiskFactor:
    """A kind of finding; ``points`` hold for each time where the office has set nothing else."""

    code: str
    name: Promise
    points: int
    find: Callable[[Enterprise, date, int], Finding | None]


_registry: dict[str, RiskFactor] = {}


def register(factors: Iterable[RiskFactor]) -> None:
    """Add factors; registering the same factor again changes nothing.

    Raises ValueError when two different factors claim one code.
    """
    for factor in factors:
        known = _registry.setdefault(factor.code, factor)
        if known is not factor:
            raise ValueError(f"two risk factors are called {factor.code}")


def figures() -> dict[str, int]:
    """Return the points of every factor, the limits and the months looked back, as they hold now."""
    usual = DEFAULTS | {factor.code: factor.points for factor in _registry.values()}
    return usual | dict(RiskFigure.objects.values_list("code", "value"))


def names() -> dict[str, Promise | str]:
    """Return what each figure stands for, the factors first."""
    factors: dict[str, Promise | str] = {code: factor.name for code, factor in _registry.items()}
    return factors | NAMES


def explained(held: dict[str, int]) -> list[tuple[Promise | str, int]]:
    """Return every figure with what it stands for, for the reader who asks how the mark comes about."""
    return [(name, held[code]) for code, name in names().items()]


def risk_of(enterprise: Enterprise, today: date, held: dict[str, int]) -> Risk:
    """Return the enterprise's mark on a day by the figures that hold."""
    found = [
        (factor, factor.find(enterprise, today, held[MONTHS]))
        for factor in _registry.values()
        if held[factor.code] > 0
    ]
    return judge([weigh(finding, held[factor.code]) for factor, finding in found if finding], held)
