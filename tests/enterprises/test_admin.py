"""Enterprises and products in the back office."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from departments.access import Role
from enterprises.models import Enterprise, Instrument, Product, ProductStandard
from tests.departments.factories import make_township, make_user
from tests.enterprises.factories import make_code, make_enterprise, make_product, make_standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def upload(client: Client, model: str, text: str) -> Any:
    """Upload a CSV table and return the page that follows."""
    file = SimpleUploadedFile("table.csv", text.encode())
    url = reverse(f"admin:enterprises_{model}_import")
    return client.post(url, {"resource": "0", "format": "1", "import_file": file})


def confirm(client: Client, model: str, preview: Any) -> None:
    """Confirm what the preview showed."""
    token = preview.context["confirm_form"].initial["upload"]
    client.post(reverse(f"admin:enterprises_{model}_process_import"), {"upload": token})


def test_enterprises_are_imported(office: Client) -> None:
    make_township("石桥镇")
    code = make_code(900002)
    text = f"credit_code,name,township,industry,scale\n{code},青山茶业,石桥镇,agriculture,small\n"
    confirm(office, "enterprise", upload(office, "enterprise", text))
    enterprise = Enterprise.objects.get()
    assert (enterprise.name_key, enterprise.township.name) == ("青山茶业", "石桥镇")
    assert upload(office, "enterprise", text).context["result"].totals["skip"] == 1


@pytest.mark.parametrize("code", ["91522300MA0000000X", ""])
def test_a_wrong_credit_code_keeps_the_table_out(office: Client, code: str) -> None:
    make_township("石桥镇")
    text = f"credit_code,name,township,industry,scale\n{code},青山茶业,石桥镇,agriculture,small\n"
    answer = upload(office, "enterprise", text)
    assert "refused-rows" in answer.content.decode()
    assert Enterprise.objects.count() == 0


def test_products_are_imported_below_their_enterprise(office: Client) -> None:
    enterprise = make_enterprise()
    text = (
        f"enterprise,name,sector,is_main,listed_on\n{enterprise.credit_code},毛尖,agriculture,是,2020-01-01\n"
    )
    confirm(office, "product", upload(office, "product", text))
    product = Product.objects.get()
    assert (product.enterprise, product.is_main, product.listed_on) == (enterprise, True, date(2020, 1, 1))


def test_standards_are_changed_with_their_product(office: Client) -> None:
    product = make_product()
    standard = make_standard(product, number="GB/T 1")
    url = reverse("admin:enterprises_product_change", args=[product.pk])
    assert office.get(url).status_code == 200
    values = {
        "enterprise": product.enterprise.pk,
        "name": product.name,
        "sector": product.sector,
        "is_main": "on",
        "listed_on": product.listed_on.isoformat(),
        "opened_version": 1,
        "standards-TOTAL_FORMS": 2,
        "standards-INITIAL_FORMS": 1,
        "standards-0-id": standard.pk,
        "standards-0-product": product.pk,
        "standards-0-kind": standard.kind,
        "standards-0-number": "GB/T 2",
        "standards-0-effective_on": standard.effective_on.isoformat(),
        "standards-0-opened_version": 1,
        "standards-1-product": product.pk,
        "standards-1-kind": "local",
        "standards-1-number": "DB52/T 3",
        "standards-1-effective_on": "2024-01-01",
    }
    assert office.post(url, values).status_code == 302
    kept = [
        (row.number, row.version, row.history.first().history_user_id)
        for row in ProductStandard.objects.all()
    ]
    clerk = kept[0][2]
    assert sorted(kept) == [("DB52/T 3", 1, clerk), ("GB/T 2", 2, clerk)]
    assert clerk is not None
    again = office.post(url, values | {"standards-0-number": "GB/T 9"})
    assert again.status_code == 200
    assert ProductStandard.objects.filter(number="GB/T 9").count() == 0


def test_enterprises_are_found_while_typing(office: Client) -> None:
    enterprise = make_enterprise("青山茶业")
    query = {"term": "青山", "app_label": "enterprises", "model_name": "product", "field_name": "enterprise"}
    found = office.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [row["id"] for row in found] == [str(enterprise.pk)]


def test_instruments_are_imported_and_verified(office: Client) -> None:
    enterprise = make_enterprise()
    text = (
        f"enterprise,name,number,is_mandatory,in_use_since\n{enterprise.credit_code},地磅,N1,是,2020-01-01\n"
    )
    confirm(office, "instrument", upload(office, "instrument", text))
    instrument = Instrument.objects.get()
    assert (instrument.enterprise, instrument.number) == (enterprise, "N1")
    url = reverse("admin:enterprises_instrument_change", args=[instrument.pk])
    assert office.get(url).status_code == 200
    values = {
        "enterprise": enterprise.pk,
        "name": "地磅",
        "number": "N1",
        "is_mandatory": "on",
        "in_use_since": "2020-01-01",
        "opened_version": 1,
        "verifications-TOTAL_FORMS": 1,
        "verifications-INITIAL_FORMS": 0,
        "verifications-0-instrument": instrument.pk,
        "verifications-0-verified_on": "2024-01-01",
        "verifications-0-result": "fail",
        "verifications-0-institution": "县计量所",
    }
    assert office.post(url, values).status_code == 302
    assert instrument.verifications.get().history.get().history_user_id is not None


@pytest.mark.parametrize("model", ["instrument", "riskfigure", "distinctpair"])
def test_the_lists_of_the_back_office_open(office: Client, model: str) -> None:
    assert office.get(reverse(f"admin:enterprises_{model}_changelist")).status_code == 200
