"""What a table of criteria would make of a draft edition: which criterion stands for which row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from assessments.criteria_imports import Item
from assessments.models import Criterion, Scheme
from assessments.outline import Outline

WRITTEN: Final = (
    *("code", "name", "name_en", "kind", "is_key", "standard", "points", "rule", "params"),
    *("evidence", "clause", "scored_by"),
)
KEPT: Final = ("name_en", "standard", "evidence", "clause", "scored_by", "rule", "params")
"""What a heading keeps where the table says nothing of it: official tables have no place for it."""


@dataclass(slots=True)
class Plan:
    """Each criterion as it would be, with its parent's key, beside the stored one it stands for."""

    pairs: list[tuple[Criterion | None, Criterion]] = field(default_factory=list)
    gone: list[Criterion] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)

    @property
    def outline(self) -> Outline:
        """The tree as it would be."""
        return Outline([new for _held, new in self.pairs])

    @property
    def changes(self) -> int:
        """How many criteria would be added, changed or removed."""
        return sum(self.figures[name] for name in ("new", "changed", "gone"))


def state_of(scheme: Scheme) -> str:
    """Return what tells two states of a scheme's criteria apart."""
    rows = scheme.criteria.order_by("pk").values_list("pk", "version")
    return sha256(repr(list(rows)).encode()).hexdigest()


def plan_of(scheme: Scheme, items: Sequence[Item]) -> Plan:
    """Hold a table's criteria against those of the scheme; places count as keys until they are written.

    One is found by its code, else by its name below the same headings; a heading also by its parts.
    """
    outline = Outline(list(scheme.criteria.select_related("scored_by")))
    stored = [node.criterion for node in outline.nodes]
    found = _found(stored, items)
    plan = Plan(gone=[each for each in stored if each not in found])
    taken = {each.code for each in stored if each in found or _has_kept_parts(each, stored, found)}
    _make(plan, scheme, items, found, taken | {item.criterion.code for item in items})
    is_ordered = stored == [each for each in found if each is not None]
    for held, new in plan.pairs:
        if held is not None and is_ordered and len(found) == len(stored):
            new.order = held.order
        plan.figures[_state(held, new, plan.pairs)] += 1
    plan.figures["gone"] = len(plan.gone)
    return plan


def _has_kept_parts(
    criterion: Criterion, stored: Sequence[Criterion], found: Sequence[Criterion | None]
) -> bool:
    return any(each.parent_id == criterion.pk and each in found for each in stored)


def _found(stored: Sequence[Criterion], items: Sequence[Item]) -> list[Criterion | None]:
    """Return the stored criterion of each item."""
    by_code = {each.code: each for each in stored}
    paths: dict[int, tuple[str, ...]] = {}
    by_path: dict[tuple[str, ...], list[Criterion]] = {}
    for held in stored:
        paths[held.pk] = (*paths.get(held.parent_id or 0, ()), held.name)
        by_path.setdefault(paths[held.pk], []).append(held)
    found: list[Criterion | None] = []
    trail: list[tuple[str, ...]] = []
    named = {by_code[item.criterion.code].pk for item in items if item.criterion.code in by_code}
    for item in items:
        above = trail[item.above] if item.above >= 0 else ()
        trail.append((*above, item.criterion.name))
        twins = by_path.get(trail[-1], [])
        if item.criterion.code:
            found.append(by_code.get(item.criterion.code))
        else:
            twin = next((each for each in twins if each.pk not in named), None)
            found.append(twin)
            named |= {twin.pk} if twin else set()
    _find_by_parts(stored, items, found)
    return found


def _find_by_parts(stored: Sequence[Criterion], items: Sequence[Item], found: list[Criterion | None]) -> None:
    """Let a heading that was renamed be the stored one whose parts it has."""
    by_key = {each.pk: each for each in stored}
    for place in reversed(range(len(items))):
        if found[place] is None and not items[place].criterion.code:
            parts = [held for item, held in zip(items, found, strict=True) if item.above == place and held]
            above = by_key.get(parts[0].parent_id or 0) if parts else None
            found[place] = above if above not in found else None


def _make(
    plan: Plan,
    scheme: Scheme,
    items: Sequence[Item],
    found: Sequence[Criterion | None],
    taken: set[str],
) -> None:
    """Give each criterion a key, its parent's, and a code where the table gives none."""
    counts: Counter[int] = Counter()
    for place, (item, held) in enumerate(zip(items, found, strict=True)):
        new = item.criterion
        counts[item.above] += 1
        prefix = f"{items[item.above].criterion.code}." if item.above >= 0 else ""
        if not item.line.is_leaf and held is not None and not new.code:
            for name in KEPT:
                setattr(new, name, getattr(held, name))
        elif held is not None and not new.name_en:
            new.name_en = held.name_en
        new.code = new.code or (held.code if held else _free(prefix, counts[item.above], taken))
        taken.add(new.code)
        new.pk, new.parent_id = place + 1, item.above + 1 if item.above >= 0 else None
        new.scheme, new.order = scheme, place + 1
        plan.pairs.append((held, new))


def _free(prefix: str, number: int, taken: set[str]) -> str:
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def _state(
    held: Criterion | None, new: Criterion, pairs: Sequence[tuple[Criterion | None, Criterion]]
) -> str:
    if held is None:
        return "new"
    above = pairs[new.parent_id - 1][0] if new.parent_id else None
    same = all(getattr(held, name) == getattr(new, name) for name in (*WRITTEN, "order"))
    return "same" if same and held.parent_id == (above.pk if above else None) else "changed"
