"""The table of activities that readers take away; the official headers are Chinese in either language."""

from collections.abc import Iterator

from departments.models.activity import ActivityQuerySet
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000
CHUNK = 500


def activity_table(rows: ActivityQuerySet) -> Table:
    """Return activities as a table."""
    columns = [
        Column("类别"),
        Column("日期", "date"),
        Column("结束日期", "date"),
        Column("活动名称", width=36),
        Column("单位"),
        Column("地点"),
        Column("参加人数", "integer"),
        Column("活动情况", width=60),
        Column("媒体报道"),
    ]
    return Table("宣传活动", columns, _rows(rows))


def _rows(rows: ActivityQuerySet) -> Iterator[list[OutCell]]:
    for activity in rows.select_related("department")[:MAX_ROWS].iterator(chunk_size=CHUNK):
        yield [
            activity.get_kind_display(),
            activity.held_on,
            activity.ended_on,
            activity.title,
            activity.department.name,
            activity.place,
            activity.people,
            activity.text,
            activity.link,
        ]
