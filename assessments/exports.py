"""Lists of the assessment that readers take away; the official headers are Chinese in either language."""

from collections.abc import Iterable

from assessments.models import Correction, Objection, Rectification, Ruling
from quality_portal.lib.spreadsheets.writing import Column, Table


def ruling_table(rows: Iterable[Ruling]) -> Table:
    """Return forced grades as a table."""
    names = ("年度", "单位", "强制等级", "理由", "依据文件", "决定日期", "否决项", "质量事件")
    names += ("解除日期", "解除理由")
    days = {"决定日期", "解除日期"}
    return Table(
        "强制定级",
        [Column(name, "date" if name in days else "text") for name in names],
        [
            [
                str(row.scheme.year),
                row.unit.name,
                row.letter,
                row.reason,
                row.document,
                row.decided_on,
                row.criterion.name if row.criterion else "",
                row.incident.title if row.incident else "",
                row.lifted_on,
                row.lifted_because,
            ]
            for row in rows
        ],
    )


def objection_table(rows: Iterable[Objection]) -> Table:
    """Return objections as a table."""
    columns = [
        *(Column("年度"), Column("单位"), Column("考核指标"), Column("原得分", "number"), Column("申诉内容")),
        *(Column("提出日期", "date"), Column("处理结果"), Column("调整后得分", "number"), Column("答复")),
        Column("答复日期", "date"),
    ]
    answers = {None: "待答复", True: "成立", False: "不成立"}
    return Table(
        "考核申诉",
        columns,
        [
            [
                str(row.criterion.scheme.year),
                row.unit.name,
                f"{row.criterion.code} {row.criterion.name}",
                row.points_before,
                row.text,
                row.raised_at.date(),
                answers[row.is_upheld],
                row.points_after,
                row.answer,
                row.answered_at.date() if row.answered_at else None,
            ]
            for row in rows
        ],
    )


def correction_table(rows: Iterable[Correction]) -> Table:
    """Return corrections as a table."""
    columns = [
        *(Column("年度"), Column("考核对象"), Column("更正号"), Column("单位"), Column("考核指标")),
        *(
            Column("公布得分", "number"),
            Column("更正后得分", "number"),
            Column("理由"),
            Column("更正日期", "date"),
        ),
    ]
    return Table(
        "考核结果更正",
        columns,
        [
            [
                str(row.scheme.year),
                str(row.scheme.get_group_display()),
                f"第{row.number}号更正",
                row.unit_name,
                f"{row.code} {row.name}",
                row.points_before,
                row.points_after,
                row.reason,
                row.made_at.date(),
            ]
            for row in rows
        ],
    )


def rectification_table(rows: Iterable[Rectification]) -> Table:
    """Return rectification as a table."""
    columns = [
        *(Column("年度"), Column("单位"), Column("整改原因"), Column("方案时限", "date"), Column("状态")),
        *(Column("整改方案"), Column("任务编号"), Column("完成时限", "date"), Column("销号日期", "date")),
    ]
    return Table(
        "考核整改",
        columns,
        [
            [
                str(row.scheme.year),
                row.unit.name,
                row.because,
                row.plan_due_on,
                str(row.state.label),
                row.plan,
                row.task.code if row.task else "",
                row.task.due_on if row.task else None,
                row.task.closed_on if row.task else None,
            ]
            for row in rows
        ],
    )
