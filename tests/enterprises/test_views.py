"""Pages of the enterprise files."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.models import Department
from enterprises.models import Enterprise, Industry, Product, ProductStandard, StandardKind
from tests.departments.factories import make_township, make_user
from tests.enterprises.factories import make_code, make_enterprise, make_product, make_standard

pytestmark = pytest.mark.django_db

NOT_A_DAY = "2023-02-30"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def detail(enterprise: Enterprise) -> str:
    """The address of a quality file."""
    return reverse("enterprises:detail", args=[enterprise.credit_code])


def entered(township: Department, **values: object) -> dict[str, object]:
    """What the browser sends for a quality file."""
    return {
        "credit_code": make_code(900001),
        "name": "青山茶业有限公司",
        "township": township.pk,
        "industry": "agriculture",
        "scale": "small",
        "version": 1,
    } | values


def names(answer: Any) -> list[str]:
    """The enterprises on a list page."""
    return [enterprise.name for enterprise in answer.context["listing"].page]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    office: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        make_product(enterprise=make_enterprise())
    office.get(reverse("enterprises:list"))
    with django_assert_num_queries(6):
        answer = office.get(reverse("enterprises:list"))
    assert answer.context["listing"].total == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_products_ask_the_same_number_of_questions(
    office: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        make_standard(make_product())
    office.get(reverse("enterprises:products"))
    with django_assert_num_queries(7):
        answer = office.get(reverse("enterprises:products"))
    assert answer.context["listing"].total == rows


@pytest.mark.parametrize("words", ["青山", "91522300", "石桥", "毛尖", "（青山）茶业", "ＭＡ"])
def test_enterprises_are_found_by_name_code_township_and_product(office: Client, words: str) -> None:
    township = make_township("石桥镇")
    wanted = make_enterprise("石桥(青山)茶业有限公司", township=township)
    make_product("都匀毛尖", enterprise=wanted)
    answer = office.get(reverse("enterprises:list"), {"q": words})
    assert names(answer) == [wanted.name]


def test_enterprises_are_narrowed_and_sorted(office: Client) -> None:
    east, west = make_township(), make_township()
    first = make_enterprise("甲公司", township=east)
    second = make_enterprise("乙农场", township=west, industry=Industry.AGRICULTURE)
    make_product(enterprise=second)
    url = reverse("enterprises:list")
    assert names(office.get(url, {"township": east.pk})) == [first.name]
    assert names(office.get(url, {"industry": "agriculture"})) == [second.name]
    assert names(office.get(url, {"scale": "large"})) == []
    assert names(office.get(url, {"sort": "-products"})) == [second.name, first.name]
    assert names(office.get(url, {"sort": "township"})) == [first.name, second.name]


@pytest.mark.parametrize(
    "query", [{"township": "abc"}, {"sort": "password"}, {"page": "0"}, {"q": "x\x00"}, {"page": "999"}]
)
def test_nonsense_in_the_address_is_told_not_raised(office: Client, query: dict[str, str]) -> None:
    make_enterprise()
    assert office.get(reverse("enterprises:list"), query).status_code == 200


def test_products_are_narrowed(office: Client) -> None:
    first = make_product("茶叶", sector=Industry.AGRICULTURE)
    make_standard(first, kind=StandardKind.NATIONAL)
    second = make_product("水泥", is_main=False)
    make_product("旧货", delisted_on=date(2022, 1, 1))
    url = reverse("enterprises:products")

    def shown(**query: str) -> list[str]:
        return [product.name for product in office.get(url, query).context["listing"].page]

    assert sorted(shown()) == sorted([first.name, second.name])
    assert shown(q="茶") == ["茶叶"]
    assert shown(q=second.enterprise.name) == ["水泥"]
    assert shown(sector="agriculture") == ["茶叶"]
    assert shown(main="1") == ["茶叶"]
    assert shown(standard="none") == ["水泥"]
    assert shown(standard="any") == ["茶叶"]
    assert shown(standard="advanced") == []
    assert len(shown(on="2021-06-01")) == 3
    assert len(shown(on=NOT_A_DAY)) == 2
    assert shown(township=str(second.enterprise.township.pk)) == ["水泥"]


def test_the_quality_file_shows_identity_products_and_history(office: Client) -> None:
    enterprise = make_enterprise("青山茶业有限公司", closed_on=date(2024, 5, 1))
    make_standard(make_product("毛尖", enterprise=enterprise), number="GB/T 22111")
    enterprise.name = "青山茶业股份有限公司"
    enterprise.save()
    page = office.get(detail(enterprise)).content.decode()
    for words in ("青山茶业股份有限公司", "毛尖", "GB/T 22111", "2024-05-01", "<del>青山茶业有限公司</del>"):
        assert words in page


def test_an_unknown_code_is_not_found(office: Client) -> None:
    assert office.get(reverse("enterprises:detail", args=["new1"])).status_code == 404


def test_a_township_liaison_sees_the_own_township_only(client: Client) -> None:
    own, other = make_township(), make_township()
    mine, theirs = make_enterprise(township=own), make_enterprise(township=other)
    make_product(enterprise=theirs)
    client.force_login(make_user(role=Role.LIAISON, department=own))
    assert client.get(detail(mine)).status_code == 200
    assert client.get(detail(theirs)).status_code == 404
    assert names(client.get(reverse("enterprises:list"))) == [mine.name]
    assert client.get(reverse("enterprises:products")).context["listing"].total == 0
    exported = client.get(reverse("enterprises:export"), {"format": "csv"}).content.decode("utf-8-sig")
    assert (mine.name in exported, theirs.name in exported) == (True, False)


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER])
def test_only_the_office_edits(client: Client, role: Role) -> None:
    enterprise = make_enterprise()
    product = make_product(enterprise=enterprise)
    standard = make_standard(product)
    client.force_login(make_user(role=role))
    code = enterprise.credit_code
    addresses = [
        reverse("enterprises:new"),
        reverse("enterprises:edit", args=[code]),
        reverse("enterprises:product_new", args=[code]),
        reverse("enterprises:product_edit", args=[code, product.pk]),
        reverse("enterprises:standard_new", args=[code, product.pk]),
        reverse("enterprises:standard_edit", args=[code, product.pk, standard.pk]),
    ]
    assert [client.post(address).status_code for address in addresses] == [403] * 6


def test_a_quality_file_is_opened_under_the_clerks_name(client: Client) -> None:
    clerk = make_user(role=Role.OFFICE)
    client.force_login(clerk)
    code = make_code(900001)
    spaced = f" {code[:4]} {code[4:]} ".lower()
    values = entered(make_township(), credit_code=spaced, founded_on="2020年5月1日")
    answer = client.post(reverse("enterprises:new"), values)
    enterprise = Enterprise.objects.get()
    assert answer.status_code == 302
    assert (enterprise.credit_code, enterprise.founded_on) == (code, date(2020, 5, 1))
    assert enterprise.history.get().history_user_id == clerk.signature


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("credit_code", "91522300MA0000000X"),
        ("name", "茶业\x07公司"),
        ("name", ""),
        ("founded_on", NOT_A_DAY),
        ("township", "999999"),
    ],
)
def test_what_does_not_fit_is_told_beside_the_field(office: Client, field: str, value: str) -> None:
    answer = office.post(reverse("enterprises:new"), entered(make_township()) | {field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])


def test_one_credit_code_has_one_file(office: Client) -> None:
    enterprise = make_enterprise()
    values = entered(make_township(), credit_code=enterprise.credit_code)
    answer = office.post(reverse("enterprises:new"), values)
    assert list(answer.context["form"].errors) == ["credit_code"]


def test_closed_before_founded_is_refused(office: Client) -> None:
    values = entered(make_township(), founded_on="2024-01-02", closed_on="2024-01-01")
    answer = office.post(reverse("enterprises:new"), values)
    assert list(answer.context["form"].errors) == ["__all__"]


def test_the_second_of_two_editors_is_told(office: Client) -> None:
    enterprise = make_enterprise("甲公司")
    url = reverse("enterprises:edit", args=[enterprise.credit_code])
    values = entered(enterprise.township, credit_code=enterprise.credit_code)
    assert office.get(url).status_code == 200
    first = office.post(url, values | {"name": "乙公司"})
    second = office.post(url, values | {"name": "丙公司"})
    enterprise.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 409)
    assert (enterprise.name, enterprise.version) == ("乙公司", 2)


def test_products_and_standards_are_kept(office: Client) -> None:
    enterprise = make_enterprise()
    code = enterprise.credit_code
    new = reverse("enterprises:product_new", args=[code])
    assert office.get(new).status_code == 200
    values = {
        "name": "毛尖",
        "sector": "agriculture",
        "is_main": "on",
        "listed_on": "2020-01-01",
        "version": 1,
    }
    assert office.post(new, values).status_code == 302
    product = Product.objects.get()
    change = reverse("enterprises:product_edit", args=[code, product.pk])
    assert office.get(change).status_code == 200
    assert office.post(change, values | {"delisted_on": "2025-01-01"}).status_code == 302
    assert office.post(change, values).status_code == 409
    add = reverse("enterprises:standard_new", args=[code, product.pk])
    assert office.get(add).status_code == 200
    standard_values = {"kind": "national", "number": "GB/T 1", "effective_on": "2020-01-01", "version": 1}
    assert office.post(add, standard_values).status_code == 302
    standard = ProductStandard.objects.get()
    end = reverse("enterprises:standard_edit", args=[code, product.pk, standard.pk])
    assert office.get(end).status_code == 200
    assert office.post(end, standard_values | {"ended_on": "2024-12-31"}).status_code == 302
    standard.refresh_from_db()
    product.refresh_from_db()
    assert (product.delisted_on, standard.ended_on) == (date(2025, 1, 1), date(2024, 12, 31))


def test_a_product_of_the_same_name_is_told(office: Client) -> None:
    product = make_product("毛尖")
    url = reverse("enterprises:product_new", args=[product.enterprise.credit_code])
    answer = office.post(url, {"name": "毛尖", "sector": "agriculture", "listed_on": "2020-01-01"})
    assert list(answer.context["form"].errors) == ["__all__"]


def test_a_product_is_found_under_its_own_enterprise_only(office: Client) -> None:
    product = make_product()
    other = make_enterprise()
    url = reverse("enterprises:product_edit", args=[other.credit_code, product.pk])
    assert office.get(url).status_code == 404


def test_the_list_is_exported_as_it_is_filtered(office: Client) -> None:
    make_enterprise("=1+1公司")
    make_enterprise("乙公司")
    answer = office.get(reverse("enterprises:export"), {"q": "1+1"})
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["企业名称", "=1+1公司"]
    csv = office.get(reverse("enterprises:export"), {"q": "1+1", "format": "csv"})
    assert "'=1+1公司" in csv.content.decode("utf-8-sig")
    fallback = office.get(reverse("enterprises:export"), {"format": "pdf"})
    assert fallback.content.startswith(b"PK")


def test_products_are_exported_with_the_standards_of_the_day(client: Client) -> None:
    mine, theirs = make_township(), make_township()
    product = make_product(name="青山绿茶", enterprise=make_enterprise(township=mine))
    standard = make_standard(product)
    make_product(enterprise=make_enterprise(township=theirs))
    client.force_login(make_user(role=Role.LIAISON, department=mine))
    answer = client.get(reverse("enterprises:products_export"), {"format": "csv"})
    head, *rows = answer.content.decode("utf-8-sig").splitlines()
    assert head.split(",")[2:10:7] == ["产品名称", "标准编号"]
    assert [row.split(",")[2:10:7] for row in rows] == [["青山绿茶", standard.number]]
