"""Credentials counted on several days at once, against one question for each day."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from brands.counting import Counts, Register
from brands.models import CountsAs, Credential, Family
from enterprises.models import Industry
from tests.brands.factories import make_credential, make_kind, make_suspension
from tests.departments.factories import make_township
from tests.enterprises.factories import make_enterprise

pytestmark = pytest.mark.django_db

DAYS = [date(2024, 12, 31), date(2024, 3, 1), date(2024, 6, 30), date(2024, 7, 1), date(2023, 1, 1)]
BOTH = (CountsAs.MANAGEMENT_SYSTEM, CountsAs.PROVINCE_BRAND)


@pytest.fixture
def register() -> None:
    """Certificates of two holders and a township, some suspended once or twice, and a brand."""
    quality = make_kind(family=Family.MANAGEMENT_SYSTEM, counts_as=CountsAs.MANAGEMENT_SYSTEM)
    holder = make_enterprise()
    twice = make_credential(kind=quality, enterprise=holder)
    make_suspension(twice, suspended_on=date(2024, 3, 1), lifted_on=date(2024, 6, 30))
    make_suspension(twice, suspended_on=date(2024, 7, 1))
    make_credential(kind=quality, enterprise=holder, valid_until=date(2024, 6, 30))
    ended = make_credential(kind=quality, ended_on=date(2024, 7, 1))
    make_suspension(ended, suspended_on=date(2024, 6, 30))
    make_credential(kind=quality, department=make_township())
    brand = make_kind(counts_as=CountsAs.PROVINCE_BRAND)
    make_credential(kind=brand, sector=Industry.AGRICULTURE, valid_from=date(2024, 7, 1))
    make_credential(kind=make_kind(counts_as=""))


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("kinds", [BOTH, BOTH[:1], BOTH[1:]], ids=str)
@pytest.mark.parametrize("sector", ["", Industry.AGRICULTURE])
def test_every_day_is_counted_as_if_it_were_asked_alone(
    kinds: tuple[CountsAs, ...], sector: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        register = Register(DAYS, with_holders=CountsAs.values)
    for day in DAYS:
        rows = Credential.objects.valid_on(day).filter(kind__counts_as__in=kinds)
        if sector:
            rows = rows.filter(sector=sector)
        held = rows.filter(enterprise__isnull=False)
        holders = held.values("enterprise").distinct().count()
        assert register.on(day, kinds, sector) == Counts(rows.count(), held.count(), holders)


def test_an_empty_register_counts_nothing() -> None:
    assert Register(DAYS, with_holders=()).on(DAYS[0], BOTH) == Counts(0, 0, 0)
