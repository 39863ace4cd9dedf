"""The register in the back office: tables in and out under the same rules as the pages."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from brands.models import Credential, CredentialKind, Validity
from departments.access import Role
from quality_portal.lib.spreadsheets.writing import Column, Table, write_xlsx
from tests.brands.factories import make_credential, make_kind
from tests.departments.factories import make_user
from tests.enterprises.factories import make_enterprise

pytestmark = pytest.mark.django_db

COLUMNS = ["kind", "number", "enterprise", "sector", "issued_on", "valid_from", "valid_until"]


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def upload(client: Client, content: bytes, model: str = "credential") -> Any:
    """Upload a workbook and return the page that follows."""
    file = SimpleUploadedFile("table.xlsx", content)
    url = reverse(f"admin:brands_{model}_import")
    return client.post(url, {"resource": "0", "format": "0", "import_file": file})


def table(*rows: list[Any]) -> bytes:
    """A workbook of credentials."""
    return write_xlsx([Table("表", [Column(name) for name in COLUMNS], rows)])


def test_credentials_are_imported_by_kind_and_credit_code(office: Client) -> None:
    kind = make_kind("质量管理体系认证", validity=Validity.YEARS, years=3)
    holder = make_enterprise()
    row = [kind.name, "00121Q3", holder.credit_code, "industry", "2024年3月1日", "2024-03-01", ""]
    preview = upload(office, table(row))
    token = preview.context["confirm_form"].initial["upload"]
    assert (
        office.post(reverse("admin:brands_credential_process_import"), {"upload": token}).status_code == 302
    )
    credential = Credential.objects.get()
    assert (credential.enterprise, credential.township) == (holder, holder.township)
    assert (credential.issued_on, credential.valid_until) == (date(2024, 3, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("kind", "没有的证书", "没有的证书"),
        ("enterprise", "91522300MA0000000X", "91522300MA0000000X"),
        ("valid_until", "2024-02-30", "2024-02-30"),
        ("valid_until", "2017-01-01", "<li>"),
        ("sector", "mining", "mining"),
        ("issued_on", "2024-01-01", "省名牌产品"),
    ],
)
def test_a_table_is_no_way_round_the_rules(office: Client, column: str, value: str, said: str) -> None:
    make_kind("省名牌产品", code="old", last_award_on=date(2019, 12, 31))
    holder = make_enterprise()
    row = ["old", "N1", holder.credit_code, "industry", "2018-01-01", "2018-01-01", "2020-12-31"]
    row[COLUMNS.index(column)] = value
    answer = upload(office, table(row))
    page = answer.content.decode()
    assert said in page[page.index("refused-rows") :]
    assert Credential.objects.count() == 0


def test_a_hostile_workbook_gets_a_sentence(office: Client) -> None:
    answer = upload(office, b"PK\x03\x04" + b"\x00" * 400)
    assert (answer.status_code, len(answer.context["form"].errors["import_file"])) == (200, 1)


def test_kinds_are_the_administrators(client: Client, office: Client) -> None:
    kind = make_kind()
    assert office.get(reverse("admin:brands_credentialkind_change", args=[kind.pk])).status_code == 200
    assert office.get(reverse("admin:brands_credentialkind_import")).status_code == 403
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    content = client.post(
        reverse("admin:brands_credentialkind_export"), {"format": "0", "resource": "0"}
    ).content
    preview = upload(client, content, "credentialkind")
    assert dict(preview.context["result"].totals)["skip"] == CredentialKind.objects.count()


def test_an_exported_register_comes_back_unchanged(office: Client) -> None:
    make_credential(product="毛尖", valid_until=None, kind=make_kind(validity=Validity.NONE))
    make_credential(ended_on=date(2025, 1, 1))
    url = reverse("admin:brands_credential_export")
    content = office.post(url, {"format": "0", "resource": "0"}).content
    assert dict(upload(office, content).context["result"].totals)["skip"] == 2


def test_the_administrator_reads_the_register_only(client: Client) -> None:
    credential = make_credential()
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    url = reverse("admin:brands_credential_change", args=[credential.pk])
    listed = client.get(reverse("admin:brands_credential_changelist")).content.decode()
    assert f'<td class="field-holder_name">{credential.holder}</td>' in listed
    assert client.get(url).status_code == 200
    assert client.post(url, {"number": "X"}).status_code == 403
