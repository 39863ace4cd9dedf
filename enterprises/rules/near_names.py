"""Which files may belong to one enterprise: proposed by their names, decided by a person."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import combinations

from quality_portal.lib.text import similar_enterprise_key

Pair = tuple[int, int]
"""The primary keys of two files, the smaller first."""

_similar = lru_cache(maxsize=50_000)(similar_enterprise_key)


def near_pairs(names: Iterable[tuple[int, str]], apart: Collection[Pair]) -> list[Pair]:
    """Return the pairs of files whose names are near, by name; without those judged to be apart.

    Near are names that differ in legal form (有限公司、有限责任公司、股份), brackets, blanks, width or
    traditional characters only.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for pk, name in names:
        groups[_similar(name)].append(pk)
    groups.pop("", None)
    found = (pair for key in sorted(groups) for pair in combinations(sorted(groups[key]), 2))
    return [pair for pair in found if pair not in apart]
