"""Quality incidents: what may be stored, who sees them, their pages."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.records import EditConflict
from inspections.actions.incidents import change_incident, judge_incident, record_incident, settle_incident
from inspections.models import Consequence, Incident, IncidentKind, Severity
from tests.departments.factories import make_department, make_township, make_user
from tests.enterprises.factories import make_enterprise
from tests.inspections.registers.factories import FOUND, TODAY, make_incident

pytestmark = pytest.mark.django_db
LIST = "registers:incidents"
AHEAD = date(2026, 1, 1)
JUDGED: dict[str, Any] = {
    "is_regional_or_systemic": True,
    "judged_on": date(2025, 4, 1),
    "judgement_reason": "同一乡镇多家企业存在同样问题",
    "judgement_document": "某质强办〔2025〕3号",
}
SETTLED: dict[str, Any] = {
    "handled_on": date(2025, 5, 1),
    "result": "责令整改，全部召回",
    "consequence": Consequence.DEDUCT,
    "consequence_reason": "媒体曝光一次",
}


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def page_of(incident: Incident, name: str = "incident") -> str:
    """The address of an incident's page."""
    return reverse(f"registers:{name}", args=[incident.pk])


def listed(answer: Any) -> list[str]:
    """The titles on the list."""
    return [incident.title for incident in answer.context["listing"].page]


def test_an_incident_is_entered_judged_and_settled_with_history() -> None:
    unit = make_township()
    incident = record_incident(
        by="甲",
        today=TODAY,
        kind=IncidentKind.ACCIDENT,
        occurred_on=FOUND,
        title="锅炉事故",
        facts="事实",
        severity=Severity.MAJOR,
        department=unit,
    )
    assert (incident.township, str(incident), incident.consequence) == (unit, "锅炉事故", Consequence.NONE)
    judged = judge_incident(incident, by="甲", version=1, today=TODAY, **JUDGED)
    settled = settle_incident(judged, by="甲", version=2, today=TODAY, **SETTLED)
    changed = change_incident(settled, by="乙", version=3, today=TODAY, title="锅炉爆炸事故")
    assert (changed.is_regional_or_systemic, changed.consequence, changed.title) == (
        True,
        "deduct",
        "锅炉爆炸事故",
    )
    assert [row.history_user_id for row in changed.history.all()] == ["乙", "甲", "甲", "甲"]


def test_the_township_follows_from_the_enterprise() -> None:
    firm = make_enterprise()
    assert make_incident(enterprise=firm).township == firm.township


def test_what_lies_ahead_or_lacks_a_reason_is_refused() -> None:
    incident = make_incident()
    attempts = {
        "occurred_on": lambda: change_incident(incident, by="甲", version=1, today=TODAY, occurred_on=AHEAD),
        "judged_on": lambda: judge_incident(
            incident, by="甲", version=1, today=TODAY, **JUDGED | {"judged_on": AHEAD}
        ),
        "handled_on": lambda: settle_incident(
            incident, by="甲", version=1, today=TODAY, **SETTLED | {"handled_on": AHEAD}
        ),
        "consequence_reason": lambda: settle_incident(
            incident, by="甲", version=1, today=TODAY, **SETTLED | {"consequence_reason": ""}
        ),
        "__all__": lambda: judge_incident(
            incident, by="甲", version=1, today=TODAY, **JUDGED | {"judgement_document": ""}
        ),
    }
    for field, attempt in attempts.items():
        with pytest.raises(ValidationError) as refused:
            attempt()
        assert list(refused.value.error_dict) == [field]
    assert Incident.objects.get().version == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"is_regional_or_systemic": True},
        {"judged_on": FOUND},
        {"handled_on": FOUND},
        {"result": "已处理"},
        {"consequence": Consequence.VETO},
        {"handled_on": date(2025, 2, 1), "result": "已处理"},
        {"severity": "huge"},
    ],
)
def test_the_database_refuses_half_judgements(changes: dict[str, Any]) -> None:
    make_incident()
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.update(**changes)


def test_not_regional_is_a_judgement_too() -> None:
    judged = judge_incident(
        make_incident(), by="甲", version=1, today=TODAY, **JUDGED | {"is_regional_or_systemic": False}
    )
    assert (judged.is_regional_or_systemic, judged.judged_on) == (False, date(2025, 4, 1))


def test_the_second_of_two_people_is_told() -> None:
    incident = make_incident()
    settle_incident(incident, by="甲", version=1, today=TODAY, **SETTLED)
    with pytest.raises(EditConflict):
        judge_incident(incident, by="乙", version=1, today=TODAY, **JUDGED)


def test_the_assessment_reads_a_period_and_what_counts() -> None:
    first = make_incident("首日", occurred_on=date(2025, 1, 1))
    last = make_incident(
        "末日", occurred_on=date(2025, 12, 31), consequence="veto", consequence_reason="事故"
    )
    make_incident("次年", occurred_on=date(2026, 1, 1), consequence="deduct", consequence_reason="曝光")
    period = Incident.objects.for_period(date(2025, 1, 1), date(2025, 12, 31))
    assert list(period) == [last, first]
    assert list(period.with_consequence()) == [last]


def test_a_liaison_sees_the_own_units_incidents_alone() -> None:
    bureau, town = make_department(), make_township()
    at_bureau = make_incident(department=bureau, occurred_on=date(2025, 1, 1))
    in_town = make_incident(department=bureau, township=town, occurred_on=date(2025, 2, 1))
    of_town = make_incident(department=town, occurred_on=date(2025, 3, 1))
    visible = Incident.objects.visible_to
    assert list(visible(make_user(role=Role.LIAISON, department=bureau))) == [in_town, at_bureau]
    assert list(visible(make_user(role=Role.LIAISON, department=town))) == [of_town, in_town]
    assert list(visible(make_user(role=Role.LIAISON))) == []
    assert [visible(make_user(role=role)).count() for role in (Role.OFFICE, Role.LEADER)] == [3, 3]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    office: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        make_incident(township=make_township())
    office.get(reverse(LIST))
    with django_assert_num_queries(7):
        answer = office.get(reverse(LIST))
    assert answer.context["listing"].total == rows


def test_the_list_is_narrowed(office: Client) -> None:
    bureau, town = make_department(), make_township()
    make_incident("甲", department=bureau, severity=Severity.MAJOR, **SETTLED)
    make_incident("乙", kind=IncidentKind.EXPOSURE, township=town, occurred_on=date(2024, 1, 1))
    asked = {
        "q=甲": ["甲"],
        "year=2024": ["乙"],
        "kind=exposure": ["乙"],
        "severity=major": ["甲"],
        f"department={bureau.pk}": ["甲"],
        f"township={town.pk}": ["乙"],
        "consequence=deduct": ["甲"],
        "state=open": ["乙"],
        "q=丙": [],
        "sort=occurred&year=x": ["乙", "甲"],
    }
    for query, titles in asked.items():
        assert (query, listed(office.get(f"{reverse(LIST)}?{query}"))) == (query, titles)


def test_an_empty_list_says_what_to_do(office: Client) -> None:
    assert reverse("registers:incident_new") in office.get(reverse(LIST)).content.decode()


def test_exports_hold_the_filtered_rows_and_no_formula(office: Client) -> None:
    make_incident("@SUM(A1)", township=make_township(), enterprise=make_enterprise(), **JUDGED)
    make_incident("未判定", kind=IncidentKind.ACCIDENT)
    make_incident("非区域", occurred_on=date(2024, 1, 1), **JUDGED | {"is_regional_or_systemic": False})
    answer = office.get(reverse("registers:incident_export"), {"format": "csv", "kind": "complaint"})
    head, first, second = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    place = head.index("区域性或系统性")
    assert (first[head.index("标题")], first[place], second[place]) == ("'@SUM(A1)", "是", "否")
    answer = office.get(reverse("registers:incident_export"), {"format": "csv", "kind": "accident"})
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1][place] == ""


def test_an_incident_goes_through_its_pages(office: Client) -> None:
    bureau = make_department()
    values = {"kind": "exposure", "occurred_on": "2025-03-01", "title": "问题奶茶", "severity": "serious"}
    values |= {"department": str(bureau.pk), "facts": "电视曝光"}
    office.post(reverse("registers:incident_new"), values)
    incident = Incident.objects.get()
    for name, entered in (
        ("incident_edit", values | {"title": "问题奶茶店"}),
        ("incident_judge", {k: str(v) for k, v in JUDGED.items()}),
        ("incident_settle", {k: str(v) for k, v in SETTLED.items()}),
    ):
        incident.refresh_from_db()
        assert office.get(page_of(incident, name)).status_code == 200
        answer = office.post(page_of(incident, name), {**entered, "version": incident.version})
        assert answer.headers["Location"] == page_of(incident)
    page = office.get(page_of(incident)).content.decode()
    for words in ("问题奶茶店", "某质强办〔2025〕3号", "责令整改，全部召回", "媒体曝光一次"):
        assert words in page


def test_what_is_wrong_is_told_beside_its_field(office: Client) -> None:
    incident = make_incident()
    answer = office.post(page_of(incident, "incident_settle"), {"consequence": "veto", "version": 1})
    assert set(answer.context["form"].errors) == {"handled_on", "result"}
    entered = {"handled_on": "2025-05-01", "result": "已处理", "consequence": "veto", "version": 1}
    answer = office.post(page_of(incident, "incident_settle"), entered)
    assert list(answer.context["form"].errors) == ["consequence_reason"]
    answer = office.post(reverse("registers:incident_new"), {"title": "缺项"})
    assert answer.status_code == 200
    assert office.post(page_of(incident, "incident_judge"), {**JUDGED, "version": 7}).status_code == 409


def test_strangers_find_nothing_and_readers_change_nothing(client: Client) -> None:
    incident = make_incident()
    names = ("incident", "incident_edit", "incident_judge", "incident_settle")
    client.force_login(make_user(role=Role.LIAISON))
    assert [client.get(page_of(incident, name)).status_code for name in names] == [404, 403, 403, 403]
    assert listed(client.get(reverse(LIST))) == []
    exported = client.get(reverse("registers:incident_export"), {"format": "csv"})
    assert incident.title not in exported.content.decode()
    client.force_login(make_user(role=Role.LIAISON, department=incident.department))
    assert [client.get(page_of(incident, name)).status_code for name in names] == [200, 403, 403, 403]
    assert client.post(reverse("registers:incident_new"), {}).status_code == 403
