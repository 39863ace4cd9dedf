"""Which failed samples open cases, against whom, on which ladder."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from inspections.actions.case_opening import drop_unstarted_cases, open_cases_for
from inspections.models import Campaign, CampaignRule, Case, Ladder, Result
from inspections.queries.cases import superior_pass
from tests.departments.factories import make_user
from tests.inspections.cases.factories import OPENED, make_failed, take
from tests.inspections.factories import make_campaign, make_enterprise, make_sample


@pytest.mark.usefixtures("ladders")
def test_a_failed_sample_opens_one_case_against_its_producer() -> None:
    office, sample = make_user(), make_failed()
    assert open_cases_for([sample], by=office, on=OPENED) == 1
    assert open_cases_for([sample], by=office, on=OPENED) == 0
    case = Case.objects.get()
    assert (case.number, case.party, case.enterprise) == ("2024-0001", "岭北电缆厂", sample.producer)
    assert (case.township, case.ladder.code, case.opened_on) == (sample.township, "statutory", OPENED)
    assert case.due_step is not None
    assert (case.due_on, case.due_step.code) == (date(2024, 1, 15), "notice")
    assert [row.history_user_id for row in case.history.all()] == [office.signature]


@pytest.mark.usefixtures("ladders")
def test_numbers_go_on_within_the_year() -> None:
    office = make_user()
    open_cases_for([make_failed(producer=make_enterprise(f"厂{n}")) for n in range(2)], by=office, on=OPENED)
    open_cases_for([make_failed()], by=office, on=OPENED)
    open_cases_for([make_failed()], by=office, on=date(2025, 1, 2))
    assert sorted(Case.objects.values_list("number", flat=True)) == [
        "2024-0001",
        "2024-0002",
        "2024-0003",
        "2025-0001",
    ]


@pytest.mark.usefixtures("ladders")
def test_a_passed_sample_opens_none() -> None:
    assert open_cases_for([make_sample()], by=make_user()) == 0


@pytest.mark.django_db
def test_without_any_ladder_nothing_opens() -> None:
    assert open_cases_for([make_failed()], by=make_user()) == 0


@pytest.mark.usefixtures("ladders")
@pytest.mark.parametrize(
    ("fields", "party"),
    [
        ({"is_counterfeit": True}, None),
        ({"is_counterfeit": True, "seller": "店"}, "店"),
        ({"producer": None, "producer_name": "外地厂", "seller": "店"}, "店"),
        ({"producer": None, "producer_name": "外地厂", "seller_name": "某店"}, "外地厂"),
        ({"producer": None, "producer_name": "", "seller_name": "某店"}, "某店"),
        ({"producer": None, "producer_name": "", "seller_name": ""}, None),
    ],
)
def test_whose_case_it_is(fields: dict[str, Any], party: str | None) -> None:
    sample = make_failed()
    values = {**fields, **({"seller": make_enterprise(fields["seller"])} if "seller" in fields else {})}
    for name, value in values.items():
        setattr(sample, name, value)
    sample.save()
    opened = open_cases_for([sample], by=make_user())
    assert [case.party for case in Case.objects.all()] == ([party] if party else [])
    assert opened == (1 if party else 0)


@pytest.mark.usefixtures("ladders")
@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"opens_cases": False}, []),
        ({"ladder": "short"}, ["short"]),
        ({"ladder": None}, ["statutory"]),
    ],
)
def test_a_campaign_may_have_its_own_rule(rule: dict[str, Any], expected: list[str]) -> None:
    campaign = make_campaign(ends_on=OPENED)
    if rule.get("ladder"):
        rule = {"ladder": Ladder.objects.get(code=rule["ladder"])}
    CampaignRule.objects.create(campaign=campaign, **rule)
    open_cases_for([make_failed(campaign=campaign)], by=make_user())
    assert [case.ladder.code for case in Case.objects.all()] == expected


@pytest.mark.usefixtures("ladders")
def test_a_field_may_have_its_own_ladder() -> None:
    Ladder.objects.filter(code="short").update(field="food", is_default=True)
    campaign = make_campaign(ends_on=OPENED)
    Campaign.objects.filter(pk=campaign.pk).update(field="food")
    open_cases_for([make_failed(campaign=campaign), make_failed()], by=make_user())
    assert sorted(case.ladder.code for case in Case.objects.all()) == ["short", "statutory"]


@pytest.mark.usefixtures("ladders")
def test_many_cases_take_as_many_queries_as_one(django_assert_max_num_queries: Any) -> None:
    office, campaign = make_user(), make_campaign(ends_on=OPENED)
    samples = [make_failed(campaign=campaign, producer=make_enterprise(f"厂{n}")) for n in range(30)]
    with django_assert_max_num_queries(18):
        assert open_cases_for(samples, by=office) == 30


@pytest.mark.usefixtures("ladders")
def test_cases_without_steps_go_with_their_samples() -> None:
    office, first, second = make_user(), make_failed(), make_failed()
    open_cases_for([first, second], by=office, on=OPENED)
    case = Case.objects.get(sample=second)
    take(case, "notice", date(2024, 1, 9), by=office)
    with pytest.raises(ValidationError, match=case.number):
        drop_unstarted_cases(Case.objects.all(), by=office)
    assert drop_unstarted_cases(Case.objects.filter(sample=first), by=office) == 1
    assert list(Case.objects.all()) == [case]
    gone = Case.history.get(sample_id=first.pk, history_type="-")
    assert gone.history_user_id == office.signature


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "passed_on", "result", "is_found"),
    [
        ("province", date(2023, 7, 8), Result.PASS, True),
        ("province", date(2023, 7, 7), Result.PASS, False),
        ("prefecture", date(2024, 1, 8), Result.PASS, True),
        ("county", date(2024, 1, 1), Result.PASS, False),
        ("province", date(2024, 1, 1), Result.FAIL, False),
    ],
)
def test_a_superiors_passing_check_within_half_a_year_is_found(
    level: str,
    passed_on: date,
    result: str,
    is_found: bool,  # noqa: FBT001
) -> None:
    sample = make_failed()
    campaign = make_campaign()
    Campaign.objects.filter(pk=campaign.pk).update(level=level)
    earlier = make_sample(campaign=campaign, producer=sample.producer, result=result, judged_on=passed_on)
    found = superior_pass(sample, months=6)
    assert found == (earlier if is_found else None)


@pytest.mark.django_db
def test_a_product_without_a_producers_file_is_not_compared() -> None:
    assert superior_pass(make_sample(), months=6) is None
