"""What a small demonstration county holds."""

from datetime import date, timedelta

import pytest
from django.db import models
from django.db.models import Max, Min

from assessments.models import Score, UnitResult
from brands.models import Credential
from brands.rules import number_error
from departments.models import Department
from enterprises.models import Enterprise
from enterprises.rules import credit_code_error
from inspections.models import Campaign, FailedItem, Result, Sample
from targets.models import Reading, ReadingState
from targets.progress import progress
from tests.demo.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def test_the_counts_are_those_of_the_scale() -> None:
    assert Department.objects.departments().count() == Department.objects.townships().count() == 20
    counts = [model._default_manager.count() for model in (Enterprise, Sample, Credential)]
    assert counts == [400, 2500, 120]
    assert Enterprise.history.count() == 400
    assert Sample.history.values("history_user_id", "history_change_reason").distinct().get() == {
        "history_user_id": "周明远 (office)",
        "history_change_reason": "演示数据",
    }


def test_samples_fill_five_years_up_to_yesterday_at_every_level() -> None:
    span = Sample.objects.aggregate(first=Min("judged_on"), last=Max("judged_on"))
    assert (span["first"].year, span["last"] < TODAY) == (2022, True)
    assert TODAY - span["last"] < timedelta(days=7)
    assert Campaign.objects.filter(special=None).count() == 4 * 3 * 10
    assert Campaign.objects.filter(samples=None).count() == 0


def test_failed_samples_say_in_what_they_failed() -> None:
    failed = Sample.objects.filter(result=Result.FAIL)
    assert failed.filter(failed_items=None).count() == 0
    assert FailedItem.objects.exclude(sample__result=Result.FAIL).count() == 0
    assert FailedItem.objects.filter(models.Q(measured="") | models.Q(limit="")).count() == 0
    assert failed.filter(is_counterfeit=True).exclude(remark__contains="假冒").count() == 0


def test_codes_and_numbers_satisfy_the_rules_of_the_portal() -> None:
    codes = Enterprise.objects.values_list("credit_code", flat=True)
    assert [code for code in codes if credit_code_error(code) is not None] == []
    wrong = [
        (row.kind.code, row.number)
        for row in Credential.objects.select_related("kind")
        if number_error(row.number, row.kind.rule) is not None
    ]
    assert wrong == []


def test_credentials_expire_soon_ended_early_or_hold() -> None:
    soon = TODAY + timedelta(days=90)
    assert Credential.objects.valid_on(TODAY).filter(valid_until__lte=soon, kind__code="qms").count() == 1
    assert Credential.objects.exclude(ended_on=None).filter(end_reason="").count() == 0
    late = Credential.objects.filter(kind__last_award_on__lt=models.F("issued_on"))
    assert late.count() == 0


def test_the_plan_shows_every_light() -> None:
    lights = {row.target.code: row.light.value for row in progress(2026, TODAY)}
    assert (lights["O1"], lights["I2"], lights["A1"], lights["A4"]) == ("yellow", "red", "green", "unknown")
    assert lights["I3"] == "yellow"


def test_ratios_rise_with_the_years() -> None:
    points = {row.target.code: [p.value for p in row.points if p.value] for row in progress(2026, TODAY)}
    for code in ("I1", "A3"):
        assert points[code] == sorted(points[code])
        assert points[code][0] < points[code][-1]


def test_one_reading_waits_for_the_office() -> None:
    assert Reading.objects.waiting().values_list("target__code", "as_of").get() == ("O1", date(2026, 9, 30))
    assert Reading.objects.filter(state=ReadingState.ACCEPTED).count() == 5


def test_last_year_is_published_for_both_groups_and_this_year_begun() -> None:
    grades = UnitResult.objects.filter(scheme__year=2025).values_list("scheme__group", "grade")
    assert [grades.filter(scheme__group=group).count() for group in ("departments", "townships")] == [20, 20]
    assert {letter for group, letter in grades if group == "departments"} == set("ABCD")
    scored = Score.objects.filter(criterion__scheme__year=2026).count()
    assert 0 < scored < Score.objects.filter(criterion__scheme__year=2025).count()
