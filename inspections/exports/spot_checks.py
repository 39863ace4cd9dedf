"""Tables of spot checks that readers take away."""

from collections.abc import Iterator

from inspections.models import Sample
from inspections.models.campaign import CampaignQuerySet
from inspections.models.sample import SampleQuerySet
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000
"""Rows of one table."""


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


def _lines(rows: SampleQuerySet) -> Iterator[list[OutCell]]:
    full = rows.select_related("campaign", "township", "product_class").prefetch_related("failed_items")
    for number, sample in enumerate(full[:MAX_ROWS].iterator(chunk_size=500), start=1):
        yield [
            number,
            sample.campaign.name,
            sample.product_class.name if sample.product_class else "",
            sample.product,
            sample.spec,
            sample.trademark,
            sample.produced_raw,
            sample.producer_name,
            sample.producer_region,
            sample.seller_name,
            sample.township.name if sample.township else "",
            "合格" if sample.passed else "不合格",
            _items(sample),
            sample.laboratory,
            sample.judged_on,
            sample.remark,
        ]


def _items(sample: Sample) -> str:
    """Name each item with what was measured and allowed, as food bulletins do."""
    return "；".join(
        "║".join(part for part in (item.name, item.measured, item.limit) if part)
        for item in sample.failed_items.all()
    )


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
