"""The table of criteria (评分细则表): merged headings, chunks that stay on one page, columns to fill in."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assessments.models import Criterion, CriterionKind, Scheme
from quality_portal.lib.documents.contents import Cell, Grid, Row
from quality_portal.lib.numbers import format_decimal

ROWS_KEPT_TOGETHER = 5
"""Rows under one heading that stay on one page; a longer heading is printed again with 续."""
LINES_KEPT_TOGETHER = 13
"""The same in lines of text, so that what stays together fits on a page laid across."""
CHARACTERS_ACROSS = 53
"""Characters of a table's text that stand side by side on a page laid across."""
KINDS = {CriterionKind.BONUS: "加分项", CriterionKind.DEDUCTION: "扣分项", CriterionKind.VETO: "否决项"}
KEY = "★"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A criterion that is scored itself, with the headings above it from the top."""

    criterion: Criterion
    above: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """A further column: its head, its width, and what a criterion's row says in it."""

    label: str
    width: int
    cell: Callable[[Criterion], Cell]


def leaves(scheme: Scheme) -> list[Leaf]:
    """Return the scored criteria in the order of the tree; one query."""
    children: dict[int | None, list[Criterion]] = defaultdict(list)
    for criterion in scheme.criteria.select_related("scored_by").order_by("order", "code"):
        children[criterion.parent_id].append(criterion)
    found: list[Leaf] = []
    pending = [Leaf(criterion, ()) for criterion in reversed(children[None])]
    while pending:
        leaf = pending.pop()
        below = children[leaf.criterion.pk]
        if not below:
            found.append(leaf)
        pending += [Leaf(child, (*leaf.above, leaf.criterion)) for child in reversed(below)]
    return found


def full_marks(criterion: Criterion) -> str:
    """Return the points as the table prints them: what kind, and how many at most."""
    kind = KINDS.get(CriterionKind(criterion.kind))
    if kind is None:
        return format_decimal(criterion.points)
    return f"{kind}\n最多{format_decimal(criterion.points)}分" if criterion.points else kind


def named(criterion: Criterion, *, with_points: bool = False) -> str:
    """Return a criterion's name, a key item with its star, a heading with its points."""
    name = f"{KEY if criterion.is_key else ''}{criterion.name}"
    return f"{name}\n（{format_decimal(criterion.points)}分）" if with_points and criterion.points else name


def criteria_grid(scheme: Scheme, extras: Sequence[Extra] = (), *, has_scorers: bool = True) -> Grid:
    """Return the table of a scheme's criteria with merged heads and merged headings."""
    rows = leaves(scheme)
    levels = min(2, max((len(leaf.above) for leaf in rows), default=0))
    scorer = (Extra("评分单位", 11, _scorer),) if has_scorers else ()
    extras = (*scorer, *extras)
    labels = ("分值", "评分标准", "佐证材料", *(extra.label for extra in extras))
    head: tuple[Cell, ...] = (Cell("考核指标", across=levels + 1, down=1 if levels else 2),)
    head += tuple(Cell(label, down=2) for label in labels)
    names = ("一级指标", "二级指标")[:levels]
    below = (*(Cell(name) for name in names), Cell("考核内容")) if levels else ()
    frame = _Frame(levels, tuple(extras), _widths(levels, extras))
    groups = tuple(
        chunk
        for _top, part in groupby(
            rows, key=lambda leaf: leaf.above[0].pk if leaf.above else -leaf.criterion.pk
        )
        for chunk in frame.chunks(list(part))
    )
    is_starred = any(leaf.criterion.is_key for leaf in rows)
    return Grid((head, below), groups, frame.widths, note="注：带★的为重点项。" if is_starred else "")


def _scorer(criterion: Criterion) -> Cell:
    return Cell(criterion.scored_by.short_name if criterion.scored_by else "领导小组办公室")


def _widths(levels: int, extras: Sequence[Extra]) -> tuple[int, ...]:
    fixed = [10] * levels + [8, 0, 13] + [extra.width for extra in extras]
    content = 17 if levels else 20
    rest = 100 - sum(fixed) - content
    return (*([10] * levels), content, 8, rest, 13, *(extra.width for extra in extras))


@dataclass(frozen=True, slots=True)
class _Frame:
    """How the table is laid out: levels of headings, further columns, widths in per cent."""

    levels: int
    extras: tuple[Extra, ...]
    widths: tuple[int, ...]

    def chunks(self, part: list[Leaf]) -> list[tuple[Row, ...]]:
        """Return the rows of one top heading in groups of a page's part, each beginning with its headings."""
        found: list[tuple[Row, ...]] = []
        chunk: list[Leaf] = []
        lines = 0
        for leaf in part:
            needed = self._lines(leaf)
            if chunk and (len(chunk) == ROWS_KEPT_TOGETHER or lines + needed > LINES_KEPT_TOGETHER):
                found.append(_group(chunk, self.levels, self.extras, is_continued=bool(found)))
                chunk, lines = [], 0
            chunk.append(leaf)
            lines += needed
        return [*found, _group(chunk, self.levels, self.extras, is_continued=bool(found))]

    def _lines(self, leaf: Leaf) -> int:
        """Estimate the lines of a row from its longest cell."""
        cells = [*_facts(leaf, self.levels), *(extra.cell(leaf.criterion) for extra in self.extras)]
        widths = self.widths[-len(cells) :]
        return max(
            -(-len(cell.text) // max(int(width * CHARACTERS_ACROSS / 100) - 1, 1))
            for cell, width in zip(cells, widths, strict=True)
        )


def _group(chunk: list[Leaf], levels: int, extras: Sequence[Extra], *, is_continued: bool) -> tuple[Row, ...]:
    rows = []
    for place, leaf in enumerate(chunk):
        cells = [
            *_headings(chunk, place, levels, is_continued=is_continued),
            *_facts(leaf, levels),
            *(extra.cell(leaf.criterion) for extra in extras),
        ]
        rows.append(tuple(cells))
    return tuple(rows)


def _headings(chunk: list[Leaf], place: int, levels: int, *, is_continued: bool) -> list[Cell]:
    cells = []
    for level in range(min(levels, len(chunk[place].above))):
        path = _path(chunk[place], level)
        if place and _path(chunk[place - 1], level) == path:
            continue
        down = sum(1 for _same in _run(chunk, place, level, path))
        again = "（续）" if is_continued and place == 0 and level == 0 else ""
        cells.append(Cell(f"{named(chunk[place].above[level], with_points=True)}{again}", "text", down=down))
    return cells


def _path(leaf: Leaf, level: int) -> tuple[int, ...]:
    return tuple(criterion.pk for criterion in leaf.above[: level + 1]) if len(leaf.above) > level else ()


def _run(chunk: list[Leaf], place: int, level: int, path: tuple[int, ...]) -> list[Leaf]:
    found = []
    for leaf in chunk[place:]:
        if _path(leaf, level) != path:
            break
        found.append(leaf)
    return found


def _facts(leaf: Leaf, levels: int) -> list[Cell]:
    criterion = leaf.criterion
    deeper = "　".join(named(above) for above in leaf.above[levels:])
    name = f"{deeper}：{named(criterion)}" if deeper else named(criterion)
    return [
        Cell(name, "text", across=1 + levels - min(levels, len(leaf.above))),
        Cell(full_marks(criterion), "lines"),
        Cell(standard(criterion), "text"),
        Cell(criterion.evidence or "—", "text"),
    ]


def standard(criterion: Criterion) -> str:
    """Return how points are given: in the words of the scheme, else by the name of the rule."""
    return criterion.standard or str(criterion.get_rule_display())
