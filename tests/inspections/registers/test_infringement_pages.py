"""Pages of the register of infringement cases."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from inspections.models import InfringementCase, InfringementKind, InfringementState
from tests.departments.factories import make_township, make_user
from tests.enterprises.factories import make_enterprise
from tests.inspections.factories import make_sample
from tests.inspections.registers.factories import ENTERED, make_infringement, make_special

pytestmark = pytest.mark.django_db
S = InfringementState
LIST = "registers:infringements"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def listed(answer: Any) -> list[str]:
    """The parties on the list."""
    return [case.party for case in answer.context["listing"].page]


def entered(**values: object) -> dict[str, object]:
    """What the browser sends for a new case."""
    return {
        "number": "某市监立〔2025〕901号",
        "kind": "price",
        "party": "王记超市",
        "found_on": "2025-03-01",
        "source": "complaint",
        "version": 1,
    } | values


def to(case: InfringementCase, state: str) -> str:
    """The address that takes a case to a state."""
    return reverse("registers:infringement_advance", args=[case.pk, state])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    office: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        make_infringement(township=make_township(), campaign=make_special().campaign)
    office.get(reverse(LIST))
    with django_assert_num_queries(8):
        answer = office.get(reverse(LIST))
    assert answer.context["listing"].total == rows


def test_the_list_is_narrowed_and_sorted(office: Client) -> None:
    town, special = make_township(), make_special()
    make_infringement(S.CLOSED, party="甲", kind=InfringementKind.PRICE, township=town)
    make_infringement(party="乙", found_on=date(2024, 3, 1), campaign=special.campaign)
    make_infringement(S.DECIDED, party="丙", goods_value=Decimal(1))
    asked = {
        "q=甲": ["甲"],
        "year=2024": ["乙"],
        "kind=price": ["甲"],
        "state=open&sort=found": ["乙", "丙"],
        "state=closed": ["甲"],
        "source=campaign": [],
        f"township={town.pk}": ["甲"],
        f"campaign={special.campaign_id}": ["乙"],
        "first=2025-01-01&last=2025-12-31&sort=value": ["丙", "甲"],
        "year=abc&kind=nothing&township=99999999999999999999&first=2025-02-30&sort=found": ["乙", "甲", "丙"],
    }
    for query, parties in asked.items():
        assert (query, listed(office.get(f"{reverse(LIST)}?{query}"))) == (query, parties)


def test_figures_of_the_year_lead_to_their_records(office: Client) -> None:
    make_infringement(S.DECIDED, kind=InfringementKind.PRICE)
    make_infringement(found_on=date(2024, 1, 1))
    answer = office.get(reverse(LIST), {"year": 2025})
    link = f'{reverse(LIST)}?year=2025&amp;kind=price">1</a>'
    assert link in answer.content.decode()
    assert answer.context["totals"][-1].number == answer.context["listing"].total == 1


def test_an_empty_list_says_what_to_do(office: Client) -> None:
    assert reverse("registers:infringement_new") in office.get(reverse(LIST)).content.decode()
    assert listed(office.get(reverse(LIST), {"q": "没有"})) == []


def test_exports_hold_the_filtered_rows_and_no_formula(office: Client) -> None:
    make_infringement(S.CLOSED, party="=1+1", township=make_township("河东镇"), enterprise=make_enterprise())
    make_infringement(party="别家", kind=InfringementKind.PRICE)
    query = {"kind": "counterfeit", "format": "csv"}
    text = office.get(reverse("registers:infringement_export"), query).content.decode("utf-8-sig")
    head, row = list(csv.reader(io.StringIO(text)))
    assert (row[head.index("当事人")], row[head.index("货值（元）")]) == ("'=1+1", "1200.50")
    workbook = office.get(reverse("registers:infringement_export"), query | {"format": "xlsx"})
    sheet = load_workbook(io.BytesIO(workbook.content)).active
    cell = sheet.cell(2, head.index("当事人") + 1)
    assert (sheet.max_row, cell.value, cell.data_type) == (2, "=1+1", "s")


def test_a_case_is_filed_shown_and_corrected(office: Client) -> None:
    firm = make_enterprise()
    answer = office.post(
        reverse("registers:infringement_new"), entered(enterprise=firm.name, goods_value="12.5")
    )
    case = InfringementCase.objects.get()
    assert answer.headers["Location"] == reverse("registers:infringement", args=[case.pk])
    assert (case.enterprise, case.township, case.goods_value) == (firm, firm.township, Decimal("12.50"))
    edit = reverse("registers:infringement_edit", args=[case.pk])
    assert f'value="{firm.credit_code}"' in office.get(edit).content.decode()
    office.post(edit, entered(party="王记大超市", enterprise="", township=firm.township_id))
    case.refresh_from_db()
    assert (case.party, case.enterprise, case.version) == ("王记大超市", None, 2)
    page = office.get(reverse("registers:infringement", args=[case.pk])).content.decode()
    assert "王记大超市" in page
    assert to(case, "investigated") in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": "无号"}, "number"),
        ({"enterprise": "没有这家企业"}, "enterprise"),
        ({"found_on": "2025-02-30"}, "found_on"),
        ({"found_on": "2999-01-01"}, "found_on"),
        ({"goods_value": "-5"}, "goods_value"),
        ({"goods_value": "NaN"}, "goods_value"),
        ({"sample": "x"}, "sample"),
        ({"party": "a\x00b"}, "party"),
    ],
)
def test_a_wrong_entry_is_told_beside_its_field(
    office: Client, values: dict[str, object], field: str
) -> None:
    answer = office.post(reverse("registers:infringement_new"), entered(**values))
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert InfringementCase.objects.count() == 0


def test_a_failed_batch_fills_in_the_empty_form(office: Client) -> None:
    firm = make_enterprise()
    sample = make_sample(producer=firm, township=firm.township, judged_on=date(2024, 5, 1))
    new = reverse("registers:infringement_new")
    initial = office.get(new, {"sample": sample.pk}).context["form"].initial
    assert (initial["party"], initial["enterprise"], initial["found_on"]) == (
        firm.name,
        firm.credit_code,
        date(2024, 5, 1),
    )
    answer = office.post(new, entered(sample=sample.pk))
    assert InfringementCase.objects.get().sample == sample
    assert answer.status_code == 302
    anonymous = make_sample(seller_name="路边摊")
    initial = office.get(new, {"sample": anonymous.pk}).context["form"].initial
    assert (initial["party"], initial["enterprise"]) == ("路边摊", "")


def test_a_special_campaign_fills_in_the_source(office: Client) -> None:
    special = make_special()
    new = reverse("registers:infringement_new")
    initial = office.get(new, {"campaign": special.campaign_id}).context["form"].initial
    assert initial == {"campaign": special.campaign, "source": "campaign"}
    assert office.get(new, {"campaign": "abc"}).context["form"].initial == {}


def test_a_case_walks_through_its_states(office: Client) -> None:
    case = make_infringement()
    steps = [
        ("investigated", {"facts": "查明事实", "officer": "王五"}),
        (
            "decided",
            {
                "goods_value": "100",
                "decision_number": "某市监处罚〔2025〕1号",
                "decided_on": "2025-03-20",
                "penalty": "0",
            },
        ),
        ("closed", {"closed_on": "2025-04-01"}),
    ]
    for version, (state, values) in enumerate(steps, start=1):
        form = office.get(to(case, state)).context["form"]
        assert [name for name in form.fields if name != "version"] == list(values)
        office.post(to(case, state), {**values, "version": version})
        case.refresh_from_db()
        assert (case.state, case.version) == (state, version + 1)
    page = office.get(reverse("registers:infringement", args=[case.pk])).content.decode()
    assert "/to/" not in page
    fields = office.get(reverse("registers:infringement_edit", args=[case.pk])).context["form"].fields
    assert {"closed_on", "penalty"} <= set(fields)
    assert "transferred_to" not in fields


def test_a_step_that_is_not_lawful_is_refused_with_the_reason(office: Client) -> None:
    case = make_infringement()
    answer = office.get(to(case, "closed"), follow=True)
    assert len(list(answer.context["messages"])) == 1
    answer = office.post(to(case, "closed"), {**ENTERED[S.CLOSED], "version": 1})
    assert len(answer.context["form"].non_field_errors()) == 1
    case.refresh_from_db()
    assert case.state == S.FILED
    assert office.get(to(case, "forgotten")).status_code == 404


def test_days_out_of_order_are_told_above_the_form(office: Client) -> None:
    case = make_infringement(S.INVESTIGATED)
    values = {
        "goods_value": "1",
        "decision_number": "决1",
        "decided_on": "2025-02-01",
        "penalty": "1",
        "version": 1,
    }
    answer = office.post(to(case, "decided"), values)
    assert (answer.status_code, len(answer.context["form"].non_field_errors())) == (200, 1)


def test_the_second_editor_gets_both_texts(office: Client) -> None:
    case = make_infringement(S.INVESTIGATED, party="原名")
    for address, values in (
        (
            reverse("registers:infringement_edit", args=[case.pk]),
            entered(party="新名", officer="王", facts="事", version=9),
        ),
        (
            to(case, "transferred"),
            {"facts": "事", "transferred_to": "县公安局", "closed_on": "2025-04-01", "version": ""},
        ),
    ):
        assert office.post(address, values).status_code == 409
    case.refresh_from_db()
    assert (case.party, case.state) == ("原名", S.INVESTIGATED)


def test_strangers_find_nothing_and_readers_change_nothing(client: Client) -> None:
    case = make_infringement(township=make_township())
    addresses = [
        reverse("registers:infringement", args=[case.pk]),
        reverse("registers:infringement_edit", args=[case.pk]),
        to(case, "investigated"),
    ]
    client.force_login(make_user(role=Role.LIAISON, department=make_township()))
    assert [client.get(address).status_code for address in addresses] == [404, 403, 403]
    assert listed(client.get(reverse(LIST))) == []
    assert (
        case.number
        not in client.get(reverse("registers:infringement_export"), {"format": "csv"}).content.decode()
    )
    client.force_login(make_user(role=Role.LEADER))
    assert [client.get(address).status_code for address in addresses] == [200, 403, 403]
    assert client.post(reverse("registers:infringement_new"), entered()).status_code == 403
    assert reverse("registers:infringement_new") not in client.get(reverse(LIST)).content.decode()
