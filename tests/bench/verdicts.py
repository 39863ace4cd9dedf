"""Compares what was measured with the limits."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LIMITS = Path(__file__).with_name("limits.toml")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A figure beside its limit."""

    name: str
    value: float
    at_most: float | None
    at_least: float | None

    @property
    def holds(self) -> bool:
        """Whether the figure keeps to its limit."""
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    @property
    def limit(self) -> str:
        """The limit in words."""
        return f"at most {self.at_most:g}" if self.at_most is not None else f"at least {self.at_least:g}"


def read_limits(path: Path = LIMITS) -> dict[str, dict[str, float]]:
    """Return the limits by the figure's name."""
    with path.open("rb") as file:
        return tomllib.load(file)


def judge(figures: Mapping[str, float], limits: Mapping[str, Mapping[str, float]]) -> list[Verdict]:
    """Return a verdict for every figure that was measured.

    Raises KeyError when a figure has no limit.
    """
    return [
        Verdict(name, value, limits[name].get("at_most"), limits[name].get("at_least"))
        for name, value in figures.items()
    ]
