"""Criteria tables as counties print them (考核细则): which column says what, and the tree the rows form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from quality_portal.lib.numbers import NumberError, parse_decimal
from quality_portal.lib.text import header_key

LEVEL_HEADS: Final = (
    ("一级指标", "类别", "考核类别", "考核项目", "项目"),
    ("二级指标", "考核内容", "建设内容"),
    ("考核指标", "指标", "建设指标", "指标名称"),
    ("三级指标", "考核要点", "考核要求"),
    ("四级指标",),
    ("五级指标",),
    ("六级指标",),
)
"""Heads of the levels, the highest first; a table has those it needs, in any order."""
HEADS: Final = {
    "standard": ("评分标准", "考评标准", "考核标准", "评分细则"),
    "task": ("任务内容", "工作任务"),
    "method": ("打分方法", "评分方法", "计分方法", "考核方法"),
    "evidence": ("评分依据", "需提交材料", "需提供材料", "佐证材料", "证明材料"),
    "scorer": ("考核牵头部门", "牵头部门", "责任单位", "责任部门", "考核部门", "评分部门"),
    "points": ("分值", "标准分", "满分", "分数"),
    "note": ("备注",),
    "code": ("编号",),
    "kind": ("指标性质",),
    "clause": ("依据条款",),
    "params": ("规则参数",),
    "own": ("自评分", "自评得分", "得分", "工作考核", "序号"),
}
KINDS: Final = {"加分": "bonus", "否决": "veto", "扣分项": "deduction"}
_KNOWN: Final = {
    header_key(word): name
    for name, words in [*((f"level{n}", words) for n, words in enumerate(LEVEL_HEADS)), *HEADS.items()]
    for word in words
}
_POINTS: Final = re.compile(r"\s*[（(]\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?\s*[）)]\s*$")
_NUMBER: Final = re.compile(
    r"(?:第?[一二三四五六七八九十]+[、.．]|[（(](?:[一二三四五六七八九十]+|\d+)[）)]"
    r"|\d+(?:[.．]\d+)*(?:[、.．)）]|\s+))\s*"
)


@dataclass(slots=True)
class Line:
    """A criterion of a table; ``above`` is the place of its heading, -1 at the top."""

    row: int
    name: str
    above: int
    is_key: bool = False
    points: Decimal | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    is_leaf: bool = False
    listed: list[str] = field(default_factory=list)


def known(heading: str) -> str | None:
    """Return what a column holds, None for a heading nobody knows."""
    return _KNOWN.get(header_key(heading))


def named(text: str, *, numbered: bool = True) -> tuple[str, bool, Decimal | None]:
    """Split a cell into its name, whether a star marks it, and the points printed behind the name."""
    words = text.strip()
    points = _POINTS.search(words)
    name = words[: points.start()] if points else words
    is_key = False
    while name[:1] in ("*", "＊") and len(name) > 1:
        name, is_key = name[1:].strip(), True
    stripped = _NUMBER.sub("", name, count=1) if numbered and _NUMBER.match(name) else name
    while stripped[:1] in ("*", "＊") and len(stripped) > 1:
        stripped, is_key = stripped[1:].strip(), True
    return (stripped or name), is_key, Decimal(points[1]) if points else None


def kind_of(words: str) -> str:
    """Return the kind that a word such as 加分项 names, empty for none."""
    return next((kind for word, kind in KINDS.items() if words.startswith(word)), "")


def points_of(text: str) -> Decimal | None:
    """Return the points of a cell such as 4, 4分 or （4）; None for a blank one or words."""
    try:
        return parse_decimal(text.strip().strip("（）()").removesuffix("分"))
    except NumberError:
        return None


def layout(columns: Mapping[int, str], rows: Sequence[Sequence[str]]) -> tuple[list[int], dict[str, int]]:
    """Return the columns of the levels, the highest first, and those of the rest.

    Where no column is headed as points, one of figures headed 考评标准 holds them. Where 打分方法 says
    how points are given, 评分标准 names what is scored: the lowest level.
    """
    levels = sorted((name, index) for index, name in columns.items() if name.startswith("level"))
    rest = {name: index for index, name in columns.items() if not name.startswith("level")}
    ordered = [index for _name, index in levels]
    if "points" not in rest and "standard" in rest:
        cells = [row[rest["standard"]] for row in rows if row[rest["standard"]]]
        if cells and all(points_of(cell) is not None for cell in cells):
            rest["points"] = rest.pop("standard")
    if "method" in rest and "standard" in rest and "code" not in rest:
        ordered.append(rest.pop("standard"))
        rest["standard"] = rest.pop("method")
    if "task" in rest:
        rest.setdefault("standard", rest.pop("task"))
    return ordered, rest


def lines_of(columns: Mapping[int, str], numbered: Sequence[tuple[int, Sequence[str]]]) -> list[Line]:
    """Return the tree that the rows form, a heading before its parts."""
    levels, rest = layout(columns, [row for _number, row in numbered])
    lines: list[Line] = []
    path: list[str] = []
    places: list[int] = []
    for number, row in numbered:
        new = _filled([row[index] for index in levels], path)
        if not any(new):
            continue
        cells = {name: row[index] for name, index in rest.items()}
        places = _grow(lines, number, new, path, places, cells)
        path = new
    _settle(lines)
    return lines


def _filled(cells: list[str], before: Sequence[str]) -> list[str]:
    """Fill blank cells down from the row before, as long as the higher levels are the same."""
    filled = list(cells)
    same = any(cells)
    for level, cell in enumerate(cells):
        if not cell and same and any(cells[level + 1 :]) and before:
            filled[level] = before[level]
        elif level and cell and cell == filled[level - 1]:
            filled[level] = ""
        same = same and bool(before) and filled[level] == before[level]
    return filled


def _grow(
    lines: list[Line],
    row: int,
    new: Sequence[str],
    before: Sequence[str],
    places: Sequence[int],
    cells: Mapping[str, str],
) -> list[int]:
    """Add what a row has beyond the row before; return the place of each of its levels, -1 for none."""
    last = max(level for level, cell in enumerate(new) if cell)
    found: list[int] = []
    above, same = -1, bool(before)
    for level, cell in enumerate(new):
        same = same and cell == before[level]
        if not cell or (same and level < last):
            found.append(places[level] if same else -1)
        else:
            name, is_key, points = named(cell, numbered="code" not in cells)
            lines.append(Line(row, name, above, is_key, points))
            found.append(len(lines) - 1)
        above = found[level] if found[level] >= 0 else above
    lines[above].is_leaf, lines[above].cells = True, cells
    own = points_of(cells.get("points", ""))
    lines[above].points = lines[above].points if own is None else own
    return found


def _settle(lines: list[Line]) -> None:
    """Let a row that turns out to have parts be a heading."""
    for line in lines:
        if line.above >= 0:
            lines[line.above].is_leaf = False


def kinds_of(lines: Sequence[Line]) -> list[str]:
    """Return each line's kind: by its column, its name, or that of its heading."""
    kinds: list[str] = []
    for line in lines:
        own = kind_of(line.cells.get("kind", "")) or kind_of(line.name)
        kinds.append(own or (kinds[line.above] if line.above >= 0 else "scored"))
    return kinds


def gathered(lines: Sequence[Line], kinds: Sequence[str]) -> list[int]:
    """Return the places that stay: parts are listed in a heading's text where none of them bears points."""
    parts: dict[int, list[int]] = {}
    for place, line in enumerate(lines):
        parts.setdefault(line.above, []).append(place)
    dropped: set[int] = set()
    for place, line in enumerate(lines):
        below = [part for part in _below(place, parts) if kinds[part] == "scored"]
        if below and line.points is not None and all(lines[part].points is None for part in below):
            line.listed += [lines[part].name for part in below if part not in parts]
            line.is_leaf = True
            dropped |= set(below)
    return [place for place in range(len(lines)) if place not in dropped]


def _below(place: int, parts: Mapping[int, Sequence[int]]) -> list[int]:
    return [each for part in parts.get(place, ()) for each in (part, *_below(part, parts))]
