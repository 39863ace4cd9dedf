"""Schemes and criteria as tables that readers take away; the headers are the official Chinese ones."""

import json
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import override

from assessments.models import CriterionKind, Rule, Scheme
from assessments.models.scheme import SchemeQuerySet
from assessments.outline import Node, Outline
from quality_portal.lib.downloads import XLSX_TYPE
from quality_portal.lib.numbers import format_decimal
from quality_portal.lib.spreadsheets.merged import Span, write_merged
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000
LEVELS: Final = ("一级指标", "二级指标", "三级指标", "四级指标", "五级指标", "六级指标")
"""The heads of the levels, as counties print them."""
KIND_WORDS: Final = {
    CriterionKind.SCORED: "计分项",
    CriterionKind.BONUS: "加分项",
    CriterionKind.DEDUCTION: "扣分项",
    CriterionKind.VETO: "否决项",
}


def scheme_table(rows: SchemeQuerySet) -> Table:
    """Return schemes as a table."""
    columns = [
        Column("年度", "integer"),
        Column("考核对象"),
        Column("版次", "integer"),
        Column("方案名称"),
        Column("考核期起", "date"),
        Column("考核期止", "date"),
        Column("计分指标数", "integer"),
        Column("是否现行"),
        Column("通过日期", "date"),
        Column("公布日期", "date"),
    ]
    return Table("考核方案", columns, _schemes(rows))


def _schemes(rows: SchemeQuerySet) -> Iterator[list[OutCell]]:
    for scheme in rows[:MAX_ROWS]:
        yield [
            scheme.year,
            scheme.get_group_display(),
            scheme.edition,
            scheme.name,
            scheme.period_start,
            scheme.period_end,
            scheme.leaves,  # type: ignore[attr-defined]
            "是" if scheme.is_current else "否",
            scheme.adopted_at.date() if scheme.adopted_at else None,
            scheme.published_at.date() if scheme.published_at else None,
        ]


def criteria_table(scheme: Scheme, outline: Outline) -> Table:
    """Return a scheme's criteria as counties print them: a row per scored criterion, heads before it."""
    levels = [Column(LEVELS[place], width=18) for place in range(outline.depth)]
    rest = [
        Column("编号", width=9),
        Column("指标性质", width=10),
        Column("分值", "number", width=8),
        Column("评分标准", width=44),
        Column("需提交材料", width=30),
        Column("考核牵头部门", width=16),
        Column("依据条款", width=14),
        Column("打分方法", width=16),
        Column("规则参数", width=20),
    ]
    with override("zh-hans"):
        rows = [_row(heads, leaf, outline.depth) for heads, leaf in _paths(outline)]
    return Table(f"{scheme.year}年度考核指标", [*levels, *rest], rows)


def _paths(outline: Outline) -> Iterator[tuple[list[Node], Node]]:
    """Return every leaf with the headings it stands under."""
    path: list[Node] = []
    for node in outline.nodes:
        path = [*path[: node.depth], node]
        if not node.is_heading:
            yield path[:-1], node


def _row(heads: list[Node], leaf: Node, depth: int) -> list[OutCell]:
    criterion = leaf.criterion
    names = [_name(head, printed=True) for head in heads] + [_name(leaf, printed=False)]
    return [
        *names,
        *[""] * (depth - len(names)),
        criterion.code,
        KIND_WORDS[CriterionKind(criterion.kind)],
        criterion.points,
        criterion.standard,
        criterion.evidence,
        criterion.scored_by.short_name if criterion.scored_by else "",
        criterion.clause,
        str(Rule(criterion.rule).label),
        json.dumps(criterion.params, ensure_ascii=False) if criterion.params else "",
    ]


def _name(node: Node, *, printed: bool) -> str:
    """Return a name with its key mark, and a heading's with its points behind it."""
    criterion = node.criterion
    mark = "*" if criterion.is_key else ""
    points = f"（{format_decimal(criterion.points)}分）" if printed and criterion.points else ""
    return f"{mark}{criterion.name}{points}"


def spans(outline: Outline) -> list[Span]:
    """Return the merged cells: a head over its rows, a leaf's name over the levels it leaves out."""
    found = []
    row = 0
    for node in outline.nodes:
        if node.is_heading:
            if node.span > 1:
                found.append(Span(row, node.depth, row + node.span - 1, node.depth))
            continue
        if node.depth < outline.depth - 1:
            found.append(Span(row, node.depth, row, outline.depth - 1))
        row += 1
    return found


def criteria_workbook(scheme: Scheme, outline: Outline) -> HttpResponse:
    """Return the criteria as a workbook with merged cells."""
    table = criteria_table(scheme, outline)
    response = HttpResponse(write_merged(table, spans(outline)), content_type=XLSX_TYPE)
    name = quote(f"{table.name}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
