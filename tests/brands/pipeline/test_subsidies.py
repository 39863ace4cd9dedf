"""Awards and subsidies paid, their totals, and the usual amounts that are proposed."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from brands.models import Subsidy, UsualAmount
from brands.subsidy_actions import pay
from brands.subsidy_queries import SubsidyTotal, subsidy_totals
from departments.access import Role
from quality_portal.lib import clock
from tests.brands.factories import make_credential, make_kind
from tests.brands.pipeline.factories import make_candidate, make_subsidy, make_usual_amount
from tests.departments.factories import make_township, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("brands:subsidies")
AMOUNTS = reverse("brands:amounts")
NEW = reverse("brands:subsidy_new")


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def amounts(answer: Any) -> list[str]:
    """The amounts on a list page."""
    return [str(row.amount) for row in answer.context["listing"].page]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "questions"), [(LIST, 9), (AMOUNTS, 6)])
def test_lists_ask_the_same_number_of_questions(
    office: Client, address: str, questions: int, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        make_subsidy()
        make_usual_amount(make_kind())
    office.get(address)
    with django_assert_num_queries(questions):
        assert office.get(address).context["listing"].total == rows


def test_totals_per_year_and_kind() -> None:
    brand, zone = make_kind(), make_kind()
    make_subsidy(credential=make_credential(kind=brand), amount="50000", paid_on=date(2026, 1, 1))
    make_subsidy(candidate=make_candidate(kind=brand), amount="2500.50", paid_on=date(2026, 12, 31))
    make_subsidy(credential=make_credential(kind=zone), amount="100000", paid_on=date(2026, 5, 1))
    make_subsidy(credential=make_credential(kind=brand), amount="30000", paid_on=date(2025, 12, 31))
    assert subsidy_totals(Subsidy.objects.all()) == [
        SubsidyTotal(2026, None, 3, Decimal("152500.50")),
        SubsidyTotal(2026, brand, 2, Decimal("52500.50")),
        SubsidyTotal(2026, zone, 1, Decimal("100000.00")),
        SubsidyTotal(2025, None, 1, Decimal("30000.00")),
        SubsidyTotal(2025, brand, 1, Decimal("30000.00")),
    ]


def test_payments_are_narrowed(office: Client) -> None:
    township, kind = make_township(), make_kind()
    make_subsidy(
        credential=make_credential(kind=kind, township=township), amount="1", paid_on=date(2025, 1, 1)
    )
    make_subsidy(candidate=make_candidate(), amount="2", paid_on=date(2026, 1, 1))
    queries: list[tuple[dict[str, Any], list[str]]] = [
        ({}, ["2.00", "1.00"]),
        ({"year": "2025"}, ["1.00"]),
        ({"kind": kind.code}, ["1.00"]),
        ({"township": township.pk}, ["1.00"]),
        ({"purpose": "subsidy"}, []),
        ({"q": "县财政局"}, ["2.00", "1.00"]),
        ({"q": "没有"}, []),
        ({"sort": "amount"}, ["1.00", "2.00"]),
        ({"year": "x"}, ["2.00", "1.00"]),
    ]
    for query, found in queries:
        assert (query, amounts(office.get(LIST, query))) == (query, found)


def test_the_usual_amount_of_the_day_is_proposed_and_not_forced(office: Client) -> None:
    credential = make_credential()
    today = clock.today()
    make_usual_amount(credential.kind, "30000", until=today - timedelta(days=1))
    make_usual_amount(credential.kind, "50000", since=today)
    url = f"{NEW}?credential={credential.pk}"
    form = office.get(url).context["form"]
    assert (form["amount"].value(), form["document_number"].value()) == (Decimal(50000), "政发〔2024〕1号")
    assert "县奖励办法" in form["amount"].help_text
    entered = {
        "purpose": "award",
        "amount": "45000.50",
        "paid_on": today.isoformat(),
        "payer": "县财政局",
        "version": 1,
    }
    office.post(url, entered)
    paid = Subsidy.objects.get()
    assert (paid.amount, paid.owner, paid.kind) == (Decimal("45000.50"), credential, credential.kind)
    page = office.get(reverse("brands:detail", args=[credential.pk]))
    assert list(page.context["subsidies"]) == [paid]
    assert office.get(reverse("brands:subsidy", args=[paid.pk])).status_code == 200
    edit = reverse("brands:subsidy_edit", args=[paid.pk])
    assert office.get(edit).status_code == 200
    office.post(edit, entered | {"amount": "46000"})
    paid.refresh_from_db()
    assert paid.amount == 46000
    assert office.post(edit, entered).status_code == 409


@pytest.mark.parametrize(
    "wrong", [{"amount": "0"}, {"amount": "x"}, {"paid_on": "2999-01-01"}, {"payer": ""}]
)
def test_a_payment_that_does_not_fit_is_refused_at_its_field(office: Client, wrong: dict[str, str]) -> None:
    entered = {
        "purpose": "award",
        "amount": "1",
        "paid_on": "2026-01-01",
        "payer": "县财政局",
        "version": "1",
    }
    answer = office.post(f"{NEW}?candidate={make_candidate().pk}", entered | wrong)
    assert answer.context["form"].errors.keys() == wrong.keys()
    assert Subsidy.objects.count() == 0


def test_a_payment_belongs_to_something(office: Client) -> None:
    assert [office.get(f"{NEW}{query}").status_code for query in ("", "?credential=9", "?candidate=x")] == [
        404
    ] * 3
    with pytest.raises(ValidationError):
        pay(
            owner=make_credential(),
            by="test",
            today=date(2026, 1, 1),
            amount=1,
            paid_on=date(2026, 1, 2),
            payer="x",
        )


def test_a_township_sees_what_was_paid_there(client: Client) -> None:
    township = make_township()
    own = make_subsidy(credential=make_credential(township=township))
    other = make_subsidy(credential=make_credential())
    client.force_login(make_user(role=Role.LIAISON, department=township))
    assert list(client.get(LIST).context["listing"].page) == [own]
    assert client.get(reverse("brands:subsidy", args=[other.pk])).status_code == 404
    table = client.get(reverse("brands:subsidies_export"), {"format": "csv"}).content.decode("utf-8-sig")
    assert len(table.splitlines()) == 2
    forbidden = [NEW, reverse("brands:subsidy_edit", args=[own.pk]), reverse("brands:amount_new")]
    assert [client.get(url).status_code for url in forbidden] == [403] * 3


def test_payments_and_amounts_are_exported(office: Client) -> None:
    make_subsidy(candidate=make_candidate(product="毛尖"), amount="1234.50")
    make_usual_amount(make_kind("省品牌产品"), "50000")
    sheets = [
        list(load_workbook(BytesIO(office.get(url).content)).active.values)
        for url in (reverse("brands:subsidies_export"), reverse("brands:amounts_export"))
    ]
    assert (sheets[0][1][5], sheets[0][1][7]) == ("毛尖", 1234.5)
    assert (sheets[1][1][0], sheets[1][1][2]) == ("省品牌产品", 50000)


def test_usual_amounts_are_data(office: Client) -> None:
    kind = make_kind()
    entered = {
        "kind": kind.pk,
        "purpose": "award",
        "amount": "50000",
        "policy": "县奖励办法",
        "since": "2024-01-01",
        "version": 1,
    }
    assert office.get(reverse("brands:amount_new")).status_code == 200
    office.post(reverse("brands:amount_new"), entered)
    amount = UsualAmount.objects.get()
    assert office.post(reverse("brands:amount_new"), entered).status_code == 200
    edit = reverse("brands:amount_edit", args=[amount.pk])
    assert office.get(edit).status_code == 200
    assert office.post(edit, entered | {"until": "2023-01-01"}).status_code == 200
    office.post(edit, entered | {"amount": "60000", "until": "2026-12-31"})
    assert amounts(office.get(AMOUNTS, {"kind": kind.code, "on": "2026-12-31"})) == ["60000.00"]
    assert amounts(office.get(AMOUNTS, {"on": "2027-01-01"})) == []
