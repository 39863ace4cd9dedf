"""The pass rate: what counts, on which day, by township and class, and how many queries it takes."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from inspections.measures.spot_checks import MEASURE, MEASURES
from inspections.models import Field, ProductClass, Result
from inspections.queries.rates import (
    Tally,
    failures_by_enterprise,
    samples_of,
    tallies_by_class,
    tallies_by_township,
    tally,
)
from targets import measures
from targets.measures import UNKNOWN, Figure
from tests.departments.factories import make_township, make_user
from tests.inspections.factories import make_campaign, make_enterprise, make_sample

pytestmark = pytest.mark.django_db

END = date(2024, 12, 31)


def rate_on(*days: date) -> list[Figure]:
    """Return the figures of the measure on these days."""
    found = measures.figures([MEASURE], days)[MEASURE]
    return [found[day] for day in days]


def test_the_rate_is_of_the_year_up_to_the_day(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_sample(judged_on=date(2023, 12, 31), result=Result.FAIL)
    make_sample(judged_on=date(2024, 1, 1))
    make_sample(judged_on=date(2024, 1, 1))
    make_sample(judged_on=date(2024, 7, 1), result=Result.FAIL)
    with django_assert_num_queries(1):
        found = rate_on(date(2023, 12, 31), date(2024, 6, 30), date(2024, 7, 1), date(2025, 5, 1))
    assert found == [
        Figure(Decimal("0.00"), Decimal(0), Decimal(1), 1),
        Figure(Decimal("100.00"), Decimal(2), Decimal(2), 2),
        Figure(Decimal("66.67"), Decimal(2), Decimal(3), 3),
        UNKNOWN,
    ]


def test_no_day_asks_nothing() -> None:
    assert MEASURES[0].source.figures([MEASURE], []) == {MEASURE: {}}


def test_counterfeits_are_in_neither_number() -> None:
    make_sample()
    make_sample(result=Result.FAIL, is_counterfeit=True)
    assert rate_on(END) == [Figure(Decimal("100.00"), Decimal(1), Decimal(1), 1)]


def test_published_rates_recompute_from_failures_and_batches_tested() -> None:
    campaign = make_campaign(ends_on=date(2024, 9, 30), tested=132, failures_only=True)
    for _number in range(16):
        make_sample(campaign=campaign, result=Result.FAIL, judged_on=date(2024, 3, 1))
    make_sample(campaign=campaign, result=Result.FAIL, is_counterfeit=True)
    assert rate_on(date(2024, 9, 29), END) == [
        UNKNOWN,
        Figure(Decimal("87.88"), Decimal(116), Decimal(132), 132),
    ]


def test_failures_without_the_number_tested_leave_the_rate_unknown_and_never_zero() -> None:
    make_sample(campaign=make_campaign(failures_only=True), result=Result.FAIL)
    assert rate_on(END) == [UNKNOWN]
    make_campaign(failures_only=True, tested=40)
    assert rate_on(END) == [Figure(Decimal("100.00"), Decimal(40), Decimal(40), 40)]


def test_townships_count_what_was_drawn_in_them(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    town = make_township()
    make_sample(township=town)
    make_sample(township=town, result=Result.FAIL)
    make_sample(township=town, campaign=make_campaign(failures_only=True, tested=9), result=Result.FAIL)
    make_sample()
    with django_assert_num_queries(1):
        found = MEASURES[0].source.by_township(MEASURE, END)
    assert found == {town.pk: Figure(Decimal("50.00"), Decimal(1), Decimal(2), 2)}
    assert tallies_by_township(date(2024, 1, 1), END) == {town.pk: Tally(2, 1)}


def test_classes_and_sums(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    cement = ProductClass.objects.create(code="cement", name="水泥")
    make_sample(product_class=cement)
    make_sample(result=Result.FAIL)
    with django_assert_num_queries(1):
        found = tallies_by_class(date(2024, 1, 1), END)
    assert found == {cement.pk: Tally(1, 0), None: Tally(1, 1)}
    assert tally(date(2024, 1, 1), END) == Tally(2, 1)
    assert Tally().pass_rate is None


def test_an_enterprise_answers_for_its_own_failures_only() -> None:
    maker, shop = make_enterprise("甲厂"), make_enterprise("乙店")
    own = make_sample(producer=maker, seller=shop, result=Result.FAIL)
    fake = make_sample(producer=maker, result=Result.FAIL, is_counterfeit=True, judged_on=date(2024, 4, 1))
    assert [(sample, vars(sample)["against_it"]) for sample in samples_of(maker)] == [
        (own, True),
        (fake, False),
    ]
    assert [(sample, vars(sample)["against_it"]) for sample in samples_of(shop)] == [(own, False)]
    assert failures_by_enterprise(date(2024, 1, 1), END) == {maker.pk: 1}


def test_the_link_leads_to_the_batches_behind_the_figure() -> None:
    url = MEASURES[0].records_url
    address = reverse("inspections:list")
    assert url(date(2024, 6, 30), None) == f"{address}?first=2024-01-01&last=2024-06-30"
    assert url(date(2024, 6, 30), 7) == f"{address}?first=2024-01-01&last=2024-06-30&township=7"


def test_the_last_day_with_a_batch_is_known() -> None:
    make_sample(judged_on=date(2024, 3, 1))
    make_sample(judged_on=date(2024, 7, 1))
    assert measures.last_days([MEASURE], date(2024, 6, 30)) == {MEASURE: date(2024, 3, 1)}
    assert measures.last_days([MEASURE], date(2023, 6, 30)) == {MEASURE: None}


def test_each_kind_of_goods_has_a_rate_of_its_own(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    town = make_township()
    food, farm = make_campaign(field=Field.FOOD), make_campaign(field=Field.FARM)
    make_sample(township=town)
    make_sample(campaign=food, township=town)
    make_sample(campaign=food, township=town, result=Result.FAIL)
    make_sample(campaign=farm, result=Result.FAIL)
    make_campaign(field=Field.FOOD, failures_only=True, tested=2, ends_on=END)
    codes = [MEASURE, f"{MEASURE}.product", f"{MEASURE}.food", f"{MEASURE}.farm"]
    with django_assert_num_queries(1):
        found = measures.figures(codes, [END])
    assert {code: found[code][END] for code in codes} == {
        codes[0]: Figure(Decimal("66.67"), Decimal(4), Decimal(6), 6),
        codes[1]: Figure(Decimal("100.00"), Decimal(1), Decimal(1), 1),
        codes[2]: Figure(Decimal("75.00"), Decimal(3), Decimal(4), 4),
        codes[3]: Figure(Decimal("0.00"), Decimal(0), Decimal(1), 1),
    }
    source = MEASURES[0].source
    assert {code: source.by_township(code, END) for code in codes[1:]} == {
        codes[1]: {town.pk: Figure(Decimal("100.00"), Decimal(1), Decimal(1), 1)},
        codes[2]: {town.pk: Figure(Decimal("50.00"), Decimal(1), Decimal(2), 2)},
        codes[3]: {},
    }


def test_the_link_of_a_kind_of_goods_leads_to_its_batches(client: Client) -> None:
    make_sample(product="电缆")
    make_sample(product="米粉", campaign=make_campaign(field=Field.FOOD))
    client.force_login(make_user())
    found = {}
    for code in ("product", "food", "farm"):
        measure = measures.get(f"{MEASURE}.{code}")
        assert measure is not None
        listing = client.get(measure.records_url(END, None)).context["listing"]
        found[code] = [sample.product for sample in listing.page]
    assert found == {"product": ["电缆"], "food": ["米粉"], "farm": []}
