"""Main products by the kind of standard they run on, and those that run on none."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from enterprises.models import Industry, Product, StandardKind
from enterprises.standards import NO_STANDARD, standard_shares
from tests.departments.factories import make_township, make_user
from tests.enterprises.factories import make_enterprise, make_product, make_standard

pytestmark = pytest.mark.django_db

PAGE = reverse("enterprises:standards")
DAY = date(2026, 6, 30)


def the_products() -> None:
    """Four main industrial products: two kinds, one kind, one that ran out, none; and a farm product."""
    both, one, ended, none = (make_product() for _number in range(4))
    make_standard(both, kind=StandardKind.INTERNATIONAL)
    make_standard(both, kind=StandardKind.NATIONAL)
    make_standard(one, kind=StandardKind.NATIONAL, effective_on=DAY)
    make_standard(ended, kind=StandardKind.ENTERPRISE, ended_on=date(2026, 6, 29))
    make_standard(none, kind=StandardKind.GROUP, effective_on=date(2026, 7, 1))
    make_standard(make_product(sector=Industry.AGRICULTURE), kind=StandardKind.LOCAL)
    make_product(is_main=False)
    make_product(delisted_on=DAY)


def numbers(on: date) -> dict[str, int]:
    """The numbers of industry by kind of standard, without zeros."""
    industry = standard_shares(Product.objects.all(), on)[0]
    return {each.value: each.number for each in industry.shares if each.number}


def test_shares_by_sector_on_a_day() -> None:
    the_products()
    industry, farm = standard_shares(Product.objects.all(), DAY)
    assert (industry.sector, industry.total, farm.sector, farm.total) == (
        Industry.INDUSTRY,
        4,
        Industry.AGRICULTURE,
        1,
    )
    shares = {each.value: (each.number, each.share) for each in industry.shares}
    assert len(shares) == len(StandardKind) + 1
    assert shares[StandardKind.INTERNATIONAL] == (1, Decimal("25.00"))
    assert shares[StandardKind.NATIONAL] == (2, Decimal("50.00"))
    assert shares[StandardKind.ENTERPRISE] == (0, Decimal("0.00"))
    assert shares[NO_STANDARD] == (2, Decimal("50.00"))


def test_the_day_before_and_the_day_after_differ() -> None:
    the_products()
    # Without one the day before: the product whose standard begins on the day, the one whose standard
    # begins after it, and the one that was still produced.
    assert numbers(date(2026, 6, 29)) == {"international": 1, "national": 1, "enterprise": 1, NO_STANDARD: 3}
    assert numbers(date(2026, 7, 1)) == {"international": 1, "national": 2, "group": 1, NO_STANDARD: 1}


def test_every_number_leads_to_its_products(client: Client) -> None:
    the_products()
    client.force_login(make_user(role=Role.OFFICE))
    page = client.get(PAGE, {"on": DAY.isoformat()})
    products = reverse("enterprises:products")
    for sector in page.context["sectors"]:
        for each in sector.shares:
            name = "standard" if each.value == NO_STANDARD else "runs_on"
            query = f"main=1&sector={sector.sector.value}&{name}={each.value}&on={DAY.isoformat()}"
            assert f"{products}?{query.replace('&', '&amp;')}" in page.content.decode()
            assert client.get(f"{products}?{query}").context["listing"].total == each.number


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_questions(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        make_standard(make_product())
    client.force_login(make_user(role=Role.OFFICE))
    client.get(PAGE)
    with django_assert_num_queries(5):
        assert client.get(PAGE).context["sectors"][0].total == rows


def test_shares_and_the_list_without_a_standard_are_exported(client: Client) -> None:
    the_products()
    client.force_login(make_user(role=Role.OFFICE))
    day = {"on": DAY.isoformat()}
    content = client.get(reverse("enterprises:standards_export"), day).content
    rows = list(load_workbook(BytesIO(content)).active.values)
    assert ("工业", "国家标准", 4, 2, 50) in rows
    url = reverse("enterprises:products_export")
    lacking = client.get(url, day | {"main": "1", "standard": "none", "format": "csv"})
    head, *lines = (line.split(",") for line in lacking.content.decode("utf-8-sig").splitlines())
    assert head[8:] == ["标准类别", "标准编号", "开始执行日期", "停止执行日期"]
    assert [line[8:] for line in lines] == [["", "", "", ""]] * 2


def test_a_township_sees_its_own_products(client: Client) -> None:
    township = make_township()
    make_product("毛尖", enterprise=make_enterprise(township=township))
    make_product("白酒")
    client.force_login(make_user(role=Role.LIAISON, department=township))
    assert [sector.total for sector in client.get(PAGE).context["sectors"]] == [1]
    assert client.get(PAGE, {"township": "x", "on": "2026-02-30"}).status_code == 200
    for name in ("enterprises:standards_export", "enterprises:products_export"):
        table = client.get(reverse(name), {"format": "csv"}).content.decode("utf-8-sig")
        assert "白酒" not in table


def test_a_day_without_main_products_says_so(client: Client) -> None:
    client.force_login(make_user(role=Role.OFFICE))
    assert client.get(PAGE).context["sectors"] == []
