"""Demonstration zones: where they stand on a day, their totals, and their build."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from brands.models import Credential, Family, Zone
from brands.models.zone import in_stage
from brands.pipeline_rules import ZoneStage
from departments.access import Role
from tests.brands.factories import make_credential, make_kind
from tests.brands.pipeline.factories import make_zone
from tests.departments.factories import make_township, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("brands:zones")
DAY = date(2026, 6, 30)


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def crops(answer: Any) -> list[str]:
    """The crops on the page, in order."""
    return [line.zone.crop if line.zone else "" for line in answer.context["lines"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_questions(
    office: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        make_zone()
    office.get(LIST)
    with django_assert_num_queries(12):
        assert office.get(LIST).context["listing"].total == rows


def test_the_filter_by_stage_is_the_rule() -> None:
    make_zone(built_from=date(2027, 1, 1), accepted_on=None)
    make_zone(built_from=None, accepted_on=None)
    make_zone(accepted_on=None)
    make_zone()
    make_zone(valid_until=date(2026, 6, 29))
    make_zone(valid_until=DAY)
    zones = list(Zone.objects.select_related("credential"))
    for stage in ZoneStage:
        found = Credential.objects.filter(in_stage(stage, DAY)).values_list("pk", flat=True)
        assert set(found) == {zone.credential_id for zone in zones if zone.stage_on(DAY) == stage}, stage


def test_zones_are_narrowed_and_summed(office: Client) -> None:
    township = make_township("石桥镇")
    make_zone("茶叶", level="nation", township=township, area_mu="1200.50")
    make_zone("茶叶", accepted_on=None, area_mu="800")
    make_zone("辣椒", area_mu=None)
    make_credential(kind=make_kind(family=Family.ZONE))
    make_credential()
    answer = office.get(LIST, {"on": DAY.isoformat(), "sort": "-crop"})
    assert sorted(crops(answer)) == ["", "茶叶", "茶叶", "辣椒"]
    totals = answer.context["totals"]
    assert [(t.name, t.number, t.area) for t in totals["level"]] == [
        ("国家级", 1, Decimal("1200.50")),
        ("省级", 3, Decimal("800.00")),
    ]
    assert [(t.value, t.number, t.area) for t in totals["crop"]] == [
        ("茶叶", 2, Decimal("2000.50")),
        ("", 1, None),
        ("辣椒", 1, None),
    ]
    assert (totals["township"][0].name, len(totals["township"])) == ("石桥镇", 4)
    queries: list[tuple[dict[str, Any], list[str]]] = [
        ({"crop": "辣椒"}, ["辣椒"]),
        ({"level": "nation"}, ["茶叶"]),
        ({"township": township.pk}, ["茶叶"]),
        ({"stage": "building"}, ["茶叶"]),
        ({"crop": "没有"}, ["茶叶", "茶叶", "辣椒", ""]),
    ]
    for query, found in queries:
        shown = crops(office.get(LIST, query | {"on": DAY.isoformat()}))
        assert (query, sorted(shown)) == (query, sorted(found))


def test_zones_are_exported(office: Client) -> None:
    make_zone("茶叶", area_mu="1200.50")
    content = office.get(reverse("brands:zones_export"), {"on": DAY.isoformat()}).content
    row = list(load_workbook(BytesIO(content)).active.values)[1]
    assert (row[2], row[5], row[10]) == ("茶叶", 1200.5, "已验收")


def test_the_build_is_entered_beside_the_credential(office: Client) -> None:
    credential = make_credential(kind=make_kind(family=Family.ZONE))
    url = reverse("brands:zone_edit", args=[credential.pk])
    detail = reverse("brands:detail", args=[credential.pk])
    assert url in office.get(detail).content.decode()
    entered = {"crop": "茶叶", "built_from": "2023-01-01", "built_until": "2025-12-31", "version": 1}
    for wrong in ({"accepted_on": "2999-01-01"}, {"built_until": "2022-01-01"}, {"crop": ""}):
        assert office.post(url, entered | wrong).context["form"].errors
    office.post(url, entered)
    zone = Zone.objects.get()
    assert (zone.crop, zone.stage_on(DAY)) == ("茶叶", ZoneStage.BUILDING)
    office.post(url, entered | {"accepted_on": "2026-01-15"})
    zone.refresh_from_db()
    assert zone.stage_on(DAY) == ZoneStage.ACCEPTED
    assert office.post(url, entered).status_code == 409
    assert "2026-01-15" in office.get(detail).content.decode()
    other = make_credential()
    assert office.get(reverse("brands:zone_edit", args=[other.pk])).status_code == 404


def test_a_township_sees_its_own_zones(client: Client) -> None:
    township = make_township()
    make_zone("茶叶", township=township)
    other = make_zone("辣椒")
    client.force_login(make_user(role=Role.LIAISON, department=township))
    assert crops(client.get(LIST)) == ["茶叶"]
    table = client.get(reverse("brands:zones_export"), {"format": "csv"}).content.decode("utf-8-sig")
    assert "辣椒" not in table
    assert client.get(reverse("brands:zone_edit", args=[other.credential_id])).status_code == 403
