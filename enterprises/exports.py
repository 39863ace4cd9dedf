"""Tables of the enterprise files that leave the portal."""

from collections.abc import Iterator

from enterprises.models.enterprise import EnterpriseQuerySet
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
