"""Tables of spot checks that readers take away."""

from collections.abc import Iterator

from inspections.models import Sample
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
