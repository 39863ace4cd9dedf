"""A table of spot-check results as bulletins publish them, partly about the demonstration's enterprises."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

import xlsxwriter

from enterprises.models import Product
from quality_portal.demo.names import outside_enterprise
from quality_portal.demo.samples import LABORATORIES, defects, measured
from quality_portal.demo.trades import TradeProduct, trades
from quality_portal.lib.spreadsheets.writing import OutCell, write_cell

VARIANTS: Final[dict[str, tuple[str, ...]]] = {
    "V1": (
        *(
            "序号",
            "产品种类",
            "受检单位",
            "标称生产单位",
            "标称生产单位所在地",
            "产品名称",
            "商标",
            "规格型号",
        ),
        *("生产日期/批号", "抽查结果", "主要不合格项目", "承检机构", "抽样日期", "备注"),
    ),
    "V3": (
        *(
            "企业名称",
            "所在省",
            "产品名称",
            "产品详细名称",
            "规格型号",
            "产品等级",
            "生产日期/批号",
            "抽查结果",
        ),
        *("承检机构", "抽查时间", "抽查类型", "抽样单位", "主要不合格项目", "抽样来源"),
    ),
}
"""The headings of a national bulletin, here with results and sampling dates, and of a query portal's list."""

TITLES: Final = {"V1": "产品质量国家监督抽查结果", "V3": "县级产品质量监督抽查结果"}
FIRST_ROW: Final = 3
FROM_THE_COUNTY = 0.6
FAILING = 0.12
_DATES: Final = (
    "{0:%Y-%m-%d}/{1}",
    "{0:%Y%m%d}",
    "{0:%Y.%m.%d}",
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y/%m/%d}",
)


class Line(NamedTuple):
    """What one row says."""

    number: int
    producer: str
    region: str
    made: TradeProduct
    produced: OutCell
    sampled_on: date
    failed_items: str
    laboratory: str
    remark: str

    @property
    def result(self) -> str:
        """The verdict as printed."""
        return "不合格" if self.failed_items else "合格"


def write_spot_checks(path: Path, *, rows: int, variant: str, seed: int, today: date) -> None:
    """Write a workbook of so many batches, no two alike, with title rows above and a note below."""
    headings = VARIANTS[variant]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Sheet1")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    title = f"{today.year}年{TITLES[variant]}"
    for row, text in enumerate((title, f"发布日期：{today.year}年{today.month}月{today.day}日")):
        sheet.merge_range(row, 0, row, len(headings) - 1, text)
    for column, heading in enumerate(headings):
        write_cell(sheet, FIRST_ROW - 1, column, heading)
    cells = _as_v1 if variant == "V1" else _as_v3
    for line in _lines(rows, Random(f"{seed}:{variant}"), today):  # noqa: S311 - repeatable figures, no secret
        for column, value in enumerate(cells(line)):
            style = day if isinstance(value, date) else None
            write_cell(sheet, FIRST_ROW + line.number - 1, column, value, style)
    write_cell(sheet, FIRST_ROW + rows, 0, "注：排名不分先后。")
    book.close()


def _lines(count: int, dice: Random, today: date) -> Iterator[Line]:
    by_name = {made.name: made for trade in trades() for made in trade.products}
    known = list(Product.objects.order_by("pk").values_list("enterprise__name", "name")[:20_000])
    known = [(firm, product) for firm, product in known if product in by_name]
    kinds = [trade for trade in trades() if trade.products]
    seen: set[tuple[str, str, date]] = set()
    for number in range(1, count + 1):
        if known and dice.random() < FROM_THE_COUNTY:
            (producer, name), region = dice.choice(known), "本县"
            made = by_name[name]
        else:
            trade = dice.choice(kinds)
            made = dice.choice(trade.products)
            producer, region = outside_enterprise(dice, trade, trade.products.index(made))
        sampled_on = today - timedelta(days=dice.randrange(1, 90))
        produced_on = sampled_on - timedelta(days=dice.randrange(10, 120))
        batch = (producer, made.name, produced_on)
        yield Line(
            number=number,
            producer=producer,
            region=region,
            made=made,
            produced=_produced(dice, produced_on, number, needs_batch=batch in seen),
            sampled_on=sampled_on,
            failed_items=_failed_items(dice, made.name) if dice.random() < FAILING else "",
            laboratory=dice.choice(LABORATORIES),
            remark="/",
        )
        seen.add(batch)


def _produced(dice: Random, day: date, number: int, *, needs_batch: bool) -> OutCell:
    """Return the day as people type it: as a date, as text in several ways, or with a batch number."""
    if needs_batch:
        return _DATES[0].format(day, f"B{number:06d}")
    form = dice.randrange(len(_DATES) + 1)
    return day if form == len(_DATES) else _DATES[form].format(day, f"B{number:06d}")


def _failed_items(dice: Random, product: str) -> str:
    return "、".join(
        f"{defect.name}‖{measured(dice, defect)}‖{defect.limit}" for defect in defects()[product][:2]
    )


def _as_v1(line: Line) -> tuple[OutCell, ...]:
    return (
        *(line.number, line.made.name, line.producer, line.producer, line.region, line.made.name, "/"),
        *(line.made.spec, line.produced, line.result, line.failed_items or "/", line.laboratory),
        *(line.sampled_on, line.remark),
    )


def _as_v3(line: Line) -> tuple[OutCell, ...]:
    return (
        *(
            line.producer,
            line.region,
            line.made.name,
            line.made.name,
            line.made.spec,
            "合格品",
            line.produced,
        ),
        *(line.result, line.laboratory, line.sampled_on, "监督抽查", "县市场监督管理局"),
        *(line.failed_items or "/", "生产企业"),
    )
