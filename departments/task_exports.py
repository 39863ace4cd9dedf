"""The task list as a table that readers take away; the official headers are Chinese in either language."""

from collections.abc import Iterator

from departments.models import Task
from departments.models.task import TaskQuerySet
from departments.supervision import Lights
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000
CHUNK = 500
SEPARATOR = "、"

HEADERS = {
    "code": "任务编号",
    "year": "年度",
    "title": "重点任务",
    "deliverable": "成果形式",
    "measure": "衡量标准",
    "lead": "牵头单位",
    "cooperating": "配合单位",
    "due_on": "完成时限",
    "duty": "职责编号",
}
"""Headers of the columns that come back in, by field."""


def task_table(rows: TaskQuerySet, lights: Lights) -> Table:
    """Return tasks as a table; its first columns can be imported again."""
    columns = [
        *(Column(HEADERS[name]) for name in ("code",)),
        Column(HEADERS["year"], "integer"),
        *(Column(HEADERS[name]) for name in ("title", "deliverable", "measure", "lead", "cooperating")),
        Column(HEADERS["due_on"], "date"),
        Column(HEADERS["duty"]),
        Column("状态"),
        Column("督办灯"),
        Column("下达日期", "date"),
        Column("完成日期", "date"),
        Column("办结日期", "date"),
        Column("原定时限", "date"),
        Column("退回次数", "integer"),
        Column("牵头单位进展"),
    ]
    return Table("重点任务清单", columns, _rows(rows, lights))


def _rows(rows: TaskQuerySet, lights: Lights) -> Iterator[list[OutCell]]:
    for task in rows.with_units()[:MAX_ROWS].iterator(chunk_size=CHUNK):
        light = lights.of(task)
        yield [
            task.code,
            task.year,
            task.title,
            task.deliverable,
            task.measure,
            task.lead.name,
            partners(task),
            task.due_on,
            task.duty.code if task.duty else "",
            task.get_state_display(),
            light.word if light else "",
            task.issued_on,
            task.completed_on,
            task.closed_on,
            task.planned_due_on,
            task.returns,
            next((part.progress for part in task.parts.all() if part.is_lead), ""),
        ]


def partners(task: Task) -> str:
    """Return the cooperating departments in one text."""
    return SEPARATOR.join(part.department.name for part in task.parts.all() if not part.is_lead)
