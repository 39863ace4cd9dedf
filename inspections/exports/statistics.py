"""The tables of the statistics that readers take away; official headers are Chinese in either language."""

from inspections.forms.statistics import FAILED_ITEMS
from inspections.queries.statistics import FailedRow, Row, Scope, Statistics
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

_SHEETS = {
    "quarter": ("监督抽查分季度统计", "季度"),
    "level": ("监督抽查分级别统计", "抽查级别"),
    "township": ("监督抽查分乡镇统计", "乡镇"),
    "product_class": ("监督抽查分产品类别统计", "产品类别"),
    "side": ("监督抽查分领域统计", "领域"),
}


def statistics_table(found: Statistics, scope: Scope, code: str) -> Table:
    """Return one of the tables with its total; a table that does not exist for the scope is empty."""
    if code == FAILED_ITEMS:
        return _items_table(found.failed_items, scope)
    name, head = _SHEETS[code]
    columns = [
        Column("统计期间"),
        Column(head),
        Column("检验批次", "integer"),
        Column("合格批次", "integer"),
        Column("不合格批次", "integer"),
        Column("批次合格率", "percent"),
        Column("检验企业数", "integer"),
        Column("不合格企业数", "integer"),
    ]
    rows = [row for each in found.breakdowns if each.code == code for row in each.rows]
    return Table(name, columns, [_cells(row, scope) for row in [*rows, found.total]])


def _period(scope: Scope) -> str:
    return f"{scope.first}至{scope.last}"


def _cells(row: Row, scope: Scope) -> list[OutCell]:
    tally = row.tally
    counts = (tally.tested, tally.passed, tally.failed, tally.pass_rate, row.tested_units, row.failed_units)
    return [_period(scope), row.name, *counts]


def _items_table(rows: list[FailedRow], scope: Scope) -> Table:
    columns = [
        Column("统计期间"),
        Column("不合格项目"),
        Column("不合格批次", "integer"),
        Column("不合格企业数", "integer"),
    ]
    cells: list[list[OutCell]] = [[_period(scope), row.name, row.batches, row.units] for row in rows]
    return Table("监督抽查不合格项目统计", columns, cells)
