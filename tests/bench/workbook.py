"""The workbook that is measured: a bulletin of 16 columns, the same in every run."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from enterprises.rules import check_character

HEADINGS = (
    *("序号", "产品种类", "受检单位", "标称生产单位", "统一社会信用代码", "标称生产单位所在地", "产品名称"),
    *(
        "商标",
        "规格型号",
        "生产日期/批号",
        "抽查领域",
        "抽查结果",
        "主要不合格项目",
        "承检机构",
        "抽样日期",
        "备注",
    ),
)
TODAY = date(2024, 12, 31)
REGISTERED = 2_000
OUTSIDE = 2_000
FIRST_ROW = 3

_DATES = (
    "{0:%Y-%m-%d}/{1}",
    "{0:%Y%m%d}",
    "{0:%Y.%m.%d}",
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y/%m/%d}",
    "{0:%Y-%m-%d}",
)
_PRODUCTS = (
    *(
        "电线电缆",
        "砌筑水泥",
        "车用汽油清净剂",
        "塑料购物袋",
        "复合肥料",
        "儿童服装",
        "木制家具",
        "电动自行车",
    ),
    *("安全帽", "家用燃气灶", "瓷质砖", "纸面石膏板", "农用地膜", "润滑油", "蓄电池", "烟花爆竹"),
)
_ITEMS = (
    "导体电阻",
    "强度(28天抗压强度)",
    "氯离子",
    "厚度和厚度偏差",
    "甲醛含量",
    "总养分",
    "绝缘电阻",
    "标志",
)
_SPECS = (
    *(
        "2.5mm²",
        "M 32.5",
        "325ml/瓶",
        "25kg/袋",
        "120/60 S",
        "600mm×600mm",
        "12V 20Ah",
        "160/84A",
        "1.8L/瓶",
        "B级",
    ),
    *(
        "SN 5W-30 4L",
        "1m×0.01mm",
        "N-P2O5-K2O 15-15-15",
        "9.5mm×1200mm×2400mm",
        "JZT-QB65",
        "/",
        "TDT1201Z",
        "Φ8",
    ),
)
_PLACES = ("城关", "河东", "河西", "南山", "北坡", "新集", "柳林", "石桥", "龙泉", "马场")
_TRADES = ("电器", "建材", "化工", "塑业", "服饰", "家具", "车业", "五金", "陶瓷", "肥业")


def registered(number: int) -> tuple[str, str]:
    """Return the name and the credit code of an enterprise of the register."""
    stem = f"91530{number:012d}"
    return _firm("岭北县", number), stem + check_character(stem)


def _firm(place: str, number: int) -> str:
    kind = _TRADES[number % len(_TRADES)]
    return f"{place}{_PLACES[number // 10 % len(_PLACES)]}{number:04d}号{kind}有限公司"


def table_rows(count: int, *, seed: int = 1) -> Iterator[list[Any]]:
    """Yield the data rows, no two about the same batch: 60 % about registered enterprises, 12 % failed."""
    dice, seen = Random(seed), set[tuple[Any, ...]]()
    for number in range(1, count + 1):
        if dice.random() < 0.6:
            (producer, code), region = registered(dice.randrange(REGISTERED)), "本县"
        else:
            producer, code, region = _firm("邻江市", dice.randrange(OUTSIDE)), "", "外省"
        at_producer = dice.random() < 0.5
        seller = producer if at_producer else f"{dice.choice(_PLACES)}{dice.randrange(800):03d}商店"
        product = dice.choice(_PRODUCTS)
        failed = dice.random() < 0.12
        sampled_on = TODAY - timedelta(days=dice.randrange(1, 300))
        made_on = sampled_on - timedelta(days=dice.randrange(10, 200))
        spec = dice.choice(_SPECS)
        batch = (producer, product, spec, made_on)
        form = _DATES[0] if batch in seen else dice.choice(_DATES)
        seen.add(batch)
        yield [
            *(number, product, seller, producer, code, region, product),
            *(dice.choice(("/", "山花", "金穗", "—")), spec),
            form.format(made_on, f"B{number:06d}"),
            "生产领域" if at_producer else "流通领域",
            "不合格" if failed else "合格",
            _failed_items(dice) if failed else "/",
            *(f"{dice.choice(_PLACES)}质量检验中心", sampled_on, "/"),
        ]  # fmt: skip


def _failed_items(dice: Random) -> str:
    return "、".join(f"{name}‖{dice.randrange(10, 99)}‖≤9" for name in dice.sample(_ITEMS, 2))


def write_workbook(path: Path, count: int) -> Path:
    """Write so many rows below two title rows, with strings shared as office programs save them."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False})
    sheet = book.add_worksheet("Sheet1")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "岭北县市场监督管理局2024年产品质量监督抽查结果")
    sheet.merge_range(1, 0, 1, len(HEADINGS) - 1, "发布日期：2024年12月31日")
    sheet.write_row(FIRST_ROW - 1, 0, HEADINGS)
    for row, cells in enumerate(table_rows(count), start=FIRST_ROW):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, day)
            else:
                sheet.write(row, column, cell)
    sheet.write(FIRST_ROW + count, 0, "注：排名不分先后。")
    book.close()
    return path
