"""Tones: a colour, a pattern and a shape each, so that grey paper tells them apart too."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ACCENT: Final = "#1d4f91"
INK: Final = "#1b2435"
MUTED: Final = "#5a6475"


class Tone(StrEnum):
    """What a figure means for the reader; the value is also the class name on the page."""

    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    NONE = "none"

    @property
    def ink(self) -> str:
        """The strong colour of the tone."""
        return _INK[self]

    @property
    def weak(self) -> str:
        """The ground that text in the strong colour stands on."""
        return _WEAK[self]

    @property
    def mark(self) -> str:
        """Path of the tone's shape, 8 by 8 around the origin: disc, square, diamond, ring."""
        return _MARK[self]

    def fill(self, key: str) -> str:
        """What an area in this tone is filled with; `key` is the id prefix of the chart's patterns."""
        if self in _HATCH:
            return f"url(#{key}-{self.value})"
        return self.weak if self is Tone.NONE else self.ink


_INK: Final = {
    Tone.PLAIN: ACCENT,
    Tone.GOOD: "#17734a",
    Tone.WARN: "#8a5a00",
    Tone.BAD: "#b3261e",
    Tone.NONE: MUTED,
}
_WEAK: Final = {
    Tone.PLAIN: "#e8eff8",
    Tone.GOOD: "#e5f3eb",
    Tone.WARN: "#fdf3d8",
    Tone.BAD: "#fcebea",
    Tone.NONE: "#edf0f4",
}
_DISC: Final = "a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"
_MARK: Final = {
    Tone.PLAIN: f"M-4 0{_DISC}",
    Tone.GOOD: f"M-4 0{_DISC}",
    Tone.WARN: "M-3.5-3.5h7v7h-7z",
    Tone.BAD: "M0-4.5l4.5 4.5-4.5 4.5-4.5-4.5z",
    Tone.NONE: f"M-4 0{_DISC}M-2.5 0a2.5 2.5 0 1 1 5 0a2.5 2.5 0 1 1-5 0z",
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A 6 by 6 tile: lines (`path`) on a ground."""

    id: str
    ground: str
    stroke: str
    path: str


_RISING: Final = "M-1 1l2-2M0 6l6-6M5 7l2-2"
_HATCH: Final = {
    Tone.WARN: (Tone.WARN.weak, Tone.WARN.ink, _RISING),
    Tone.BAD: (Tone.BAD.ink, "#fff", "M-1 5l2 2M0 0l6 6M5-1l2 2"),
}


def patterns(tones: Iterable[Tone], key: str) -> tuple[Pattern, ...]:
    """The patterns those tones need, each once, with ids that start with `key`."""
    used = set(tones)
    return tuple(Pattern(f"{key}-{tone.value}", *hatch) for tone, hatch in _HATCH.items() if tone in used)
