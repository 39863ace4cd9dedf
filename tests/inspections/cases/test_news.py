"""What the spot checks and their cases tell in half-yearly reports."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from departments.models import Department
from inspections.measures.spot_checks import MEASURE
from inspections.models import Result
from inspections.news import gather
from tests.departments.factories import make_department, make_township
from tests.inspections.cases.factories import make_case
from tests.inspections.factories import make_sample
from tests.inspections.registers.factories import FOUND, make_incident
from tests.targets.factories import make_target

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ladders")]
SINCE, UNTIL = date(2024, 1, 1), date(2024, 6, 30)
DAYS = "2024年1月1日至2024年6月30日，"


def told(unit: Department, since: date = SINCE, until: date = UNTIL) -> dict[str, str]:
    """What a unit hears, by key."""
    return {news.key: news.text for news in gather(since, until).get(unit.pk, [])}


def test_a_township_hears_of_its_own_and_the_lead_of_the_county() -> None:
    lead, township, other = make_department(), make_township(), make_township()
    make_target(lead=lead, measure=MEASURE)
    make_case(township=township)
    make_sample(township=township)
    make_sample(township=township, judged_on=date(2024, 7, 1))
    make_sample(township=other, result=Result.FAIL)
    assert told(township) == {
        "spot_checks": f"{DAYS}辖区监督抽查2批次，合格1批次，不合格1批次，批次合格率50.00%。",
        "cases": "不合格产品后处理案件新立案1件，办结0件。",
    }
    assert told(lead) == {
        "spot_checks": f"{DAYS}全县监督抽查3批次，合格1批次，不合格2批次，批次合格率33.33%。",
        "cases": "不合格产品后处理案件新立案1件，办结0件。",
    }
    found = {news.key: news.url for news in gather(SINCE, UNTIL)[township.pk]}
    assert found["spot_checks"].endswith(f"first=2024-01-01&last=2024-06-30&township={township.pk}")
    assert gather(date(2023, 1, 1), date(2023, 6, 30)) == {}


def test_incidents_are_told_to_the_unit_that_answers() -> None:
    incident = make_incident()
    assert told(incident.department, FOUND, FOUND) == {"incidents": "发生质量事故、属实投诉或媒体曝光1起。"}


def test_three_townships_cost_the_questions_of_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_sample(township=make_township())
    with django_assert_num_queries(5):
        gather(SINCE, UNTIL)
    make_sample(township=make_township())
    make_sample(township=make_township())
    with django_assert_num_queries(5):
        gather(SINCE, UNTIL)
