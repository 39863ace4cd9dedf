"""Pages of the register."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from brands.models import Credential, CredentialKind, Family, Level
from brands.rules import Status
from departments.access import Role
from enterprises.models import Industry
from quality_portal.lib import clock
from tests.brands.factories import make_credential, make_kind, make_suspension
from tests.departments.factories import make_department, make_township, make_user
from tests.enterprises.factories import make_enterprise

pytestmark = pytest.mark.django_db

LIST = "brands:list"
DAY = date(2025, 1, 1)


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def numbers(answer: Any) -> list[str]:
    """The numbers of the credentials on a list page."""
    return [credential.number for credential in answer.context["listing"].page]


def entered(kind: CredentialKind, **values: object) -> dict[str, object]:
    """What the browser sends for a credential."""
    return {
        "kind": kind.pk,
        "sector": "industry",
        "stage": "first",
        "number": "N-100",
        "issued_on": "2024-01-01",
        "valid_from": "2024-01-01",
        "valid_until": "2026-12-31",
        "version": 1,
    } | values


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "questions"), [("brands:list", 8), ("brands:expiring", 9)])
def test_lists_ask_the_same_number_of_questions(
    office: Client, address: str, questions: int, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    soon = clock.today() + timedelta(days=10)
    for _number in range(rows):
        make_credential(issued_on=soon - timedelta(days=400), valid_until=soon)
    office.get(reverse(address))
    with django_assert_num_queries(questions):
        answer = office.get(reverse(address))
    assert answer.context["listing"].total == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_quality_file_shows_credentials_in_the_same_number_of_questions(
    office: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enterprise = make_enterprise()
    for _number in range(rows):
        make_credential(enterprise=enterprise, product="毛尖")
    make_credential()
    url = reverse("enterprises:detail", args=[enterprise.credit_code])
    office.get(url)
    with django_assert_num_queries(27):
        answer = office.get(url)
    page = answer.content.decode()
    assert page.count("<small>毛尖</small>") == rows
    assert f"{reverse('brands:new')}?enterprise={enterprise.credit_code}" in page


def test_an_enterprise_without_credentials_says_so(office: Client) -> None:
    enterprise = make_enterprise()
    page = office.get(reverse("enterprises:detail", args=[enterprise.credit_code]))
    filled = [found for found in page.context["file"].sections if found.section.code == "credentials"]
    assert [found.values["lines"] for found in filled] == [[]]


def test_the_register_is_narrowed(office: Client) -> None:
    township = make_township("石桥镇")
    kind = make_kind("省品牌产品", family=Family.BRAND, level=Level.PROVINCE)
    zone = make_kind(family=Family.ZONE, level=Level.NATION)
    make_credential(kind=kind, number="A", product="毛尖", township=township, issued_on=date(2024, 5, 1))
    holder = make_department("县农业局")
    make_credential(kind=zone, number="B", department=holder, sector=Industry.AGRICULTURE)
    url = reverse(LIST)
    queries: list[tuple[dict[str, Any], list[str]]] = [
        ({}, ["A", "B"]),
        ({"family": "zone"}, ["B"]),
        ({"kind": kind.code}, ["A"]),
        ({"level": "nation"}, ["B"]),
        ({"sector": "agriculture"}, ["B"]),
        ({"township": township.pk}, ["A"]),
        ({"issued_from": "2024-05-01"}, ["A"]),
        ({"issued_to": "2024-04-30"}, ["B"]),
        ({"q": "毛尖"}, ["A"]),
        ({"q": "省品牌"}, ["A"]),
        ({"q": "农业局"}, ["B"]),
        ({"q": "ｂ"}, ["B"]),
        ({"sort": "issued"}, ["B", "A"]),
        ({"sort": "-holder"}, ["B", "A"]),
    ]
    for query, found in queries:
        assert (query, numbers(office.get(url, query))) == (query, found)


@pytest.mark.parametrize(
    "query",
    [
        {"on": "2025-02-30"},
        {"township": "x"},
        {"figure": "nonsense"},
        {"sort": "password"},
        {"page": "-1"},
        {"q": "\x00"},
        {"issued_from": "yesterday"},
    ],
)
def test_nonsense_in_the_address_is_told_not_raised(office: Client, query: dict[str, str]) -> None:
    make_credential()
    assert office.get(reverse(LIST), query).status_code == 200
    assert office.get(reverse("brands:expiring"), query).status_code == 200
    assert office.get(reverse("brands:export"), query).status_code == 200


def test_the_status_filter_agrees_with_the_rule(office: Client) -> None:
    short, long = make_kind(reminder_days=30), make_kind(reminder_days=180)
    for kind in (short, long):
        for days in (-1, 0, 30, 31, 180, 181):
            make_credential(kind=kind, valid_until=DAY + timedelta(days=days))
        make_credential(kind=kind, valid_until=None)
        make_credential(kind=kind, issued_on=DAY + timedelta(days=1))
        make_credential(kind=kind, ended_on=DAY)
        make_credential(kind=kind, ended_on=DAY, ended_as="cancelled")
        make_suspension(make_credential(kind=kind), suspended_on=DAY)
        make_suspension(make_credential(kind=kind), suspended_on=DAY - timedelta(days=9), lifted_on=DAY)
        expired = make_credential(kind=kind, valid_until=DAY - timedelta(days=1))
        make_suspension(expired, suspended_on=DAY - timedelta(days=9))
        make_credential(kind=kind, ended_on=DAY + timedelta(days=1))
    everything = list(Credential.objects.select_related("kind"))
    for status in Status:
        answer = office.get(reverse(LIST), {"status": status, "on": DAY.isoformat(), "size": "100"})
        judged = {credential.number for credential in everything if credential.status_on(DAY) == status}
        assert (status, set(numbers(answer))) == (status, judged)
        assert judged != set()


def test_what_runs_out_is_listed_by_its_lead(office: Client) -> None:
    today = clock.today()
    kind = make_kind(reminder_days=60, family=Family.LICENCE)
    start = today - timedelta(days=700)
    township = make_township()
    for name, days in (("past", -1), ("soon", 20), ("later", 80), ("far", 300)):
        make_credential(
            kind=kind,
            number=name,
            issued_on=start,
            valid_until=today + timedelta(days=days),
            township=township,
        )
    url = reverse("brands:expiring")
    for within, found in [
        ("", ["soon"]),
        ("30", ["soon"]),
        ("90", ["soon", "later"]),
        ("365", ["soon", "later", "far"]),
        ("expired", ["past"]),
    ]:
        assert numbers(office.get(url, {"within": within})) == found
    assert numbers(office.get(url, {"within": "90", "family": "brand"})) == []
    assert numbers(office.get(url, {"within": "90", "township": str(township.pk)})) == ["soon", "later"]
    assert office.get(url).context["lines"][0].days_left == 20


def test_a_record_shows_its_history(office: Client) -> None:
    credential = make_credential(product="毛尖", ended_on=date(2025, 1, 1))
    credential.product = "绿茶"
    credential.save()
    page = office.get(reverse("brands:detail", args=[credential.pk])).content.decode()
    for words in ("<del>毛尖</del>", "<ins>绿茶</ins>", "抽查不合格", credential.number):
        assert words in page


def test_a_township_liaison_sees_the_own_township_only(client: Client) -> None:
    own = make_township()
    mine = make_credential(township=own)
    theirs = make_credential(township=make_township())
    client.force_login(make_user(role=Role.LIAISON, department=own))
    assert client.get(reverse("brands:detail", args=[mine.pk])).status_code == 200
    assert client.get(reverse("brands:detail", args=[theirs.pk])).status_code == 404
    assert numbers(client.get(reverse(LIST))) == [mine.number]
    exported = client.get(reverse("brands:export"), {"format": "csv"}).content.decode("utf-8-sig")
    assert (mine.number in exported, theirs.number in exported) == (True, False)


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER])
def test_only_the_office_edits(client: Client, role: Role) -> None:
    credential = make_credential()
    client.force_login(make_user(role=role))
    addresses = [
        reverse("brands:new"),
        reverse("brands:edit", args=[credential.pk]),
        reverse("brands:end", args=[credential.pk]),
    ]
    assert [client.post(address).status_code for address in addresses] == [403] * 3


def test_the_register_is_exported_as_it_is_filtered(office: Client) -> None:
    make_credential(number="=A1", product="毛尖", kind=make_kind(family=Family.HONOUR))
    make_credential(department=make_department("县农业局"), number="B")
    answer = office.get(reverse("brands:export"), {"on": "2025-01-01", "sort": "kind"})
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[11] for row in rows] == ["证书编号", "=A1", "B"]
    assert rows[0][15] == "状态（2025-01-01）"
    csv = office.get(reverse("brands:export"), {"family": "honour", "format": "csv"})
    assert "'=A1" in csv.content.decode("utf-8-sig")
