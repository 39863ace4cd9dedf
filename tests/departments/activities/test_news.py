"""What activities tell in half-yearly reports."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from departments import news
from departments.activities.news import gather
from departments.models import ActivityKind
from tests.departments.activities.factories import make_activity
from tests.departments.factories import make_department

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 1, 1), date(2026, 6, 30)


def test_every_unit_hears_of_its_own_activities(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    unit, other = make_department(), make_department()
    make_activity(department=unit, people=120)
    make_activity(department=unit, people=80)
    make_activity(department=unit, kind=ActivityKind.PRACTICE)
    make_activity(department=unit, held_on=date(2025, 12, 31), people=999)
    make_activity(department=other, kind=ActivityKind.MEDIA, held_on=UNTIL)
    with django_assert_num_queries(1):
        found = gather(SINCE, UNTIL)
    (told,), (others,) = found[unit.pk], found[other.pk]
    assert told.text == "举办质量培训2期，总结推广典型经验1项，参加200人次。"
    assert told.figures == {"activities": 3, "people": 200}
    assert told.url == f"/activities/?department={unit.pk}&first=2026-01-01&last=2026-06-30"
    assert others.text == "组织媒体宣传报道1次。"


def test_activities_are_registered_with_the_news() -> None:
    unit = make_department()
    make_activity(department=unit)
    assert "activities" in [each.key for each in news.gather(SINCE, UNTIL)[unit.pk]]
