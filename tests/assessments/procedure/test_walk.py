"""An assessment from filing to the leading group, by the people who take part."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions import enter_score
from assessments.actions.stages import advance, go_back
from assessments.actions.units import draw
from assessments.models import Assessee, Column, Scheme, Score
from assessments.rules.draws import drawn_from
from assessments.rules.stages import STEPS, following, may_score
from departments.access import Role
from departments.models import User
from departments.records import EditConflict
from quality_portal.lib import clock
from tests.assessments.factories import make_scheme
from tests.departments.factories import make_department, make_user

pytestmark = pytest.mark.django_db


def sign_in(client: Client, user: User) -> None:
    client.force_login(user, backend="departments.backends.RoleBackend")


def url(name: str, scheme: Scheme, *more: str) -> str:
    return reverse(f"assessments:{name}", args=[scheme.year, scheme.group, *more])


def moved_to(scheme: Scheme, stage: str, by: User) -> Scheme:
    """Move an assessment on, with a reason at every step."""
    while scheme.stage != stage:
        scheme = advance(
            scheme=scheme, to=following(scheme.stage), by=by, version=scheme.version, note="按计划推进"
        )
    return scheme


def test_the_table_says_who_fills_which_column() -> None:
    assert may_score("self", Column.SELF, {"unit"})
    assert may_score("document", Column.DOCUMENT, {"scorer"})
    assert not may_score("document", Column.DOCUMENT, {"unit"})
    assert not may_score("document", Column.SELF, {"unit", "office"})
    assert next(iter(STEPS)) == "draft"


def test_a_draw_is_repeated_from_its_seed() -> None:
    codes = [f"t{number:02}" for number in range(10)]
    first = drawn_from(codes, "seed", 25)
    assert (len(first), drawn_from(list(reversed(codes)), "seed", 25)) == (3, first)


def test_the_procedure_is_walked_and_taken_back() -> None:
    make_department()
    office, scheme = make_user(), make_scheme()
    scheme = moved_to(scheme, "onsite", office)
    draw(scheme=scheme, by=office, now=clock.now())
    scheme = moved_to(scheme, "overall", office)
    assert Assessee.objects.get().is_drawn
    back = go_back(scheme=scheme, by=office, version=scheme.version, note="补充核查")
    assert (back.stage, back.stages.get(stage="onsite").note) == ("onsite", "补充核查")
    with pytest.raises(EditConflict):
        go_back(scheme=scheme, by=office, version=scheme.version, note="再次")


def test_a_unit_assesses_itself_and_hands_in(client: Client) -> None:
    unit = make_department()
    scheme = moved_to(make_scheme(), "self", make_user())
    liaison = make_user(role=Role.LIAISON, department=unit)
    sign_in(client, liaison)
    page = url("self", scheme, unit.code)
    assert "请填写自评得分" in client.post(page, {"version": 1}).text
    for code, points in (("K1", "60"), ("K2", "38")):
        sent = {"criterion": scheme.criteria.get(code=code).pk, "unit": unit.pk, "column": "self"}
        answer = client.post(url("cell", scheme), {**sent, "points": points, "reason": "缺一份材料"})
        assert answer.json()["version"] == 1
    assert client.post(page, {"version": 1}).status_code == 302
    late = client.post(url("cell", scheme), {**sent, "points": "40", "version": 1})
    assert late.status_code == 400
    assert Score.objects.get(criterion__code="K2").points == Decimal(38)


def test_of_two_clerks_the_second_is_told_who_wrote_what(client: Client) -> None:
    unit, office = make_department(), make_user()
    scheme = moved_to(make_scheme(), "document", office)
    criterion = scheme.criteria.get(code="K1")
    enter_score(
        criterion=criterion, unit=unit, points=Decimal(50), by=office, version=None, column=Column.DOCUMENT
    )
    sign_in(client, office)
    sent = {"criterion": criterion.pk, "unit": unit.pk, "column": "document", "points": "40"}
    answer = client.post(url("cell", scheme), sent)
    assert (answer.status_code, answer.json()["points"], answer.json()["by"]) == (409, "50", "李四")
    assert Score.objects.get().points == Decimal(50)


def test_a_scoring_department_fills_only_its_own_criteria(client: Client) -> None:
    scorer, unit = make_department(), make_department()
    scheme = make_scheme()
    scheme.criteria.filter(code="K1").update(scored_by=scorer)
    scheme = moved_to(scheme, "document", make_user())
    sign_in(client, make_user(role=Role.LIAISON, department=scorer))
    text = client.get(url("scores", scheme)).text
    assert ("指标1" in text, 'aria-label="' + unit.label in text) == (True, True)
    sent = {"unit": unit.pk, "column": "document", "points": "40"}
    codes = [
        client.post(url("cell", scheme), {**sent, "criterion": each.pk}).status_code
        for each in scheme.criteria.all()
    ]
    assert codes == [200, 400]


def test_strangers_find_nothing(client: Client) -> None:
    unit, scheme = make_department(), make_scheme()
    scheme = moved_to(scheme, "self", make_user())
    sign_in(client, make_user(role=Role.LIAISON))
    pages = [url(name, scheme, unit.code) for name in ("self", "filing", "give_back")]
    assert [client.get(page).status_code for page in [*pages, url("scores", scheme)]] == [404] * 4
