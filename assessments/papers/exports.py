"""The list of issued papers that readers take away; its headers are Chinese in either language."""

from collections.abc import Iterator

from django.utils.timezone import localtime

from assessments.models.paper import IssuedPaperQuerySet
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000
CHUNK = 500


def paper_table(rows: IssuedPaperQuerySet) -> Table:
    """Return issued papers as a table."""
    columns = [
        Column("发文字号", width=24),
        Column("文种"),
        Column("标题", width=48),
        Column("年度", "number"),
        Column("单位", width=24),
        Column("印发日期", "date"),
        Column("验证码", width=18),
        Column("校验值（SHA-256）", width=66),
    ]
    return Table("考核文书", columns, _rows(rows))


def _rows(rows: IssuedPaperQuerySet) -> Iterator[list[OutCell]]:
    for paper in rows.select_related("unit")[:MAX_ROWS].iterator(chunk_size=CHUNK):
        yield [
            paper.number,
            paper.get_kind_display(),
            paper.title,
            paper.year,
            paper.unit.name if paper.unit else "",
            localtime(paper.issued_at).date(),
            paper.code,
            paper.sha256,
        ]
