"""The urging notices as a table that readers take away."""

from collections.abc import Iterator

from departments.models.supervision import UrgingNoticeQuerySet
from departments.task_papers import notice_number
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000
CHUNK = 500


def notice_table(rows: UrgingNoticeQuerySet) -> Table:
    """Return notices as a table."""
    columns = [
        *(
            Column(header)
            for header in ("督办单编号", "督办等级", "责任单位", "任务编号", "重点任务", "督办要求")
        ),
        *(Column(header, "date") for header in ("印发日期", "答复期限", "答复日期")),
        Column("答复情况"),
        Column("销号日期", "date"),
        Column("销号说明"),
    ]
    return Table("督办单台账", columns, _rows(rows))


def _rows(rows: UrgingNoticeQuerySet) -> Iterator[list[OutCell]]:
    for notice in rows.with_units()[:MAX_ROWS].iterator(chunk_size=CHUNK):
        yield [
            notice_number(notice),
            notice.get_colour_display(),
            notice.department.name,
            notice.task.code,
            notice.task.title,
            notice.demand,
            notice.issued_on,
            notice.answer_by,
            notice.answered_on,
            notice.answer,
            notice.closed_on,
            notice.closing_remark,
        ]
