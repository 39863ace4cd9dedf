"""Columns of criteria tables as counties print them (考核细则): what each heading means."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from quality_portal.lib.text import header_key

LEVELS: Final = 6
LEVEL: Final = "level"
"""A column of the tree: ``level1`` is the highest."""
MANY: Final = frozenset({"standard", "evidence", "scorer", "responsible"})
"""Meanings that several columns may have; their texts are joined."""

LEVEL_HEADS: Final = (
    ("一级指标", "类别", "考核类别", "考核项目", "项目", "指标类别"),
    ("二级指标", "考核内容", "建设内容"),
    ("考核指标", "指标", "建设指标", "指标名称", "指标内容"),
    ("三级指标", "考核要点", "考核要求"),
    ("四级指标",),
    ("五级指标",),
    ("六级指标",),
)
"""Heads of the levels, the highest first; a table has those it needs, in any order."""
HEADS: Final = {
    "standard": ("评分标准", "考评标准", "考核标准", "评分细则", "评价标准", "计分标准"),
    "task": ("任务内容", "工作任务", "目标任务", "备注", "说明"),
    "method": ("打分方法", "评分方法", "计分方法", "考核方法", "评分办法", "计分办法"),
    "evidence": ("评分依据", "需提交材料", "需提供材料", "佐证材料", "证明材料", "提交材料"),
    "scorer": ("考核牵头部门", "牵头部门", "牵头考核部门", "考核部门", "评分部门", "考核单位"),
    "responsible": ("责任单位", "责任部门", "配合单位", "牵头单位"),
    "points": ("分值", "标准分", "满分", "分数", "标准分值", "权重分"),
    "code": ("编号", "指标编号"),
    "kind": ("指标性质", "指标类型"),
    "clause": ("依据条款",),
    "params": ("规则参数",),
    "own": ("自评分", "自评得分", "得分", "考核得分", "工作考核", "序号", "扣分原因", "复评分"),
}
MEANINGS: Final = ("points", "standard", "evidence", "scorer", "responsible", "code", "kind", "clause")
"""What a column may be said to mean, the levels and the rule of an exported table apart."""

_KNOWN: Final = {
    header_key(word): name
    for name, words in [*((f"{LEVEL}{n}", words) for n, words in enumerate(LEVEL_HEADS)), *HEADS.items()]
    for word in words
}
_BEHIND: Final = re.compile(r"(\(.*\)|及分值|和分值|[*:])+$")
PRINTED: Final = re.compile(r"\s*[（(]\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?\s*[）)]\s*$")
"""Points printed behind a name."""
_FIGURE: Final = re.compile(r"[-−－+]?\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?")
_MOST: Final = re.compile(r"(?:最高|最多|不超过|上限|≤|累计不超过)\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?")
_WIDTH: Final = str.maketrans("０１２３４５６７８９．", "0123456789.")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the sheet: ``own`` is what stands in its cells, ``full`` with merged cells filled in.

    ``until`` says how far down the merged cells reach that begin in the row, by column.
    """

    number: int
    own: Sequence[str]
    full: Sequence[str]
    until: Mapping[int, int] = field(default_factory=dict)


def known(heading: str) -> str | None:
    """Return what a heading is known as, None for one nobody knows."""
    words = header_key(heading)
    return _KNOWN.get(words) or _KNOWN.get(_BEHIND.sub("", words))


def points_of(text: str) -> Decimal | None:
    """Return the points of a cell such as 4, 4分, （4）, -2 or 最高5分; None for a blank one or words."""
    words = text.strip().translate(_WIDTH).strip("（）()").strip()
    match = _FIGURE.fullmatch(words) or _MOST.fullmatch(words)
    return Decimal(match[1]) if match else None


def meanings(found: Mapping[int, str], rows: Sequence[SheetRow]) -> dict[int, str]:
    """Return what each column means, the levels counted from the highest.

    Where no column is headed as points, one of figures headed 考评标准 holds them. Where 打分方法 says
    how points are given, 评分标准 may name what is scored: it is the lowest level then.
    """
    columns = dict(found)
    named = {name: index for index, name in columns.items()}
    standard = named.get("standard")
    is_printed = "method" in named and "params" not in named
    if "points" not in named and standard is not None and _are_points(standard, rows):
        columns[standard] = "points"
    elif is_printed and standard is not None and _are_names(standard, columns, rows):
        columns[standard] = f"{LEVEL}9"
    for index, name in columns.items():
        if name == "method":
            columns[index] = "rule" if "params" in named else "standard"
        elif name == "task":
            columns[index] = "standard"
    levels = sorted((name, index) for index, name in columns.items() if name.startswith(LEVEL))[:LEVELS]
    columns = {index: name for index, name in columns.items() if not name.startswith(LEVEL) and name != "own"}
    return columns | {index: f"{LEVEL}{place}" for place, (_name, index) in enumerate(levels, 1)}


def _are_points(index: int, rows: Sequence[SheetRow]) -> bool:
    """Tell whether most cells are figures; the others are told as wrong then."""
    cells = [row.own[index] for row in rows if row.own[index]]
    return sum(points_of(cell) is not None for cell in cells) * 2 > len(cells)


def _are_names(index: int, columns: Mapping[int, str], rows: Sequence[SheetRow]) -> bool:
    """Tell whether it names what is scored: with points behind, or in rows that name nothing else."""
    if any(PRINTED.search(row.own[index]) for row in rows):
        return True
    levels = [column for column, name in columns.items() if name.startswith(LEVEL)]
    return any(row.own[index] and not any(row.own[level] for level in levels) for row in rows)


def doubled(columns: Mapping[int, str]) -> list[str]:
    """Return the meanings that several columns have and only one may."""
    counts = Counter(name for name in columns.values() if name and name not in MANY)
    return [name for name, count in counts.items() if count > 1]
