"""The table of criteria (评分细则表): merged headings, chunks that stay on one page, columns to fill in."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assessments.models import Criterion, CriterionKind, Scheme
from quality_portal.lib.documents.contents import Cell, Grid, Row
from quality_portal.lib.numbers import format_decimal

ROWS_KEPT_TOGETHER = 6
"""Rows under one heading that stay on one page; a longer heading is printed again with 续."""
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
    return f"{kind} 最多{format_decimal(criterion.points)}分" if criterion.points else kind


def named(criterion: Criterion, *, with_points: bool = False) -> str:
    """Return a criterion's name, a key item with its star, a heading with its points."""
    name = f"{KEY if criterion.is_key else ''}{criterion.name}"
    return f"{name}（{format_decimal(criterion.points)}分）" if with_points and criterion.points else name


def criteria_grid(scheme: Scheme, extras: Sequence[Extra] = ()) -> Grid:
    """Return the table of a scheme's criteria with merged heads and merged headings."""
    rows = leaves(scheme)
    levels = min(2, max((len(leaf.above) for leaf in rows), default=0))
    head = (
        *((Cell("考核指标", across=levels + 1, down=1 if levels else 2),)),
        Cell("分值", down=2),
        Cell("评分标准", down=2),
        Cell("佐证材料", down=2),
        Cell("评分单位", down=2),
        *(Cell(extra.label, down=2) for extra in extras),
    )
    names = ("一级指标", "二级指标")[:levels]
    below = (*(Cell(name) for name in names), Cell("考核内容")) if levels else ()
    groups = tuple(
        chunk
        for _top, part in groupby(
            rows, key=lambda leaf: leaf.above[0].pk if leaf.above else -leaf.criterion.pk
        )
        for chunk in _chunks(list(part), levels, extras)
    )
    notes = ["带★的为重点项。"] if any(leaf.criterion.is_key for leaf in rows) else []
    return Grid(
        (head, below), groups, _widths(levels, extras), note="".join(["注：", *notes]) if notes else ""
    )


def _widths(levels: int, extras: Sequence[Extra]) -> tuple[int, ...]:
    fixed = [10] * levels + [7, 0, 14, 11] + [extra.width for extra in extras]
    content = 18 if levels else 20
    rest = 100 - sum(fixed) - content
    return (*([10] * levels), content, 7, rest, 14, 11, *(extra.width for extra in extras))


def _chunks(part: list[Leaf], levels: int, extras: Sequence[Extra]) -> list[tuple[Row, ...]]:
    """Return the rows of one top heading in groups of a page's part, each beginning with its headings."""
    found = []
    for start in range(0, len(part), ROWS_KEPT_TOGETHER):
        chunk = part[start : start + ROWS_KEPT_TOGETHER]
        found.append(_group(chunk, levels, extras, is_continued=start > 0))
    return found


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
        Cell(full_marks(criterion)),
        Cell(standard(criterion), "text"),
        Cell(criterion.evidence or "—", "text"),
        Cell(criterion.scored_by.short_name if criterion.scored_by else "领导小组办公室"),
    ]


def standard(criterion: Criterion) -> str:
    """Return how points are given: in the words of the scheme, else by the name of the rule."""
    return criterion.standard or str(criterion.get_rule_display())
