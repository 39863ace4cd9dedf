"""How a chart writes its figures: decimal places, unit, and the words for an unknown value."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.utils.translation import gettext, pgettext

from quality_portal.lib.numbers import format_decimal

Value: TypeAlias = Decimal | int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Decimal places (halves rounded up) and the unit written right after the number ("%", "家")."""

    places: int = 0
    unit: str = ""

    def bare(self, value: Value) -> str:
        """The number alone; "No data" (暂无数据) when it is unknown."""
        return no_data() if value is None else format_decimal(value, self.places)

    def full(self, value: Value) -> str:
        """The number with its unit; "No data" when it is unknown."""
        return no_data() if value is None else f"{self.bare(value)}{self.unit}"

    def extremes(self, named: Iterable[tuple[str, Value]]) -> str:
        """A sentence naming the highest and the lowest figure; "No data" when none is known."""
        known = [(Decimal(value), name) for name, value in named if value is not None]
        if not known:
            return no_data()
        high, low = max(known, key=lambda pair: pair[0]), min(known, key=lambda pair: pair[0])
        return gettext("Highest: %(high)s; lowest: %(low)s") % {
            "high": f"{high[1]} {self.full(high[0])}",
            "low": f"{low[1]} {self.full(low[0])}",
        }


def no_data() -> str:
    """What stands where a value is unknown."""
    return gettext("No data")


def listed(words: Iterable[str]) -> str:
    """The words with the separator of the language between them."""
    return pgettext("list separator", ", ").join(words)


def sentences(parts: Iterable[str]) -> str:
    """The parts of a description with the stronger separator of the language between them."""
    return pgettext("sentence separator", "; ").join(parts)
