"""How large the demonstration is, and what every generator needs to know."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from departments.models import User


@dataclass(frozen=True, slots=True)
class Scale:
    """How many records are made; above the county's size they come without a history row each."""

    name: str
    enterprises: int
    samples: int
    credentials: int
    main_industrial: int
    main_farm: int
    with_history: bool


def _times(name: str, factor: int) -> Scale:
    return Scale(
        name=name,
        enterprises=2_000 * factor,
        samples=20_000 * factor,
        credentials=1_000 * factor,
        main_industrial=120 * factor,
        main_farm=80 * factor,
        with_history=factor == 1,
    )


SCALES: Final[dict[str, Scale]] = {
    scale.name: scale for scale in (_times("county", 1), _times("prefecture", 10), _times("province", 100))
}
YEARS_OF_SAMPLES: Final = 5


@dataclass(frozen=True, slots=True)
class Setting:
    """One loading of the demonstration: its size, its seed, the day it is made for, who writes it."""

    scale: Scale
    seed: int
    today: date
    by: User

    def dice(self, noun: str) -> Random:
        """Return the source of chance for one noun: another noun's draws do not disturb it."""
        return Random(f"{self.seed}:{noun}")  # noqa: S311 - repeatable figures, no secret

    @property
    def first_day(self) -> date:
        """The first day of the five years that samples are drawn in."""
        return date(self.today.year - YEARS_OF_SAMPLES + 1, 1, 1)
