"""Importing brands, certificates, licences and zones."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from brands.actions import load_kinds
from brands.models import Credential, Family
from departments.access import Role
from tests.brands.factories import make_credential, make_kind
from tests.departments.factories import make_township, make_user
from tests.enterprises.factories import make_enterprise
from tests.enterprises.imports.tables import cells, figures, make_table, upload

pytestmark = pytest.mark.django_db

PAGE = "brands:import"
HEADS = ("证书号", "证书种类", "获证组织", "发证日期", "有效期至", "面积", "产品名称")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def test_certificates_of_enterprises_and_townships_are_entered(office: Client) -> None:
    load_kinds()
    factory = make_enterprise("云岭茶业有限公司")
    township = make_township("石桥镇")
    found = upload(
        office,
        PAGE,
        make_table(
            HEADS,
            ("00124Q1", "质量管理体系认证", "云岭茶业有限公司", "2024-05-14", "", "", ""),
            ("省标〔2024〕3号", "省级农业标准化示范区", "石桥镇", "2024.6.1", "2027-05-31", 1200.5, "绿茶"),
        ),
    )
    assert figures(found) == (2, 0, 0, 0)
    office.post(reverse("brands:import_confirm", args=[found.pk]))
    certificate, zone = Credential.objects.order_by("issued_on")
    assert (certificate.enterprise, certificate.township) == (factory, factory.township)
    assert (certificate.valid_from, certificate.valid_until) == (date(2024, 5, 14), date(2027, 5, 13))
    assert (zone.department, zone.township, zone.sector) == (township, township, "agriculture")
    assert (zone.area_mu, zone.valid_until, zone.product) == (Decimal("1200.50"), date(2027, 5, 31), "绿茶")
    assert (certificate.history.count(), zone.history.count()) == (1, 1)


def test_the_rules_of_the_kinds_hold_for_tables_too(office: Client) -> None:
    load_kinds()
    make_enterprise("云岭茶业有限公司")
    name = "云岭茶业有限公司"
    found = upload(
        office,
        PAGE,
        make_table(
            HEADS,
            ("SC10152232100014", "食品生产许可证", name, "2024-05-14", "", "", ""),
            ("M-1", "省名牌产品", name, "2020-01-01", "2022-12-31", "", ""),
            ("Q-1", "质量管理体系认证", "没有此厂", "2024-05-14", "", "", ""),
            ("Q-2", "没有此类", name, "2024-05-14", "", "", ""),
            ("Q-3", "质量管理体系认证", name, "昨天", "", "", ""),
            ("Q-4", "质量管理体系认证", name, "2024-05-14", "2024-01-01", "", ""),
            ("LB-1", "绿色食品", name, "2024-05-14", "", "", ""),
            ("LB-1", "绿色食品", name, "2024-05-14", "", "", ""),
        ),
    )
    refused = {row["row"]: row["column"] for row in found.report["rejected"]}
    wanted = {2: "证书号", 3: "", 4: "获证组织", 5: "证书种类", 6: "发证日期", 7: "有效期至", 9: "证书号"}
    assert (figures(found), refused) == ((1, 0, 0, 7), wanted)
    assert any("8" in warning for warning in found.report["warnings"])


def test_a_longer_validity_is_a_change_with_both_days(office: Client) -> None:
    kind = make_kind("质量管理体系认证", family=Family.MANAGEMENT_SYSTEM)
    held = make_credential(kind=kind, number="Q-1")
    table = make_table(HEADS[:5], ("Q-1", kind.name, "", "2024-01-01", "2027-12-31"))
    found = upload(office, PAGE, table)
    assert figures(found) == (0, 1, 0, 0)
    assert "2026" in found.report["lines"][0]["changes"][0]
    office.post(reverse("brands:import_confirm", args=[found.pk]))
    held.refresh_from_db()
    assert (held.valid_until, held.version) == (date(2027, 12, 31), 2)


def test_the_template_offers_kinds_and_imports_as_nothing(office: Client) -> None:
    load_kinds()
    make_township("石桥镇")
    content = office.get(reverse("brands:import_template")).content
    sheet = cells(content)
    assert [sheet["A1"].value, sheet["A2"].value] == ["类别*", "质量管理体系认证"]
    assert len(sheet.data_validations.dataValidation) == 4
    found = upload(office, PAGE, SimpleUploadedFile("模板.xlsx", content))
    assert (figures(found), found.report["read"]) == ((0, 0, 0, 0), 0)


def test_an_exported_register_comes_back_unchanged(office: Client) -> None:
    make_credential(kind=make_kind("质量管理体系认证"), product="毛尖")
    content = office.get(reverse("brands:export")).content
    found = upload(office, PAGE, SimpleUploadedFile("导出.xlsx", content))
    assert (figures(found), found.report["rejected"]) == ((0, 0, 1, 0), [])


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER, Role.ADMINISTRATOR])
def test_only_the_office_imports(client: Client, role: Role) -> None:
    client.force_login(make_user(role=role))
    addresses = [reverse(PAGE), reverse("brands:import_template"), reverse("brands:import_detail", args=[1])]
    assert [client.get(address).status_code for address in addresses] == [403] * 3
