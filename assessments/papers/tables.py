"""Tables of the notice: columns with their kind and width, rows of texts."""

from dataclasses import dataclass

from assessments.figures import TargetFigures, YearFigures
from assessments.papers.content import GroupResult, tight
from assessments.papers.lines import firsts, leaves
from assessments.scoring import Line
from quality_portal.lib.documents.contents import Cell, Grid
from quality_portal.lib.documents.wording import UNKNOWN
from quality_portal.lib.numbers import format_decimal
from targets.rules import Light

LONGEST_IN_ONE_LINE = 14
"""Characters of a unit's name that are kept in one line beside the scores."""
MOST_COLUMNS = 10
"""Criteria side by side; more are printed in several tables."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, what its cells are (``text``, ``figure``, ``short``) and how wide it is."""

    label: str
    kind: str = ""
    width: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an attachment; ``across`` lays its pages landscape."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    across: bool = False


def grid(table: Table) -> Grid:
    """Return a table in the form papers are made of; the text decides how wide its columns are."""
    kinds = [f"{column.kind} {column.width}".strip() for column in table.columns]
    head = tuple(Cell(column.label, column.width) for column in table.columns)
    groups = tuple(
        (tuple(Cell(text, kind) for text, kind in zip(row, kinds, strict=True)),) for row in table.rows
    )
    return Grid((head,), groups, note=table.note)


def score_tables(group: GroupResult) -> list[Table]:
    """Return the totals by the first level of criteria, and every criterion's points where there are more."""
    found = [score_table(group)]
    lines = group.totals[0].lines if group.totals else ()
    scored = leaves(lines)
    if len(scored) > len(firsts(lines)) or len(scored) > MOST_COLUMNS:
        starts = range(0, len(scored), MOST_COLUMNS)
        found.extend(_detail(group, start, scored[start : start + MOST_COLUMNS]) for start in starts)
    return found


def _detail(group: GroupResult, start: int, part: list[Line]) -> Table:
    columns = (
        Column("名次", width="narrow"),
        Column("单位", kind="text"),
        *(Column(f"{line.name} （{format_decimal(line.full)}分）", kind="figure") for line in part),
    )
    rows = tuple(
        (
            str(total.rank or "—"),
            total.name,
            *(_points(line) for line in leaves(total.lines)[start : start + len(part)]),
        )
        for total in group.totals
    )
    title = f"{group.name}各项指标得分明细表（第{start + 1}至{start + len(part)}项）"
    return Table(title, columns, rows, across=True)


def _points(line: Line) -> str:
    return "未评分" if line.points is None else str(line.points)


def score_table(group: GroupResult) -> Table:
    """Units by criteria of the first level with total, rank and grade (得分表), landscape."""
    lines = firsts(group.totals[0].lines) if group.totals else []
    shown = lines if len(lines) <= MOST_COLUMNS else []
    is_short = all(len(total.name) <= LONGEST_IN_ONE_LINE for total in group.totals)
    columns = (
        Column("名次", width="narrow"),
        Column("单位", kind="text short" if is_short else "text"),
        *(Column(f"{line.name} （{format_decimal(line.full)}分）", kind="figure") for line in shown),
        Column("总分", kind="figure"),
        Column("等级", width="narrow"),
    )
    rows = tuple(
        (
            str(total.rank or "—"),
            total.name,
            *(_points(line) for line in (firsts(total.lines) if shown else [])),
            str(total.total),
            total.grade or "—",
        )
        for total in group.totals
    )
    note = "注：各项得分四舍五入保留两位小数，总分为各项得分之和；总分相同的名次并列。"
    if not group.is_complete:
        note += "有未评分指标的单位不排名次，其总分为已评分指标得分之和。"
    return Table(f"{group.name}考核得分表", columns, rows, note, across=True)


def grade_table(group: GroupResult) -> Table:
    """Units with their grade only, for the public edition (等级表)."""
    columns = (Column("序号", width="narrow"), Column("单位", kind="text"), Column("等级", kind="short"))
    names = dict(group.grades)
    graded = sorted(
        group.totals,
        key=lambda total: (list(names).index(total.grade) if total.grade else 99, total.unit.order),
    )
    rows = tuple(
        (str(number), total.name, f"{total.grade}（{names[total.grade]}）" if total.grade else "未评定")
        for number, total in enumerate(graded, start=1)
    )
    return Table(f"{group.name}考核等级表", columns, rows, "注：同一等级按单位顺序排列，不分先后。")


def target_table(figures: YearFigures) -> Table:
    """Every target's goal, actual value and attainment (目标完成情况表)."""
    columns = (
        Column("目标", kind="text"),
        Column("责任单位", kind="short"),
        Column("目标值", kind="text"),
        Column("实际值", kind="short"),
        Column("完成度和进度", kind="short"),
    )
    rows = tuple(
        (row["name"], row["lead"], tight(row["goal"]), tight(row["actual"]), _standing(row))
        for row in figures["targets"]
    )
    return Table("规划目标完成情况表", columns, rows)


def _standing(row: TargetFigures) -> str:
    if row["light"] == Light.UNKNOWN:
        return UNKNOWN
    return f"{row['attainment']} {row['word']}"


def inspection_table(figures: YearFigures) -> Table:
    """Batches and pass rate of every township, and of the county (监督抽查情况表)."""
    columns = (
        Column("乡镇（街道）", kind="text", width="wide"),
        Column("抽查批次", kind="figure"),
        Column("合格批次", kind="figure"),
        Column("不合格批次", kind="figure"),
        Column("合格率（%）", kind="figure"),
    )
    listed = [(row["name"], row["tested"], row["passed"], row["rate"]) for row in figures["townships"]]
    county = ("全县", figures["tested"], figures["passed"], figures["rate"])
    rows = tuple(
        (name, str(tested), str(passed), str(tested - passed), rate or UNKNOWN)
        for name, tested, passed, rate in [*listed, county]
    )
    note = "注：未记明所在乡镇（街道）的批次只计入全县。"
    return Table("乡镇（街道）监督抽查情况表", columns, rows, note)
