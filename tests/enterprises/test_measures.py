"""Main products and their standards, counted on several days and against plain SQL."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from enterprises.measures import SHARES
from enterprises.models import Industry, StandardKind
from targets import measures
from tests.departments.factories import make_township, make_user
from tests.enterprises.factories import make_enterprise, make_product, make_standard

pytestmark = pytest.mark.django_db

INDUSTRY = "products.industry_advanced_standard_ratio"
AGRICULTURE = "products.agriculture_national_standard_ratio"
DAYS = [date(2020, 12, 31), date(2021, 6, 30), date(2022, 6, 30), date(2023, 6, 30), date(2024, 6, 30)]


def make_county() -> None:
    """Four industrial main products, two of farms, and three that do not count."""
    first = make_product()
    make_standard(first, kind=StandardKind.INTERNATIONAL, effective_on=date(2021, 6, 30))
    second = make_product(delisted_on=date(2024, 6, 30))
    make_standard(
        second, kind=StandardKind.FOREIGN_ADVANCED, effective_on=date(2022, 1, 1), ended_on=date(2023, 6, 30)
    )
    make_standard(second, kind=StandardKind.INTERNATIONAL, effective_on=date(2022, 1, 1))
    make_standard(make_product(listed_on=date(2022, 6, 30)), kind=StandardKind.NATIONAL)
    make_product()
    make_product(is_main=False)
    make_product(sector=Industry.SERVICE)
    farm = make_product(sector=Industry.AGRICULTURE)
    make_standard(farm, kind=StandardKind.NATIONAL, ended_on=date(2022, 6, 30))
    make_standard(make_product(sector=Industry.AGRICULTURE), kind=StandardKind.GROUP)


def test_shares_on_five_days_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_county()
    with django_assert_num_queries(1):
        found = measures.figures([INDUSTRY, AGRICULTURE], DAYS)
    industry, agriculture = (
        [(int(figure.numerator or 0), int(figure.denominator or 0)) for figure in found[code].values()]
        for code in (INDUSTRY, AGRICULTURE)
    )
    assert industry == [(0, 3), (1, 3), (2, 4), (2, 4), (1, 3)]
    assert agriculture == [(0, 2), (1, 2), (1, 2), (0, 2), (0, 2)]
    assert found[INDUSTRY][date(2021, 6, 30)].value == Decimal("33.33")
    assert found[INDUSTRY][date(2022, 6, 30)].records == 4


def test_without_products_the_share_is_unknown() -> None:
    figure = measures.figures([INDUSTRY], DAYS[:1])[INDUSTRY][DAYS[0]]
    assert (figure.value, figure.records) == (None, 0)


@pytest.mark.parametrize("code", list(SHARES))
@pytest.mark.parametrize("day", DAYS)
def test_shares_equal_a_plain_count(code: str, day: date) -> None:
    make_county()
    sector, kinds, _group = SHARES[code]
    listed = "','".join(kinds)
    produced = (
        "SELECT id FROM enterprises_product WHERE is_main AND sector = %s AND listed_on <= %s"
        " AND (delisted_on IS NULL OR delisted_on > %s)"
    )
    on_standard = (
        f"SELECT DISTINCT product_id FROM enterprises_productstandard WHERE kind IN ('{listed}')"
        " AND effective_on <= %s AND (ended_on IS NULL OR ended_on >= %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(produced, [sector, day, day])
        of = {row[0] for row in cursor.fetchall()}
        cursor.execute(on_standard, [day, day])
        on = {row[0] for row in cursor.fetchall()}
    figure = measures.figures([code], [day])[code][day]
    assert (figure.numerator, figure.denominator) == (Decimal(len(of & on)), Decimal(len(of)))


def test_by_township_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    east, west = make_township(), make_township()
    make_standard(make_product(enterprise=make_enterprise(township=east)), kind=StandardKind.INTERNATIONAL)
    make_product(enterprise=make_enterprise(township=east))
    make_product(enterprise=make_enterprise(township=west))
    make_product(enterprise=make_enterprise(), sector=Industry.AGRICULTURE)
    measure = measures.get(INDUSTRY)
    assert measure is not None
    with django_assert_num_queries(1):
        found = measure.source.by_township(INDUSTRY, date(2024, 1, 1))
    assert {pk: figure.value for pk, figure in found.items()} == {east.pk: Decimal(50), west.pk: Decimal(0)}


@pytest.mark.parametrize("code", [INDUSTRY, AGRICULTURE])
def test_the_link_leads_to_exactly_the_records(client: Client, code: str) -> None:
    make_county()
    client.force_login(make_user(role=Role.LEADER))
    measure = measures.get(code)
    assert measure is not None
    day = date(2022, 6, 30)
    figure = measures.figures([code], [day])[code][day]
    page = client.get(measure.records_url(day, None))
    assert (page.context["listing"].total, page.context["counted"]) == (figure.denominator, figure.numerator)
    elsewhere = client.get(measure.records_url(day, make_township().pk))
    assert elsewhere.context["listing"].total == 0


def test_the_last_change_behind_each_share_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_county()
    with django_assert_num_queries(1):
        found = measures.last_days([INDUSTRY, AGRICULTURE], date(2022, 3, 1))
    assert found == {INDUSTRY: date(2022, 1, 1), AGRICULTURE: date(2021, 1, 1)}
    assert measures.last_days([INDUSTRY], date(2000, 1, 1)) == {INDUSTRY: None}


def test_a_share_is_told_of_more_days_than_a_plan_has_years() -> None:
    make_county()
    days = [date(2000 + number, 6, 30) for number in range(50)]
    found = measures.figures([INDUSTRY], days)[INDUSTRY]
    assert {day: found[day] for day in DAYS[1:]} == measures.figures([INDUSTRY], DAYS[1:])[INDUSTRY]
    assert found[days[-1]].numerator == 1
