"""Tables as bureaus publish them, and the records of spot checks, for tests."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import xlsxwriter

from departments.models import Department
from enterprises.models import Enterprise
from enterprises.rules import check_character
from inspections.models import Campaign, CampaignLevel, Field, Result, Sample
from tests.departments.factories import make_township

Rows = Sequence[Sequence[Any]]

_numbers = count(1)

TITLE = "岭北县市场监督管理局2024年产品质量监督抽查结果"

V1: list[Any] = [
    "序号",
    "产品种类",
    "受检单位",
    "标称生产单位",
    "标称生产单位所在地",
    "产品名称",
    "规格型号",
    "生产日期/批号",
    "主要不合格项目",
    "承检机构",
    "备注",
]
V3: list[Any] = [
    "企业名称",
    "所在省",
    "产品名称",
    "产品详细名称",
    "规格型号",
    "产品等级",
    "生产日期/批号",
    "抽查结果",
    "承检机构",
    "抽查时间",
    "抽查类型",
    "抽样单位",
    "主要不合格项目",
    "抽样来源",
]
V4: list[Any] = [
    "序号",
    "企业名称",
    "所在地",
    "产品名称",
    "商标",
    "规格型号",
    "生产日期/批号",
    "抽查结果",
    "主要不合格项目",
    "承检机构",
]
V5: list[Any] = [
    "序号",
    "受检单位",
    "产品名称",
    "生产单位",
    "规格型号",
    "生产日期/批货号",
    "不合格情况",
    "备注",
]
V7: list[Any] = [
    "序号",
    "年份",
    "产品名称",
    "销售者名称/单位名称",
    "规格型号",
    "执行标准、技术文件和明示质量指标",
    "标称生产者",
    "抽检结果",
    "不合格项",
    "备注",
]
V9: list[Any] = [
    "标称生产企业名称",
    "产品名称",
    "规格型号",
    "商标",
    "生产日期/出厂编号",
    "不合格项目",
    "生产企业所属地",
]
F1: list[Any] = [
    "序号",
    "标称生产企业名称",
    "标称生产企业地址",
    "被抽样单位名称",
    "被抽样单位地址",
    "食品名称",
    "规格型号",
    "商标",
    "生产日期/批号",
    "不合格项目║检验结果║标准值",
    "分类",
    "任务来源",
    "检验机构",
    "备注",
]
F2: list[Any] = [
    "序号",
    "标称生产企业名称",
    "标称生产企业地址",
    "被抽检单位名称",
    "被抽检单位地址",
    "食品名称",
    "规格型号",
    "商标",
    "生产日期/批号",
    "不合格项目‖检验结果‖标准值",
    "检验机构",
]
FULL: list[Any] = [
    "序号",
    "受检单位",
    "标称生产单位",
    "产品名称",
    "规格型号",
    "生产日期/批号",
    "抽查结果",
    "主要不合格项目",
    "承检机构",
    "备注",
]


def full_row(number: int, **changes: Any) -> list[Any]:
    """Return a row below ``FULL``: a batch that passed, with some cells changed."""
    cells: dict[str, Any] = {
        "序号": number,
        "受检单位": "城关五金店",
        "标称生产单位": f"岭北第{number}电器有限公司",
        "产品名称": "电线电缆",
        "规格型号": "2.5mm²",
        "生产日期/批号": f"2024-03-0{number % 9 + 1}/B{number}",
        "抽查结果": "合格",
        "主要不合格项目": "/",
        "承检机构": "省质检院",
        "备注": "",
    }
    cells.update({heading.replace("_", "/"): value for heading, value in changes.items()})
    return [cells[heading] for heading in FULL]


def make_xlsx(path: Path, rows: Rows, *, merges: Sequence[tuple[int, int, int, int, Any]] = ()) -> Path:
    """Write one sheet; ``merges`` are (top, left, bottom, right, value)."""
    return make_workbook(path, {"Sheet1": rows}, merges=merges)


def make_workbook(
    path: Path,
    sheets: dict[str, Rows],
    *,
    merges: Sequence[tuple[int, int, int, int, Any]] = (),
    hidden: str = "",
) -> Path:
    """Write several sheets, one of them hidden; the merged ranges stand in the first."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name == hidden:
            sheet.hide()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                elif cell != "":
                    sheet.write(row, column, cell)
    for top, left, bottom, right, value in merges:
        book.worksheets()[0].merge_range(top, left, bottom, right, value)
    book.close()
    return path


def make_csv(path: Path, rows: Rows, *, encoding: str = "utf-8-sig") -> Path:
    """Write delimited text."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def make_enterprise(name: str, *, township: Department | None = None) -> Enterprise:
    """Make an enterprise with a valid credit code."""
    stem = f"91530{next(_numbers):012d}"
    return Enterprise.objects.create(
        credit_code=stem + check_character(stem),
        name=name,
        township=township or make_township(),
        industry="industry",
    )


def make_campaign(
    *,
    code: str = "",
    ends_on: date = date(2024, 6, 30),
    tested: int | None = None,
    failures_only: bool = False,
    field: str = Field.PRODUCT,
    level: str = CampaignLevel.COUNTY,
) -> Campaign:
    """Make a campaign, the county's and of industrial products unless told otherwise."""
    number = next(_numbers)
    return Campaign.objects.create(
        code=code or f"C-{number}",
        name=f"第{number}次抽查",
        level=level,
        field=field,
        starts_on=date(ends_on.year, 1, 1),
        ends_on=ends_on,
        tested=tested,
        failures_only=failures_only,
    )


def make_sample(
    *,
    campaign: Campaign | None = None,
    result: str = Result.PASS,
    judged_on: date = date(2024, 5, 1),
    township: Department | None = None,
    producer: Enterprise | None = None,
    product: str = "电线电缆",
    is_counterfeit: bool = False,
    **fields: Any,
) -> Sample:
    """Make a batch."""
    number = next(_numbers)
    return Sample.objects.create(
        campaign=campaign or make_campaign(),
        key=f"key-{number}",
        product=product,
        producer_name=producer.name if producer else "某厂",
        producer=producer,
        township=township,
        judged_on=judged_on,
        result=result,
        is_counterfeit=is_counterfeit,
        **fields,
    )
