"""The list of samples as a table to keep."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from inspections.exports.spot_checks import sample_table
from inspections.models import FailedItem, ProductClass, Result, Sample
from tests.departments.factories import make_township
from tests.inspections.factories import make_campaign, make_sample

pytestmark = pytest.mark.django_db


def test_every_cell_stands_under_its_heading() -> None:
    campaign = make_campaign()
    made = ProductClass.objects.create(code="cable", name="电线电缆类")
    failed = make_sample(
        campaign=campaign,
        township=make_township("城关镇"),
        product_class=made,
        result=Result.FAIL,
        laboratory="省质检院",
        remark="复检",
    )
    FailedItem.objects.create(sample=failed, name="标志", order=1)
    FailedItem.objects.create(sample=failed, name="导体电阻", measured="8.1", limit="≤7.4")
    make_sample(campaign=campaign, judged_on=date(2024, 5, 2))
    table = sample_table(Sample.objects.order_by("judged_on"))
    first, second = (
        dict(zip([column.header for column in table.columns], row, strict=True)) for row in table.rows
    )
    assert first == {
        "序号": 1,
        "抽查任务": campaign.name,
        "产品类别": "电线电缆类",
        "产品名称": "电线电缆",
        "规格型号": "",
        "商标": "",
        "生产日期/批号": "",
        "标称生产单位": "某厂",
        "标称生产单位所在地": "",
        "受检单位": "",
        "乡镇": "城关镇",
        "抽查结果": "不合格",
        "主要不合格项目": "导体电阻║8.1║≤7.4；标志",
        "承检机构": "省质检院",
        "计入日期": date(2024, 5, 1),
        "备注": "复检",
    }
    assert (second["序号"], second["产品类别"], second["抽查结果"]) == (2, None, "合格")


@pytest.mark.parametrize("count", [1, 3])
def test_rows_and_items_are_two_questions(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        FailedItem.objects.create(sample=make_sample(result=Result.FAIL), name="标志")
    with django_assert_num_queries(2):
        assert len(list(sample_table(Sample.objects.all()).rows)) == count
