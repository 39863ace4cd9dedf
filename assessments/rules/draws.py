"""The draw of units for the on-site check: anybody can repeat it from the seed that was recorded."""

from collections.abc import Sequence
from hashlib import sha256
from math import ceil


def drawn_from(population: Sequence[str], seed: str, share: int) -> list[str]:
    """Return the units drawn: the share in per cent, rounded up, of those whose marks come first.

    A unit's mark is the SHA-256 of seed, colon and code, so that the draw is the same on every machine.
    """
    number = ceil(len(population) * share / 100)
    marked = sorted(population, key=lambda code: sha256(f"{seed}:{code}".encode()).hexdigest())
    return sorted(marked[:number])
