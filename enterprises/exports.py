"""Tables of the enterprise files that leave the portal."""

from collections.abc import Iterator
from datetime import date

from enterprises.models.enterprise import EnterpriseQuerySet
from enterprises.models.instrument import InstrumentQuerySet
from enterprises.models.product import ProductQuerySet
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000


def enterprise_table(rows: EnterpriseQuerySet) -> Table:
    """Return the enterprises as a table; the official headers are Chinese in either language."""
    columns = [
        Column("统一社会信用代码", width=24),
        Column("企业名称"),
        Column("乡镇"),
        Column("行业"),
        Column("规模"),
        Column("产品数", "integer"),
        Column("地址"),
        Column("法定代表人"),
        Column("联系电话"),
        Column("成立日期", "date"),
        Column("注销日期", "date"),
    ]
    return Table("企业质量档案", columns, _lines(rows))


def _lines(rows: EnterpriseQuerySet) -> Iterator[list[OutCell]]:
    for enterprise in rows[:MAX_ROWS].iterator(chunk_size=2000):
        yield [
            enterprise.credit_code,
            enterprise.name,
            enterprise.township.name,
            enterprise.get_industry_display(),
            enterprise.get_scale_display(),
            enterprise.product_count,  # type: ignore[attr-defined]
            enterprise.address,
            enterprise.legal_representative,
            enterprise.phone,
            enterprise.founded_on,
            enterprise.closed_on,
        ]


def product_table(rows: ProductQuerySet) -> Table:
    """Return products with the standards they run on, one line per standard, as the import reads them."""
    columns = [
        Column("统一社会信用代码", width=24),
        Column("企业名称"),
        Column("产品名称"),
        Column("乡镇"),
        Column("领域"),
        Column("主要产品"),
        Column("投产日期", "date"),
        Column("停产日期", "date"),
        Column("标准类别"),
        Column("标准编号"),
        Column("开始执行日期", "date"),
        Column("停止执行日期", "date"),
    ]
    return Table("产品及执行标准", columns, _product_lines(rows))


def _product_lines(rows: ProductQuerySet) -> Iterator[list[OutCell]]:
    for product in rows[:MAX_ROWS].iterator(chunk_size=2000):
        own: list[OutCell] = [
            product.enterprise.credit_code,
            product.enterprise.name,
            product.name,
            product.enterprise.township.name,
            product.get_sector_display(),
            "是" if product.is_main else "否",
            product.listed_on,
            product.delisted_on,
        ]
        standards = product.standards_used  # type: ignore[attr-defined]
        for used in standards:
            yield [*own, used.get_kind_display(), used.number, used.effective_on, used.ended_on]
        if not standards:
            yield [*own, "", "", None, None]


def instrument_table(rows: InstrumentQuerySet, on: date) -> Table:
    """Return the instruments with their state on a day as a table; they need ``with_last`` of that day."""
    columns = [
        Column("企业名称"),
        Column("统一社会信用代码", width=24),
        Column("乡镇"),
        Column("计量器具"),
        Column("器具编号"),
        Column("强制检定"),
        Column("启用日期", "date"),
        Column("停用日期", "date"),
        Column("有效期至", "date"),
        Column("状态"),
    ]
    return Table("计量器具", columns, _instrument_lines(rows, on))


def _instrument_lines(rows: InstrumentQuerySet, on: date) -> Iterator[list[OutCell]]:
    chosen = rows.select_related("enterprise__township")[:MAX_ROWS]
    for instrument in chosen.iterator(chunk_size=2000):
        yield [
            instrument.enterprise.name,
            instrument.enterprise.credit_code,
            instrument.enterprise.township.name,
            instrument.name,
            instrument.number,
            "是" if instrument.is_mandatory else "否",
            instrument.in_use_since,
            instrument.withdrawn_on,
            instrument.last_until,  # type: ignore[attr-defined]
            str(instrument.state_on(on).label),
        ]
