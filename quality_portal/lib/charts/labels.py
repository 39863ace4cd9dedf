"""Room for words: estimated widths, shortened labels, labels pushed apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import east_asian_width

FONT_SIZE: Final = 13
LINE_GAP: Final = 17.0
NARROW: Final = 340
"""The width in pixels of a chart on a phone; a wider one shrunk to it could not be read."""

_NARROW: Final = frozenset(" .,:;'!|()[]ijlIft/")
_BROAD: Final = frozenset("%@&mwMW—…≥≤")


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a place; `title` is the whole text when `text` had to be shortened, else empty."""

    x: float
    y: float
    text: str
    title: str = ""


def text_width(text: str, size: float = FONT_SIZE) -> float:
    """Width of the text in pixels, estimated on the generous side for the fonts of the portal."""
    return size * sum(_em(character) for character in text)


def _em(character: str) -> float:
    if character in _BROAD or east_asian_width(character) in "WF":
        return 1.0
    if character in _NARROW:
        return 0.36
    return 0.7 if character.isupper() else 0.58


def shorten(text: str, room: float, size: float = FONT_SIZE) -> str:
    """The text, cut with an ellipsis where it would be wider than `room` pixels; one character at least."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while len(kept) > 1 and text_width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def fit(text: str, x: float, y: float, room: float) -> Label:
    """A label no wider than `room`, with the whole text as its title when something was cut."""
    short = shorten(text, room)
    return Label(px(x), px(y), short, text if short != text else "")


def spread(wanted: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Places as near to the wanted ones as possible, in the same order, at least `gap` apart, within bounds.

    Where the bounds are too tight for the gap, the places share the room evenly.
    """
    if not wanted:
        return []
    gap = min(gap, (high - low) / max(1, len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    # Without the gaps this is the nearest rising sequence: neighbours out of order share their mean.
    runs: list[tuple[float, int]] = []
    for rank, index in enumerate(order):
        mean, size = wanted[index] - rank * gap, 1
        while runs and runs[-1][0] > mean:
            other, others = runs.pop()
            mean, size = (mean * size + other * others) / (size + others), size + others
        runs.append((mean, size))
    level = [mean for mean, size in runs for _ in range(size)]
    ceiling = high - (len(wanted) - 1) * gap
    places = [0.0] * len(wanted)
    for rank, index in enumerate(order):
        places[index] = min(max(level[rank], low), ceiling) + rank * gap
    return places


def label_step(widest: float, slot: float, gap: float = 8) -> int:
    """Every how many-th label can be written when the widest is `widest` and each has a `slot` of room."""
    step = 1
    while widest + gap > slot * step:
        step += 1
    return step


def narrow_key(key: str) -> str:
    """The id prefix of a chart's narrow drawing, which stands on the same page."""
    return f"{key}-narrow"


def px(value: float) -> float:
    """A coordinate with one decimal, whole ones without: short markup, the same picture."""
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded
