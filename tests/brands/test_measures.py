"""The register's figures on several days, worked by hand and against plain SQL."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from brands.measures import COUNTED
from brands.models import CountsAs, Credential, Family, Level
from departments.access import Role
from enterprises.models import Industry
from targets import measures
from targets.outlook import losses
from targets.progress import progress
from tests.brands.factories import make_credential, make_kind
from tests.departments.factories import make_department, make_township, make_user
from tests.enterprises.factories import make_enterprise
from tests.targets.factories import make_goal, make_target

pytestmark = pytest.mark.django_db

DAYS = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 6, 30), date(2024, 12, 31), date(2025, 1, 1)]
TEN_DAYS = [
    *DAYS,
    date(2024, 6, 29),
    date(2024, 3, 15),
    date(2025, 12, 31),
    date(2026, 12, 31),
    date(2027, 1, 1),
]


def make_register() -> None:
    """Credentials of every kind that counts, beginning, ending and expiring at the edges of the days."""
    quality = make_kind(family=Family.MANAGEMENT_SYSTEM, counts_as=CountsAs.MANAGEMENT_SYSTEM)
    holder = make_enterprise()
    make_credential(kind=quality, enterprise=holder, valid_until=date(2024, 12, 31))
    make_credential(kind=quality, enterprise=holder, valid_until=date(2024, 6, 30))
    make_credential(kind=quality, ended_on=date(2024, 6, 30))
    make_credential(kind=quality, department=make_township())
    province = make_kind(counts_as=CountsAs.PROVINCE_BRAND)
    nation = make_kind(counts_as=CountsAs.NATIONAL_BRAND, level=Level.NATION)
    make_credential(kind=province)
    make_credential(kind=province, sector=Industry.AGRICULTURE, valid_from=date(2024, 6, 30))
    make_credential(kind=nation, issued_on=date(2025, 1, 1))
    make_credential(kind=nation, sector=Industry.AGRICULTURE)
    zone = make_kind(family=Family.ZONE, counts_as=CountsAs.ZONE_NATIONAL)
    make_credential(kind=zone, department=make_township(), valid_until=date(2024, 12, 31))
    make_credential(kind=make_kind(family=Family.ZONE, counts_as=CountsAs.ZONE_PROVINCIAL), valid_until=None)
    indication = make_kind(family=Family.GEOGRAPHICAL_INDICATION, counts_as=CountsAs.GEOGRAPHICAL_INDICATION)
    make_credential(kind=indication, valid_until=None, issued_on=date(2010, 1, 1))
    make_credential(kind=make_kind(counts_as=""))


def test_every_figure_on_five_days_in_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_register()
    with django_assert_num_queries(2):
        found = measures.figures(list(COUNTED), DAYS)
    counted = {code: [int(figure.value or 0) for figure in by_day.values()] for code, by_day in found.items()}
    assert counted == {
        "credentials.management_system_enterprises": [0, 2, 1, 1, 0],
        "credentials.province_brands": [0, 1, 1, 1, 1],
        "credentials.national_brands": [0, 0, 0, 0, 1],
        "credentials.geographical_indications": [1, 1, 1, 1, 1],
        "credentials.agriculture_province_brands": [0, 1, 2, 2, 2],
        "zones.national": [0, 1, 1, 1, 0],
        "zones.provincial": [0, 1, 1, 1, 1],
    }


def test_records_are_the_certificates_behind_the_holders() -> None:
    make_register()
    code = "credentials.management_system_enterprises"
    day = date(2024, 6, 30)
    figure = measures.figures([code], [day])[code][day]
    assert (figure.value, figure.records) == (Decimal(1), 2)


@pytest.mark.parametrize("code", list(COUNTED))
@pytest.mark.parametrize("day", TEN_DAYS)
def test_figures_equal_a_plain_count(code: str, day: date) -> None:
    make_register()
    counted = COUNTED[code]
    what = "COUNT(DISTINCT c.enterprise_id)" if counted.holders else "COUNT(*)"
    kinds = "','".join(kind.value for kind in counted.kinds)
    sql = (
        f"SELECT {what} FROM brands_credential c JOIN brands_credentialkind k ON k.id = c.kind_id"
        f" WHERE k.counts_as IN ('{kinds}') AND c.valid_from <= %s"
        " AND (c.valid_until IS NULL OR c.valid_until >= %s) AND (c.ended_on IS NULL OR c.ended_on > %s)"
    )
    values: list[Any] = [day, day, day]
    if counted.sector:
        sql, values = f"{sql} AND c.sector = %s", [*values, counted.sector]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        plain = cursor.fetchone()[0]
    assert measures.figures([code], [day])[code][day].value == plain


@pytest.mark.parametrize("code", list(COUNTED))
@pytest.mark.parametrize("day", DAYS)
def test_the_link_lists_exactly_the_records(client: Client, code: str, day: date) -> None:
    make_register()
    client.force_login(make_user(role=Role.LEADER))
    measure = measures.get(code)
    assert measure is not None
    page = client.get(measure.records_url(day, None))
    assert page.context["listing"].total == measures.figures([code], [day])[code][day].records
    assert str(measure.formula) in page.content.decode()


def test_by_township_in_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    code = "credentials.management_system_enterprises"
    kind = make_kind(counts_as=CountsAs.MANAGEMENT_SYSTEM)
    east, west = make_township(), make_township()
    holder = make_enterprise(township=east)
    make_credential(kind=kind, enterprise=holder)
    make_credential(kind=kind, enterprise=holder)
    make_credential(kind=kind, township=west)
    make_credential(township=west)
    make_credential(kind=kind, township=make_township(), valid_until=date(2024, 1, 31))
    measure = measures.get(code)
    assert measure is not None
    day = date(2024, 7, 1)
    with django_assert_num_queries(1):
        found = measure.source.by_township(code, day)
    assert {pk: (figure.value, figure.records) for pk, figure in found.items()} == {
        east.pk: (Decimal(1), 2),
        west.pk: (Decimal(1), 1),
    }
    client.force_login(make_user())
    assert client.get(measure.records_url(day, east.pk)).context["listing"].total == 2


def test_counts_by_family_and_level_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_register()
    with django_assert_num_queries(1):
        found = Credential.objects.by_family_and_level(date(2024, 6, 30))
    assert found == [
        (Family.BRAND, Level.NATION, 1),
        (Family.BRAND, Level.PROVINCE, 3),
        (Family.GEOGRAPHICAL_INDICATION, Level.PROVINCE, 1),
        (Family.MANAGEMENT_SYSTEM, Level.PROVINCE, 3),
        (Family.ZONE, Level.PROVINCE, 2),
    ]


def test_a_department_that_holds_records_itself_is_found_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    kind = make_kind(family=Family.ZONE, counts_as=CountsAs.ZONE_NATIONAL)
    holder = make_department()
    make_credential(kind=kind, department=holder)
    make_credential(kind=kind, department=holder, valid_until=date(2024, 1, 31))
    make_credential(kind=kind, department=make_township())
    source = measures.get("zones.national").source  # type: ignore[union-attr]
    assert source.by_department is not None
    with django_assert_num_queries(1):
        found = source.by_department("zones.national", date(2024, 7, 1))
    assert {pk: figure.value for pk, figure in found.items()} == {holder.pk: Decimal(1)}


def test_the_last_record_behind_each_figure_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_register()
    with django_assert_num_queries(1):
        found = measures.last_days(list(COUNTED), date(2024, 6, 30))
    assert found["credentials.management_system_enterprises"] == date(2024, 6, 30)
    assert found["credentials.geographical_indications"] == date(2010, 1, 1)
    with django_assert_num_queries(1):
        assert set(measures.last_days(list(COUNTED), date(2009, 12, 31)).values()) == {None}


def test_certificates_about_to_end_pull_the_target_below_its_goal() -> None:
    kind = make_kind(counts_as=CountsAs.MANAGEMENT_SYSTEM)
    for last in (date(2026, 9, 30), date(2026, 11, 30), None):
        make_credential(kind=kind, enterprise=make_enterprise(), valid_until=last)
    make_goal(make_target(measure="credentials.management_system_enterprises"), value="3")
    (loss,) = losses(progress(2026, date(2026, 7, 1)))
    with override("en"):
        words = loss.words
    assert words == "2 records end by 2026-12-31; without renewal the target falls to 1 (goal ≥ 3)."
    assert losses(progress(2026, date(2026, 12, 1))) == []
