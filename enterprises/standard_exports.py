"""The table of the standards that main products run on; its headers are Chinese in either language."""

from collections.abc import Iterable
from datetime import date

from enterprises.standards import SectorStandards
from quality_portal.lib.spreadsheets.writing import Column, Table


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
