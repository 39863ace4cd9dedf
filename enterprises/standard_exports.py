"""Tables of products and the standards they run on; the official headers are Chinese in either language."""

from collections.abc import Iterable, Iterator
from datetime import date

from enterprises.models.product import ProductQuerySet
from enterprises.standards import SectorStandards
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000


def product_table(rows: ProductQuerySet, on: date) -> Table:
    """Return products with the standards they run on on a day."""
    columns = [
        Column("产品"),
        Column("企业名称"),
        Column("统一社会信用代码", width=24),
        Column("乡镇"),
        Column("领域"),
        Column("主要产品"),
        Column(f"执行标准（{on:%Y-%m-%d}）"),
        Column("标准类别"),
        Column("执行日期", "date"),
    ]
    return Table("产品执行标准", columns, _products(rows, on))


def _products(rows: ProductQuerySet, on: date) -> Iterator[list[OutCell]]:
    for product in rows.with_standards(on)[:MAX_ROWS].iterator(chunk_size=2000):
        used = product.standards_used  # type: ignore[attr-defined]
        yield [
            product.name,
            product.enterprise.name,
            product.enterprise.credit_code,
            product.enterprise.township.name,
            product.get_sector_display(),
            "是" if product.is_main else "否",
            "；".join(standard.number for standard in used) or "无标准",
            "；".join(standard.get_kind_display() for standard in used),
            min((standard.effective_on for standard in used), default=None),
        ]


def standards_table(sectors: Iterable[SectorStandards], on: date) -> Table:
    """Return the shares of the kinds of standard on a day."""
    columns = [
        Column("领域"),
        Column("标准类别"),
        Column(f"主要产品数（{on:%Y-%m-%d}）", "integer"),
        Column("执行该类标准的产品数", "integer"),
        Column("占比", "percent"),
    ]
    lines = (
        [str(sector.sector.label), each.label, sector.total, each.number, each.share]
        for sector in sectors
        for each in sector.shares
    )
    return Table("主要产品标准", columns, lines)
