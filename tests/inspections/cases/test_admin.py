"""The back office's pages of ladders, calendar and cases."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from inspections.models import CampaignRule, Case, CaseAction, Holiday, Step
from tests.departments.factories import make_user
from tests.inspections.cases.factories import make_case, take
from tests.inspections.factories import make_campaign

pytestmark = pytest.mark.usefixtures("ladders")


@pytest.fixture
def client() -> Client:
    """Return a browser in which the office is signed in."""
    browser = Client()
    browser.force_login(make_user())
    return browser


@pytest.mark.parametrize("name", ["holiday", "ladder", "step", "campaignrule", "case"])
def test_every_list_opens(client: Client, name: str) -> None:
    CampaignRule.objects.create(campaign=make_campaign())
    make_case()
    assert client.get(reverse(f"admin:inspections_{name}_changelist")).status_code == 200


def test_a_case_is_only_looked_at(client: Client) -> None:
    case = make_case()
    take(case, "notice", date(2024, 1, 10), by=make_user())
    address = reverse("admin:inspections_case_change", args=[case.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"party": "x"}).status_code == 403
    assert reverse("admin:index") in client.get(address).content.decode()


def test_a_changed_holiday_moves_the_due_days(client: Client) -> None:
    case = make_case()
    client.post(reverse("admin:inspections_holiday_add"), {"day": "2024-01-09", "name": "临时放假"})
    case.refresh_from_db()
    assert case.due_on == date(2024, 1, 16)
    holiday = Holiday.objects.get(day=date(2024, 1, 9))
    client.post(reverse("admin:inspections_holiday_delete", args=[holiday.pk]), {"post": "yes"})
    case.refresh_from_db()
    assert case.due_on == date(2024, 1, 15)


def test_a_changed_step_moves_the_due_days(client: Client) -> None:
    case = make_case()
    step = Step.objects.get(ladder=case.ladder, code="notice")
    address = reverse("admin:inspections_step_change", args=[step.pk])
    form = client.get(address).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    formset = {"requirements-TOTAL_FORMS": "0", "requirements-INITIAL_FORMS": "0"}
    answer = client.post(address, {**sent, **formset, "latest": "10"})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.due_on == date(2024, 1, 22)


def test_words_of_the_records() -> None:
    case = make_case()
    action = take(case, "notice", date(2024, 1, 10), by=make_user())
    rule = CampaignRule.objects.create(campaign=case.sample.campaign)
    assert str(case) == "2024-0001 岭北电缆厂"
    assert str(action) == "Result served 2024-01-10"
    assert str(rule) == case.sample.campaign.name
    assert set(CaseAction.objects.visible_to(make_user())) == {action}
    assert Case.objects.visible_to(make_user()).count() == 1
