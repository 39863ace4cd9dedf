"""The table of a year's targets as readers take it away; official headers are Chinese in either language."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import override

from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table
from targets.progress import TargetProgress


def progress_table(rows: Sequence[TargetProgress], on: date) -> Table:
    """Return the targets in their order, with figures as the page prints them."""
    columns = [
        Column("年度", "integer"),
        Column("数据截至", "date"),
        Column("目标编号"),
        Column("目标", width=36),
        Column("领域"),
        Column("牵头单位", width=24),
        Column("目标值", width=20),
        Column("实际值", width=16),
        Column("完成率", "percent"),
        Column("预测", width=16),
        Column("状态"),
        Column("原因", width=48),
    ]
    return Table("目标进度", columns, _lines(rows, on))


def _lines(rows: Sequence[TargetProgress], on: date) -> Iterator[list[OutCell]]:
    for row in rows:
        with override("zh-hans"):
            yield [
                row.year,
                on,
                row.target.code,
                row.target.name,
                str(row.target.get_sector_display()),
                row.target.lead.name,
                row.goal_text,
                row.actual_text,
                row.attainment,
                row.forecast_text,
                str(row.light.label),
                str(row.reason),
            ]
