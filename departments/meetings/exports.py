"""Tables of meetings that readers take away; the official headers are Chinese in either language."""

from collections.abc import Iterator
from datetime import date

from departments.meetings.queries import decision_lines
from departments.models.decision import DecisionQuerySet
from departments.models.meeting import MeetingQuerySet
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000
CHUNK = 500


def meeting_table(rows: MeetingQuerySet) -> Table:
    """Return meetings as a table."""
    columns = [
        Column("会议", width=40),
        Column("日期", "date"),
        Column("地点", width=28),
        Column("主持人", width=28),
        Column("状态"),
        Column("纪要编号"),
    ]
    return Table("联席会议", columns, _meetings(rows))


def _meetings(rows: MeetingQuerySet) -> Iterator[list[OutCell]]:
    for meeting in rows[:MAX_ROWS].iterator(chunk_size=CHUNK):
        yield [
            meeting.official_name,
            meeting.held_on,
            meeting.place,
            meeting.chair,
            meeting.get_state_display(),
            meeting.minutes_mark,
        ]


def decision_table(rows: DecisionQuerySet, today: date) -> Table:
    """Return decisions with how far they are on a day as a table."""
    columns = [
        Column("会议", width=40),
        Column("议定事项", width=60),
        Column("责任单位"),
        Column("配合单位", width=28),
        Column("完成时限", "date"),
        Column("落实情况", width=24),
        Column("任务编号"),
    ]
    return Table("议定事项", columns, _decisions(rows, today))


def _decisions(rows: DecisionQuerySet, today: date) -> Iterator[list[OutCell]]:
    for line in decision_lines(rows.with_state()[:MAX_ROWS].iterator(chunk_size=CHUNK), today):
        decision = line.decision
        task = getattr(decision, "task", None)
        yield [
            decision.meeting.official_name,
            decision.text,
            decision.owner.name,
            line.units,
            decision.due_on,
            line.state,
            task.code if task else "",
        ]
