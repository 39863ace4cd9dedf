"""Findings entered in the browser: fields by the rule, points by the rule, who may and when."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions import enter_score, publish
from assessments.models import ComputedScore, Criterion, Finding, Scheme, Stage
from departments.access import Role
from departments.models import Department, User
from tests.assessments.factories import FEBRUARY, make_scheme
from tests.assessments.findings.factories import ANSWERS, ASKED
from tests.departments.factories import make_department, make_user

pytestmark = pytest.mark.django_db

QUERIES = 10
"""What the list costs, whatever its length."""


def sign_in(client: Client, user: User) -> None:
    client.force_login(user, backend="departments.backends.RoleBackend")


def page_of(criterion: Criterion, unit: Department) -> str:
    scheme = criterion.scheme
    return reverse("assessments:finding", args=[scheme.year, scheme.group, unit.code, criterion.pk])


def count_queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)


def make_case(name: str, *, stage: str = Stage.DOCUMENT) -> tuple[Criterion, Department]:
    """Make a scheme with one criterion that asks a person, and a unit."""
    scheme = make_scheme(criteria=[ASKED[name]])
    Scheme.objects.filter(pk=scheme.pk).update(stage=stage)
    return scheme.criteria.select_related("scheme").get(), make_department()


@pytest.mark.parametrize(("name", "sent", "kept", "points"), ANSWERS)
def test_the_form_follows_the_rule_and_the_rule_makes_the_points(
    client: Client, name: str, sent: dict[str, Any], kept: dict[str, Any], points: str
) -> None:
    criterion, unit = make_case(name)
    sign_in(client, make_user())
    page = page_of(criterion, unit)
    shown = client.get(page).text
    assert all(f'name="{field}"' in shown for field in sent)
    assert client.post(page, {**sent, "note": "县质发〔2025〕3号"}).status_code == 302
    row = Finding.objects.get()
    assert (row.inputs, row.note, row.version) == (kept, "县质发〔2025〕3号", 1)
    computed = ComputedScore.objects.get()
    assert (computed.points, computed.inputs["given"]) == (
        Decimal(points),
        {**kept, "note": row.note} if name != "bonus" else computed.inputs["given"],
    )
    found = client.get(page).text
    assert (points in found, "县质发〔2025〕3号" in found) == (True, True)
    on_unit = client.get(
        reverse("assessments:unit", args=[criterion.scheme.year, criterion.scheme.group, unit.code])
    ).text
    assert (points in on_unit, page in on_unit, "县质发〔2025〕3号" in on_unit) == (True, True, True)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("tier", {}),
        ("tier", {"tier": "优秀"}),
        ("parts", {"parts": ["计划"]}),
        ("missing", {"count": ""}),
        ("missing", {"count": "-1"}),
        ("seen", {"count": "10000"}),
        ("rate", {"rate": "100.5"}),
        ("rate", {"rate": "很高"}),
        ("composite", {"shares_0": "90"}),
    ],
)
def test_what_does_not_answer_the_rule_is_refused(client: Client, name: str, sent: dict[str, Any]) -> None:
    criterion, unit = make_case(name)
    sign_in(client, make_user())
    answer = client.post(page_of(criterion, unit), {**sent, "note": "见纪要"})
    assert (answer.status_code, 'role="alert"' in answer.text or "errors" in answer.text) == (200, True)
    assert Finding.objects.count() == ComputedScore.objects.count() == 0


def test_lost_points_and_changes_owe_a_reason(client: Client) -> None:
    criterion, unit = make_case("tier")
    sign_in(client, make_user())
    page = page_of(criterion, unit)
    assert "请写明认定依据" in client.post(page, {"tier": "未明确"}).text
    assert client.post(page, {"tier": "均已明确"}).status_code == 302  # full points: nothing to explain
    assert "请写明变更认定的理由" in client.post(page, {"tier": "未明确", "version": 1}).text
    assert client.post(page, {"tier": "未明确", "version": 1, "note": "复核未见文件"}).status_code == 302
    found = Finding.objects.get()
    assert (found.version, [row.inputs["tier"] for row in found.history.all()]) == (
        2,
        ["未明确", "均已明确"],
    )
    assert ComputedScore.objects.get().points == Decimal(0)
    text = client.get(page).text
    assert text.index("未明确") < text.rindex("均已明确")


def test_of_two_people_the_second_is_told(client: Client) -> None:
    criterion, unit = make_case("tier")
    sign_in(client, make_user())
    page = page_of(criterion, unit)
    assert client.post(page, {"tier": "均已明确"}).status_code == 302
    assert client.post(page, {"tier": "未明确", "note": "未见文件"}).status_code == 409
    assert Finding.objects.get().inputs == {"tier": "均已明确"}


@pytest.mark.parametrize(
    ("stage", "office", "scorer"),
    [
        (Stage.DRAFT, 302, 200),
        (Stage.FILING, 200, 200),
        (Stage.SELF, 200, 200),
        (Stage.DOCUMENT, 302, 302),
        (Stage.ONSITE, 302, 200),  # the unit was not drawn
        (Stage.OVERALL, 302, 200),
        (Stage.LEADING_GROUP, 302, 200),
    ],
)
def test_the_table_of_steps_says_who_enters_findings(
    client: Client, stage: str, office: int, scorer: int
) -> None:
    criterion, unit = make_case("tier", stage=stage)
    department = make_department()
    Criterion.objects.filter(pk=criterion.pk).update(scored_by=department)
    codes = []
    for user in (make_user(), make_user(role=Role.LIAISON, department=department)):
        Finding.objects.all().delete()
        sign_in(client, user)
        codes.append(client.post(page_of(criterion, unit), {"tier": "均已明确"}).status_code)
    assert codes == [office, scorer]


def test_strangers_the_unit_itself_and_other_criteria_find_nothing(client: Client) -> None:
    criterion, unit = make_case("tier")
    pages = [page_of(criterion, unit), reverse("assessments:findings", args=[2025, "departments"])]
    pages.append(reverse("assessments:findings_export", args=[2025, "departments"]))
    for department in (unit, make_department()):
        sign_in(client, make_user(role=Role.LIAISON, department=department))
        assert [client.get(page).status_code for page in pages] == [404] * 3
        assert client.post(pages[0], {"tier": "均已明确"}).status_code == 404
    sign_in(client, make_user())
    by_hand = make_scheme(2024).criteria.select_related("scheme").all()[0]
    assert client.get(page_of(by_hand, unit)).status_code == 404


def test_a_leader_reads_and_does_not_enter(client: Client) -> None:
    criterion, unit = make_case("tier")
    sign_in(client, make_user(role=Role.LEADER))
    page = page_of(criterion, unit)
    assert 'name="tier"' not in client.get(page).text
    assert client.post(page, {"tier": "均已明确"}).status_code == 403
    assert Finding.objects.count() == 0


def test_nothing_is_found_after_publication(client: Client) -> None:
    criterion, unit = make_case("tier", stage=Stage.DRAFT)
    office = make_user()
    sign_in(client, office)
    client.post(page_of(criterion, unit), {"tier": "均已明确"})
    publish(scheme=Scheme.objects.get(pk=criterion.scheme_id), by=office, now=FEBRUARY)
    answer = client.post(page_of(criterion, unit), {"tier": "未明确", "note": "改", "version": 1})
    assert (answer.status_code, Finding.objects.get().version) == (200, 1)
    assert 'name="tier"' not in answer.text


def test_the_list_filters_exports_and_costs_the_same(client: Client) -> None:
    criterion, unit = make_case("tier")
    Criterion.objects.create(
        scheme=criterion.scheme, code="K2", name="指标二", points=6, rule="deduct_occurrence",
        params={"per": 2}, order=2,
    )  # fmt: skip
    sign_in(client, make_user())
    client.post(page_of(criterion, unit), {"tier": "部分明确", "note": "未报备"})
    page = reverse("assessments:findings", args=[2025, "departments"])
    counts = [count_queries(client, page)]
    for _number in range(2):
        make_department()
    assert [*counts, count_queries(client, page)] == [QUERIES, QUERIES]
    assert [
        client.get(page, sent).text.count("<tr>") - 1
        for sent in ({}, {"state": "open"}, {"state": "found"}, {"unit": unit.pk, "criterion": criterion.pk})
    ] == [6, 5, 1, 1]
    table = client.get(reverse("assessments:findings_export", args=[2025, "departments"]), {"format": "csv"})
    assert (
        table.content.decode("utf-8-sig")
        .splitlines()[1]
        .startswith(f"{unit.name},K1,指标1,2.00,部分明确,未报备,1.00,")
    )
    chosen = {"columns": ["unit", "proposed"]}
    assert "without-2 without-3 without-5" in client.get(page, chosen).text
    seen = client.get(
        reverse("assessments:findings_export", args=[2025, "departments"]), {"format": "csv", **chosen}
    )
    assert seen.content.decode("utf-8-sig").splitlines()[0] == "单位,分值,规则建议得分"


def test_equal_points_need_no_reason_and_others_do(client: Client) -> None:
    criterion, unit = make_case("tier", stage=Stage.DRAFT)
    office = make_user()
    sign_in(client, office)
    client.post(page_of(criterion, unit), {"tier": "部分明确", "note": "未报备"})
    sent = {"criterion": criterion.pk, "unit": unit.pk, "column": "final"}
    cell = reverse("assessments:cell", args=[2025, "departments"])
    refused = client.post(cell, {**sent, "points": "2"})
    assert (refused.status_code, refused.json()["field"]) == (400, "reason")
    assert "按规则计1分" in refused.json()["error"]
    assert client.post(cell, {**sent, "points": "1"}).status_code == 200
    ComputedScore.objects.all().delete()  # nothing kept: what the rule proposes now is asked
    again = enter_score(criterion=criterion, unit=unit, by=office, version=1, points=Decimal(1))
    assert again.version == 2
