"""Importing products with the standards they run on."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from departments.access import Role
from enterprises.models import Product, ProductStandard
from tests.departments.factories import make_user
from tests.enterprises.factories import make_enterprise, make_product
from tests.enterprises.imports.tables import cells, figures, make_table, upload

pytestmark = pytest.mark.django_db

PAGE = "enterprises:product_import"
HEADS = ("产品", "企业名称", "主要产品", "投产日期", "标准类别", "执行标准", "开始执行日期", "停止执行日期")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def test_a_product_comes_with_its_standards(office: Client) -> None:
    factory = make_enterprise("云岭米业")
    old = ("大米", "云岭米业", "是", "2020-03-01", "企业标准", "Q/YL 1", "2020-03-01", "2022-12-31")
    new = ("大米", "云岭米业", "是", "2020-03-01", "国家标准", "GB/T 1354", "2023-01-01", "")
    bare = ("米粉", "云岭米业", "", "2021-01-01", "", "", "", "")
    found = upload(office, PAGE, make_table(HEADS, old, new, bare))
    assert figures(found) == (3, 0, 0, 0)
    office.post(reverse("enterprises:product_import_confirm", args=[found.pk]))
    rice = Product.objects.get(name="大米")
    assert (rice.enterprise, rice.is_main, rice.sector) == (factory, True, factory.industry)
    standards = list(ProductStandard.objects.order_by("number").values_list("product", "number", "ended_on"))
    assert standards == [(rice.pk, "GB/T 1354", None), (rice.pk, "Q/YL 1", date(2022, 12, 31))]
    assert (rice.history.count(), ProductStandard.history.count()) == (1, 2)
    again = upload(office, PAGE, make_table(HEADS, old, new, bare))
    assert figures(again) == (0, 0, 3, 0)


def test_what_does_not_fit_is_refused_with_its_column(office: Client) -> None:
    make_enterprise("云岭米业")
    fit = ("大米", "云岭米业", "是", "2020-03-01", "", "", "", "")
    table = make_table(
        HEADS,
        fit,
        ("大米", "云岭米业", "否", "2020-03-01", "", "", "", ""),
        ("米粉", "没有此厂", "", "2020-03-01", "", "", "", ""),
        ("米线", "云岭米业", "", "2020-03-01", "国家标准", "", "", ""),
        ("米酒", "云岭米业", "", "", "", "", "", ""),
        ("米饼", "云岭米业", "", "2020-03-01", "国家标准", "GB 1", "2020-03-01", "2019-03-01"),
        ("米糕", "云岭米业", "也许", "2020-03-01", "", "", "", ""),
    )
    found = upload(office, PAGE, table)
    refused = {row["row"]: row["column"] for row in found.report["rejected"]}
    wanted = {3: "产品", 4: "企业名称", 5: "执行标准", 6: "投产日期", 7: "停止执行日期", 8: "主要产品"}
    assert (figures(found), refused) == ((1, 0, 0, 6), wanted)


def test_a_changed_product_is_written_although_its_first_row_is_refused(office: Client) -> None:
    product = make_product("大米", enterprise=make_enterprise("云岭米业"), is_main=False)
    wrong = ("大米", "云岭米业", "是", "", "国家标准", "", "", "")
    right = ("大米", "云岭米业", "是", "", "国家标准", "GB/T 1354", "2023-01-01", "")
    found = upload(office, PAGE, make_table(HEADS, wrong, right))
    assert figures(found) == (1, 0, 0, 1)
    office.post(reverse("enterprises:product_import_confirm", args=[found.pk]), {"good_rows": "1"})
    product.refresh_from_db()
    assert (product.is_main, product.version, product.standards.count()) == (True, 2, 1)


def test_template_and_export_import_as_nothing_new(office: Client) -> None:
    product = make_product("大米", enterprise=make_enterprise("云岭米业"))
    ProductStandard.objects.create(
        product=product, kind="national", number="GB/T 1354", effective_on=date(2023, 1, 1)
    )
    exported = office.get(reverse("enterprises:products_export")).content
    found = upload(office, PAGE, SimpleUploadedFile("导出.xlsx", exported))
    assert figures(found) == (0, 0, 1, 0)
    content = office.get(reverse("enterprises:product_import_template")).content
    assert cells(content)["C2"].value == "大米"
    empty = upload(office, PAGE, SimpleUploadedFile("模板.xlsx", content))
    assert (figures(empty), empty.report["read"]) == ((0, 0, 0, 0), 0)
