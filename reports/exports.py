"""The list of reports as a table to take away; its official headers are Chinese in either language."""

from collections.abc import Iterator

from django.utils.timezone import localtime

from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table
from reports.models.report import ReportQuerySet

MAX_ROWS = 50_000
"""Rows of one table."""


def report_table(rows: ReportQuerySet) -> Table:
    """Return reports with their state and timeliness as a table."""
    columns = [
        Column("报告期"),
        Column("报送单位", width=28),
        Column("单位类别"),
        Column("状态"),
        Column("截止日期", "date"),
        Column("报送日期", "date"),
        Column("报送次数", "number"),
        Column("是否逾期"),
        Column("代报对象"),
    ]
    return Table("半年工作报告报送情况", columns, _rows(rows))


def _rows(rows: ReportQuerySet) -> Iterator[list[OutCell]]:
    for report in rows.with_units()[:MAX_ROWS].iterator(chunk_size=500):
        filed_at = report.filed_at  # type: ignore[attr-defined]
        late = report.was_late  # type: ignore[attr-defined]
        yield [
            report.period.on_papers,
            report.department.name,
            report.department.get_kind_display(),
            report.get_state_display(),
            report.period.due_on,
            localtime(filed_at).date() if filed_at else None,
            report.times or 0,  # type: ignore[attr-defined]
            "" if late is None else "逾期" if late else "按期",
            report.filed_for or "",  # type: ignore[attr-defined]
        ]
