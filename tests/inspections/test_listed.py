"""The figures above the list of samples are those of its rows, from the roll-up or counted."""

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.models import Department, User
from inspections.forms.samples import SampleListForm
from inspections.models import CampaignLevel, Field, ProductClass, Result, Sample, Side
from inspections.queries.listed import Listed, listed
from inspections.queries.rates import Tally
from tests.departments.factories import make_township, make_user
from tests.inspections.factories import make_campaign, make_sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> dict[str, Any]:
    """Batches of every sort: places, classes, sides, years, levels, counterfeits and a table of failures."""
    east, west = make_township(), make_township()
    cement = ProductClass.objects.create(code="cement", name="水泥")
    own = make_campaign(level=CampaignLevel.COUNTY)
    nation = make_campaign(level=CampaignLevel.NATION, field=Field.FOOD)
    failures = make_campaign(failures_only=True, tested=9)
    for number, campaign in enumerate((own, nation, failures)):
        for township in (east, west, None):
            for result in (Result.PASS, Result.FAIL, Result.FAIL):
                make_sample(
                    campaign=campaign,
                    township=township,
                    result=result,
                    product_class=cement if number else None,
                    side=Side.RETAIL if township == west else "",
                    judged_on=date(2024 + number % 2, 6, 1),
                )
    make_sample(campaign=own, township=east, result=Result.FAIL, is_counterfeit=True)
    return {"township": east.pk, "campaign": own.pk, "product_class": cement.pk}


NARROWED: list[dict[str, Any]] = [
    {},
    {"result": "fail"},
    {"result": "pass"},
    {"year": 2025},
    {"first": "2024-06-02", "last": "2025-12-31", "result": "fail"},
    {"level": CampaignLevel.NATION, "field": Field.FOOD},
    {"campaign": ..., "result": "pass"},
    {"township": ..., "year": 2024, "result": "fail"},
    {"product_class": ..., "campaign": ...},
    {"side": Side.RETAIL},
    {"township": ..., "product_class": ...},
    {"without": "township"},
    {"q": "水", "year": 2024},
    {"counterfeit": "1"},
    {"year": 2001},
]


def by_hand(form: SampleListForm, user: User) -> Listed:
    """Count the rows one by one."""
    rows = list(form.filtered(Sample.objects.visible_to(user)).select_related("campaign"))
    rated = [row for row in rows if not (row.is_counterfeit or row.campaign.failures_only)]
    return Listed(len(rows), Tally(len(rated), sum(not row.passed for row in rated)))


@pytest.mark.parametrize("narrowed", NARROWED, ids=str)
@pytest.mark.parametrize("role", [Role.OFFICE, Role.LIAISON])
def test_the_figures_are_those_of_the_rows(
    county: dict[str, Any],
    narrowed: dict[str, Any],
    role: Role,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    own = Department.objects.get(pk=county["township"]) if role == Role.LIAISON else None
    user = make_user(role=role, department=own)
    form = SampleListForm({name: county[name] if value is ... else value for name, value in narrowed.items()})
    assert form.is_valid()
    rows = form.filtered(Sample.objects.visible_to(user))
    with django_assert_num_queries(1):
        found = listed(rows, form.asked, user)
    assert found == by_hand(form, user)
    assert form.listing(Sample.objects.visible_to(user), total=found.total).total == found.total


def test_another_townships_batches_are_in_nobodys_list(county: dict[str, Any]) -> None:
    user = make_user(role=Role.LIAISON, department=make_township())
    form = SampleListForm({"township": county["township"]})
    assert listed(form.filtered(Sample.objects.visible_to(user)), form.asked, user) == Listed(0, Tally())
