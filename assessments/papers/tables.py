"""Tables of the notice: columns with their kind and width, rows of texts."""

from dataclasses import dataclass

from assessments.figures import TargetFigures, YearFigures
from assessments.papers.content import GroupResult, tight
from assessments.papers.lines import firsts, head, leaves, short_head
from assessments.papers.standing import forced, rounding
from assessments.scoring import Line
from quality_portal.lib.documents.contents import Cell, Grid
from quality_portal.lib.documents.wording import UNKNOWN
from targets.rules import Light

MOST_COLUMNS = 11
"""Criteria side by side; more are printed in several tables."""
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, what its cells are (``text``, ``figure``, ``short``) and how wide it is.

    ``share`` is its part of the width in per cent; where it is 0 the text decides.
    """

    label: str
    kind: str = ""
    width: str = ""
    share: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an attachment."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def grid(table: Table, *, starts_page: bool = False, has_caption: bool = False) -> Grid:
    """Return a table in the form papers are made of."""
    kinds = [f"{column.kind} {column.width}".strip() for column in table.columns]
    head = tuple(Cell(column.label, column.width) for column in table.columns)
    groups = tuple(
        (tuple(Cell(text, kind) for text, kind in zip(row, kinds, strict=True)),) for row in table.rows
    )
    shares = tuple(column.share for column in table.columns)
    caption = table.title if has_caption else ""
    widths = shares if all(shares) else ()
    return Grid((head,), groups, widths, caption, table.note, starts_page)


def score_grids(group: GroupResult) -> tuple[Grid, ...]:
    """Return a group's totals by the first level of criteria, then every criterion's points."""
    first, *further = score_tables(group)
    return (grid(first), *(grid(table, starts_page=True, has_caption=True) for table in further))


def score_tables(group: GroupResult) -> list[Table]:
    """Return the totals by the first level of criteria, and every criterion's points where there are more."""
    found = [score_table(group)]
    lines = group.totals[0].lines if group.totals else ()
    scored = leaves(lines)
    if len(scored) > len(firsts(lines)) or len(scored) > MOST_COLUMNS:
        count = -(-len(scored) // MOST_COLUMNS)
        each = -(-len(scored) // count)
        found.extend(
            _detail(group, start, scored[start : start + each]) for start in range(0, len(scored), each)
        )
    return found


def _detail(group: GroupResult, start: int, part: list[Line]) -> Table:
    share = 77 // len(part)
    columns = (
        Column("名次", width="narrow", share=5),
        Column("单位", kind="text", share=WHOLE - 5 - share * len(part)),
        *(Column(short_head(line), kind="figure", width="narrow", share=share) for line in part),
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
    return Table(title, columns, rows)


def _points(line: Line) -> str:
    return "未评分" if line.points is None else str(line.points)


def score_table(group: GroupResult) -> Table:
    """Units by criteria of the first level with total, rank and grade (得分表), landscape.

    Where a grade was forced, the grade by the score stands beside the one that counts.
    """
    lines = firsts(group.totals[0].lines) if group.totals else []
    shown = lines if len(lines) <= MOST_COLUMNS else []
    is_forced = any(total.forced_because for total in group.totals)
    grades = ("得分等级", "评定等级") if is_forced else ("等级",)
    share = min(12, 64 // max(len(shown) + len(grades) - 1, 1))
    rest = WHOLE - 6 - 8 - 7 * len(grades) - share * len(shown)
    columns = (
        Column("名次", share=6),
        Column("单位", kind="text", share=rest),
        *(Column(head(line), kind="figure", share=share) for line in shown),
        Column("总分", kind="figure", share=8),
        *(Column(label, share=7) for label in grades),
    )
    rows = tuple(
        (
            str(total.rank or "—"),
            total.name,
            *(_points(line) for line in (firsts(total.lines) if shown else [])),
            str(total.total),
            *((total.computed_grade or "—",) if is_forced else ()),
            total.grade or "—",
        )
        for total in group.totals
    )
    return Table(f"{group.name}考核得分表", columns, rows, _score_note(group))


def _score_note(group: GroupResult) -> str:
    told = [
        f"注：各项得分四舍五入保留两位小数，总分为各项得分之和；{rounding(group.scheme)}；总分相同的名次并列。"
    ]
    if not group.is_complete:
        told.append("有未评分指标的单位不排名次，其总分为已评分指标得分之和。")
    told += [f"{sentence}。" for sentence in forced(group, with_scores=True)]
    return "".join(told)


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
