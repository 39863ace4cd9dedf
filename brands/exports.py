"""The register as a table that leaves the portal."""

from collections.abc import Iterator
from datetime import date

from brands.models.credential import CredentialQuerySet
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000


def register_table(rows: CredentialQuerySet, on: date) -> Table:
    """Return the register as it stands on a day; the official headers are Chinese in either language."""
    columns = [
        Column("类别"),
        Column("门类"),
        Column("级别"),
        Column("持有者"),
        Column("统一社会信用代码", width=24),
        Column("乡镇"),
        Column("领域"),
        Column("产品或范围"),
        Column("证书编号"),
        Column("授予日期", "date"),
        Column("有效期起", "date"),
        Column("有效期止", "date"),
        Column(f"状态（{on:%Y-%m-%d}）"),
        Column("面积（亩）", "number"),
        Column("文号"),
    ]
    return Table("品牌与认证登记", columns, _lines(rows, on))


def _lines(rows: CredentialQuerySet, on: date) -> Iterator[list[OutCell]]:
    for credential in rows[:MAX_ROWS].iterator(chunk_size=2000):
        kind = credential.kind
        yield [
            kind.name,
            kind.get_family_display(),
            kind.get_level_display(),
            str(credential.holder),
            credential.enterprise.credit_code if credential.enterprise else "",
            credential.township.name if credential.township else "",
            credential.get_sector_display(),
            credential.product,
            credential.number,
            credential.issued_on,
            credential.valid_from,
            credential.valid_until,
            str(credential.status_on(on).label),
            credential.area_mu,
            credential.document_number,
        ]
