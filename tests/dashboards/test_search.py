"""The search over all rooms: what it finds, whom it shows what, and that it leads where it says."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.models import Department, MeetingState, TaskState, User
from departments.search import find
from inspections.actions.ladders import load_ladders
from tests.assessments.factories import make_scheme
from tests.brands.factories import make_credential
from tests.brands.pipeline.factories import make_candidate, make_subsidy
from tests.departments.activities.factories import make_activity
from tests.departments.factories import make_department, make_duty, make_task, make_township, make_user
from tests.departments.meetings.factories import make_decision, make_item, make_meeting
from tests.enterprises.factories import make_enterprise, make_instrument, make_product
from tests.inspections.cases.factories import make_case
from tests.inspections.factories import make_campaign, make_sample
from tests.inspections.registers.factories import make_incident, make_infringement
from tests.reports.factories import make_period
from tests.targets.factories import make_target

pytestmark = pytest.mark.django_db

OWN_TOWNSHIP: dict[str, Callable[[Department], Any]] = {
    "enterprises-enterprises": lambda unit: make_enterprise("黑松酒厂", township=unit),
    "enterprises-products": lambda unit: make_product(
        enterprise=make_enterprise(township=unit), name="黑松酒"
    ),
    "enterprises-instruments": lambda unit: make_instrument(
        enterprise=make_enterprise(township=unit), name="黑松秤"
    ),
    "inspections-samples": lambda unit: make_sample(product="黑松酒", township=unit),
    "inspections-cases": lambda unit: make_case(product="黑松酒", township=unit),
    "inspections-infringements": lambda unit: make_infringement(party="黑松商行", township=unit),
    "inspections-incidents": lambda unit: make_incident("黑松酒投诉", department=unit),
    "brands-credentials": lambda unit: make_credential(
        enterprise=make_enterprise(township=unit), township=unit, product="黑松酒"
    ),
    "brands-candidates": lambda unit: make_candidate(department=unit, product="黑松酒"),
    "departments-tasks": lambda unit: make_task(lead=unit, title="黑松整治", state=TaskState.ISSUED),
    "departments-duties": lambda unit: make_duty(lead=unit, text="黑松普查"),
    "departments-meetings": lambda unit: make_item(
        make_meeting(invited=[unit], state=MeetingState.MINUTED), "黑松议题"
    ),
    "departments-decisions": lambda unit: make_decision(
        make_meeting(invited=[unit], state=MeetingState.MINUTED), text="黑松治理"
    ),
    "departments-activities": lambda unit: make_activity("黑松宣传", department=unit),
}
"""Records that belong to one township, each called 黑松, by the kind that finds them."""


def groups(user: User, words: str = "黑松") -> dict[str, int]:
    """Return how many of each kind the person finds."""
    return {group.name: group.total for group in find(user, words)}


def liaison(unit: Department) -> User:
    """Make a unit's liaison."""
    return make_user(role=Role.LIAISON, department=unit)


@pytest.mark.parametrize("kind", OWN_TOWNSHIP)
def test_a_liaison_finds_what_is_of_the_own_unit_and_a_stranger_does_not(kind: str) -> None:
    load_ladders()
    unit = make_township("城关镇")
    OWN_TOWNSHIP[kind](unit)
    stranger = liaison(make_township("河东镇"))
    assert groups(liaison(unit))[kind] == 1
    assert groups(make_user(role=Role.LEADER))[kind] == 1
    assert groups(stranger) == {}


def test_reports_are_found_by_their_unit_only_by_who_may_read_them() -> None:
    unit, other = make_department("黑松局"), make_department("白鹭局")
    make_period()
    assert groups(liaison(unit))["reports-reports"] == 1
    assert "reports-reports" not in groups(make_user(role=Role.LEADER))
    assert groups(make_user())["reports-reports"] == 1
    assert groups(liaison(other)) == {}


def test_a_scheme_is_found_by_the_units_it_assesses() -> None:
    make_scheme(2026)
    assert groups(make_user(), "考核方案") == {"assessments-schemes": 1}
    assert groups(liaison(make_department()), "考核方案") == {"assessments-schemes": 1}
    assert groups(liaison(make_township()), "考核方案") == {}


def test_decisions_are_found_once_their_minutes_are_issued() -> None:
    make_decision(make_meeting(), text="黑松治理")
    assert groups(make_user()) == {}


def test_people_are_found_by_who_manages_accounts() -> None:
    make_user(username="heisong")
    assert groups(make_user(role=Role.ADMINISTRATOR), "heisong") == {"departments-people": 1}
    assert groups(make_user(), "heisong") == {}


def test_campaigns_targets_and_payments_are_found_by_everybody_who_may_see_them() -> None:
    campaign, target = make_campaign(), make_target(code="Z9")
    make_subsidy(candidate=make_candidate(product="黑松酒"))
    leader = make_user(role=Role.LEADER)
    assert groups(leader, campaign.code)["inspections-campaigns"] == 1
    assert groups(leader, target.code)["targets-targets"] == 1
    assert groups(leader, "县财政局")["brands-subsidies"] == 1


@pytest.mark.parametrize("kind", OWN_TOWNSHIP)
def test_the_way_to_all_of_them_leads_to_as_many(client: Client, kind: str) -> None:
    load_ladders()
    unit = make_township("城关镇")
    OWN_TOWNSHIP[kind](unit)
    OWN_TOWNSHIP[kind](unit)
    user = make_user()
    client.force_login(user)
    group = next(group for group in find(user, "黑松") if group.name == kind)
    assert group.total == 2
    assert client.get(group.url).context["listing"].total == 2
    for found in group.finds:
        assert client.get(found.url.partition("#")[0]).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_one_question_for_each_kind_and_one_for_what_was_found(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_ladders()
    for make in OWN_TOWNSHIP.values():
        for _number in range(rows):
            make(make_township())
    client.force_login(make_user())
    client.get("/search/")
    with django_assert_num_queries(27 + len(OWN_TOWNSHIP)):
        answer = client.get("/search/", {"q": "黑松"})
    found = {group.name: group.total for group in answer.context["groups"]}
    # The batch of each case is found among the batches too, the enterprise of each product by the product.
    twice = dict.fromkeys(("inspections-samples", "enterprises-enterprises"), 2 * rows)
    assert found == dict.fromkeys(OWN_TOWNSHIP, rows) | twice


def test_the_page_counts_groups_and_marks_what_bears_the_number(client: Client) -> None:
    firm = make_enterprise("黑松酒厂")
    client.force_login(make_user())
    html = client.get("/search/", {"q": firm.credit_code.lower()}).content.decode()
    assert f"/enterprises/{firm.credit_code}/" in html
    assert '<span class="tag good">编号相符</span>' in html
    assert f"/enterprises/?q={quote(firm.credit_code.lower())}" in html


@pytest.mark.parametrize("words", ["", "   ", "x" * 61, "\x00"])
def test_without_words_the_page_says_what_to_type(client: Client, words: str) -> None:
    client.force_login(make_user(role=Role.LIAISON))
    html = client.get("/search/", {"q": words}).content.decode()
    assert "怎样检索" in html
    assert "账号" not in html.partition("检索范围")[2]


def test_what_is_nowhere_is_told_and_the_words_stay(client: Client) -> None:
    client.force_login(make_user())
    html = client.get("/search/", {"q": "<没有>"}).content.decode()
    assert "没有找到相符的结果" in html
    assert html.count('value="&lt;没有&gt;"') == 2


def test_the_box_stands_in_the_head_of_every_page_and_takes_the_stroke(client: Client) -> None:
    client.force_login(make_user())
    html = client.get("/duties/").content.decode()
    assert 'action="/search/"' in html
    assert 'id="search"' in html
    assert 'aria-keyshortcuts="/"' in html
