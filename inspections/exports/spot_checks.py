"""Tables of spot checks that readers take away."""

from collections.abc import Iterable, Iterator
from itertools import count, islice

from inspections.models import FailedItem, Result
from inspections.models.campaign import CampaignQuerySet
from inspections.models.sample import SampleQuerySet
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000
"""Rows of one table."""

CHUNK = 500


def sample_table(rows: SampleQuerySet) -> Table:
    """Return samples as a table; the official headers are Chinese in either language."""
    columns = [
        Column("序号", "integer"),
        Column("抽查任务"),
        Column("产品类别"),
        Column("产品名称"),
        Column("规格型号"),
        Column("商标"),
        Column("生产日期/批号"),
        Column("标称生产单位"),
        Column("标称生产单位所在地"),
        Column("受检单位"),
        Column("乡镇"),
        Column("抽查结果"),
        Column("主要不合格项目"),
        Column("承检机构"),
        Column("计入日期", "date"),
        Column("备注"),
    ]
    return Table("监督抽查", columns, _lines(rows))


_CELLS = (
    "campaign__name",
    "product_class__name",
    "product",
    "spec",
    "trademark",
    "produced_raw",
    "producer_name",
    "producer_region",
    "seller_name",
    "township__name",
    "result",
    "laboratory",
    "judged_on",
    "remark",
)


def _lines(rows: SampleQuerySet) -> Iterator[list[OutCell]]:
    """Yield the rows from bare values: making records of 20,000 batches takes longer than the workbook."""
    found = rows.values_list("pk", *_CELLS)[:MAX_ROWS].iterator(chunk_size=CHUNK)
    numbers = count(1)
    while chunk := list(islice(found, CHUNK)):
        items = _items(row[0] for row in chunk)
        for row in chunk:
            *before, result, laboratory, judged_on, remark = row[1:]
            verdict = "合格" if result == Result.PASS else "不合格"
            yield [next(numbers), *before, verdict, items.get(row[0], ""), laboratory, judged_on, remark]


def _items(samples: Iterable[int]) -> dict[int, str]:
    """Name each item with what was measured and allowed, as food bulletins do, by its batch."""
    found: dict[int, list[str]] = {}
    rows = FailedItem.objects.filter(sample__in=list(samples)).order_by("sample", "order", "pk")
    for sample, *parts in rows.values_list("sample", "name", "measured", "limit"):
        found.setdefault(sample, []).append("║".join(part for part in parts if part))
    return {sample: "；".join(names) for sample, names in found.items()}


def campaign_table(rows: CampaignQuerySet) -> Table:
    """Return campaigns with their counts as a table; they need ``with_counts``."""
    columns = [
        Column("抽查任务"),
        Column("编号"),
        Column("文号"),
        Column("级别"),
        Column("抽查领域"),
        Column("组织单位"),
        Column("开始日期", "date"),
        Column("结果公布日期", "date"),
        Column("计划批次", "integer"),
        Column("检验批次", "integer"),
        Column("不合格批次", "integer"),
        Column("仅列不合格"),
    ]
    return Table("抽查任务", columns, _campaign_lines(rows))


def _campaign_lines(rows: CampaignQuerySet) -> Iterator[list[OutCell]]:
    for campaign in rows[:MAX_ROWS].iterator(chunk_size=2000):
        yield [
            campaign.name,
            campaign.code,
            campaign.document_number,
            campaign.get_level_display(),
            campaign.get_field_display(),
            campaign.organiser,
            campaign.starts_on,
            campaign.ends_on,
            campaign.planned,
            campaign.tested_known,
            campaign.failed_count,  # type: ignore[attr-defined]
            "是" if campaign.failures_only else "否",
        ]
