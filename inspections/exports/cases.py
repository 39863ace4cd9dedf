"""The list of cases as a table to keep."""

from collections.abc import Iterator
from datetime import date

from inspections.models import CampaignLevel
from inspections.models.case import CaseQuerySet
from inspections.models.sample import SampleQuerySet
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000
"""Rows of one table."""


def case_table(rows: CaseQuerySet, today: date) -> Table:
    """Return cases as a table; the official headers are Chinese in either language. Needs ``with_stage``."""
    columns = [
        Column("案件编号"),
        Column("当事人"),
        Column("乡镇"),
        Column("产品名称"),
        Column("抽查任务"),
        Column("立案日期", "date"),
        Column("当前状态"),
        Column("下一步骤"),
        Column("办理期限", "date"),
        Column("是否逾期"),
        Column("结案日期", "date"),
        Column("结案方式"),
        Column("处置程序"),
    ]
    return Table("后处理案件", columns, _lines(rows, today))


def _lines(rows: CaseQuerySet, today: date) -> Iterator[list[OutCell]]:
    full = rows.select_related("sample__campaign", "township", "due_step", "closed_with", "ladder")
    full = full.defer("sample__raw")
    for case in full[:MAX_ROWS].iterator(chunk_size=500):
        yield [
            case.number,
            case.party,
            case.township.name if case.township else "",
            case.sample.product,
            case.sample.campaign.name,
            case.opened_on,
            str(case.stage.label),
            case.due_step.name if case.due_step else "",
            case.due_on,
            "是" if case.is_overdue(today) else "否",
            case.closed_on,
            case.closed_with.name if case.closed_with else "",
            case.ladder.name,
        ]


def spared_table(rows: SampleQuerySet) -> Table:
    """Return the products that are not to be sampled again, with the check that passed them."""
    columns = [
        Column("产品名称"),
        Column("规格型号"),
        Column("标称生产单位"),
        Column("乡镇"),
        Column("抽查任务"),
        Column("抽查级别"),
        Column("计入日期", "date"),
    ]
    return Table("不得重复抽查的产品", columns, _spared(rows))


def _spared(rows: SampleQuerySet) -> Iterator[list[OutCell]]:
    names = ("product", "spec", "producer__name", "producer_name", "township__name", "campaign__name")
    found = rows.values_list(*names, "campaign__level", "judged_on")
    for product, spec, producer, printed, *place, level, day in found[:MAX_ROWS].iterator(chunk_size=2000):
        yield [product, spec, producer or printed, *place, str(CampaignLevel(level).label), day]
