"""The steps one by one: filing returned, days moved, the visit, the decision, publication from the table."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from assessments import actions
from assessments.actions.stages import move_days, record_decision
from assessments.actions.units import draw, give_back, record_visit
from assessments.models import Scheme, SchemeStage, Stage
from assessments.rules.stages import STEPS, may_publish
from departments.access import Role
from quality_portal.lib import clock
from tests.assessments.factories import make_scheme
from tests.assessments.procedure.factories import enter, liaison_of, moved_to, part_of, sign_in, url
from tests.departments.factories import make_department, make_user

pytestmark = pytest.mark.django_db


def test_only_a_first_and_a_last_step_end_with_publication() -> None:
    assert [str(stage) for stage in STEPS if may_publish(stage)] == ["draft", "leading_group"]


# --- filing --------------------------------------------------------------------------------
def test_targets_are_filed_returned_with_a_remark_and_filed_again(client: Client) -> None:
    unit = make_department()
    scheme = moved_to(make_scheme(), "filing", make_user())
    person, page = liaison_of(unit), url("filing", scheme, unit.code)
    sign_in(client, person)
    client.post(page, {"version": 1, "filed_targets": " "})
    assert part_of(scheme, unit).filed_at is None
    client.post(page, {"version": 1, "filed_targets": "抽查合格率96%"})
    assert part_of(scheme, unit).filed_by == person
    back = url("give_back", scheme, unit.code)
    sign_in(client, make_user())
    assert "Say what is to be corrected." in client.post(back, {"version": 2}).text
    client.post(back, {"version": 2, "remark": "合格率低于上年，请核实"})
    sign_in(client, person)
    assert "合格率低于上年，请核实" in client.get(page).text
    client.post(page, {"version": 3, "filed_targets": "抽查合格率97%"})
    found = part_of(scheme, unit)
    assert (found.filed_targets, found.remark, found.version) == ("抽查合格率97%", "", 4)


def test_what_was_not_filed_is_not_given_back_and_a_closed_step_takes_nothing(client: Client) -> None:
    unit, office = make_department(), make_user()
    scheme = moved_to(make_scheme(), "filing", office)
    with pytest.raises(ValidationError, match="nothing to give back"):
        give_back(assessee=part_of(scheme, unit), remark="补充", by=office, version=1)
    scheme = moved_to(scheme, "self", office)
    sign_in(client, liaison_of(unit))
    client.post(url("filing", scheme, unit.code), {"version": 1, "filed_targets": "迟报"})
    assert part_of(scheme, unit).filed_targets == ""


# --- days ----------------------------------------------------------------------------------
def test_days_are_moved_with_a_reason_and_stay_in_order(client: Client) -> None:
    make_department()
    scheme = moved_to(make_scheme(), "filing", make_user())
    sign_in(client, make_user())
    rows = {row.stage: row for row in SchemeStage.objects.filter(scheme=scheme).exclude(due_on=None)}
    sent = {f"{stage}_opens": str(row.opens_on) for stage, row in rows.items()}
    sent |= {f"{stage}_due": str(row.due_on) for stage, row in rows.items()}
    page, due = url("procedure_days", scheme), clock.today() + timedelta(days=60)
    early = {**sent, "version": scheme.version, "note": "推迟", "filing_due": "2020-01-01"}
    assert "due before it begins" in client.post(page, early).text
    moved = {**sent, "version": scheme.version, "filing_due": str(due)}
    assert client.post(page, {**moved, "note": ""}).status_code == 200
    assert client.post(page, {**moved, "note": "遇节假日顺延"}).status_code == 302
    found = SchemeStage.objects.get(scheme=scheme, stage="filing")
    assert (found.due_on, found.note) == (due, "遇节假日顺延")
    assert SchemeStage.objects.get(scheme=scheme, stage="self").version == rows["self"].version


def test_only_the_office_moves_days_and_none_after_publication() -> None:
    unit, office = make_department(), make_user()
    scheme = moved_to(make_scheme(), "filing", office)
    values: dict[str, Any] = {"scheme": scheme, "days": {"filing": (None, None)}, "version": scheme.version}
    with pytest.raises(ValidationError, match="Only the office"):
        move_days(**values, by=liaison_of(unit), note="推迟")
    with pytest.raises(ValidationError, match="State the reason"):
        move_days(**values, by=office, note="")
    assert move_days(**values, by=office, note="推迟") == 1


# --- draw and visit ------------------------------------------------------------------------
def test_a_draw_is_checked_by_the_share_it_was_made_with(client: Client) -> None:
    for _each in range(4):
        make_department()
    Scheme.objects.filter(pk=make_scheme().pk).update(onsite_share=50)
    scheme = moved_to(Scheme.objects.get(), "onsite", make_user())
    drawn = draw(scheme=scheme, by=make_user(), now=clock.now(), seed="seed")
    assert (drawn.share, len(drawn.drawn)) == (50, 2)
    Scheme.objects.update(onsite_share=100)
    sign_in(client, make_user(role=Role.LEADER))
    assert "comes out the same" in client.get(url("procedure_draw_check", scheme), follow=True).text
    scheme.draws.update(drawn=drawn.population[:2][::-1])
    assert "does not come out" in client.get(url("procedure_draw_check", scheme), follow=True).text


def test_only_a_drawn_unit_is_visited_and_then_the_draw_stands(client: Client) -> None:
    units = [make_department(), make_department()]
    Scheme.objects.filter(pk=make_scheme().pk).update(onsite_share=50)
    scheme = moved_to(Scheme.objects.get(), "onsite", make_user())
    office = sign_in(client, make_user())
    client.post(url("procedure_draw", scheme))
    drawn, other = sorted(units, key=lambda unit: not part_of(scheme, unit).is_drawn)
    sent = {"visited_on": "2026-02-10", "visit_note": "台账齐全"}
    client.post(url("visit", scheme, other.code), {**sent, "version": 1})
    assert part_of(scheme, other).visited_on is None
    late = {**sent, "version": 2, "visited_on": str(clock.today() + timedelta(days=1))}
    assert "lies in the future" in client.post(url("visit", scheme, drawn.code), late).text
    client.post(url("visit", scheme, drawn.code), {**sent, "version": 2})
    found = part_of(scheme, drawn)
    assert (found.visited_on, found.visit_note) == (date(2026, 2, 10), "台账齐全")
    with pytest.raises(ValidationError, match="the draw stands"):
        draw(scheme=scheme, by=office, now=clock.now())
    with pytest.raises(ValidationError, match="Only drawn units"):
        record_visit(
            assessee=found, visited_on=date(2026, 2, 10), note="", by=liaison_of(drawn), version=3,
            today=clock.today(),
        )  # fmt: skip


# --- decision and publication --------------------------------------------------------------
def at_leading_group() -> Scheme:
    """An assessment with all scores before the leading group."""
    unit, office = make_department(), make_user()
    scheme = moved_to(make_scheme(), "document", office)
    enter(scheme, unit, "55", "37", by=office)
    scheme = moved_to(scheme, "onsite", office)
    draw(scheme=scheme, by=office, now=clock.now())
    return moved_to(scheme, "leading_group", office)


def test_without_a_recorded_decision_nothing_is_published(client: Client) -> None:
    scheme, office = at_leading_group(), sign_in(client, make_user())
    with pytest.raises(ValidationError, match="decision has not been recorded"):
        actions.publish(scheme=scheme, by=office)
    page = url("procedure_decision", scheme)
    sent = {"version": scheme.version, "note": "领导小组会议纪要〔2026〕1号"}
    tomorrow = clock.today() + timedelta(days=1)
    assert "lies in the future" in client.post(page, {**sent, "decided_on": str(tomorrow)}).text
    client.post(page, {**sent, "decided_on": "2026-03-02"})
    row = SchemeStage.objects.get(scheme=scheme, stage="leading_group")
    assert (row.decided_on, row.note) == (date(2026, 3, 2), "领导小组会议纪要〔2026〕1号")
    assert actions.publish(scheme=scheme, by=office).is_published


def test_a_decision_belongs_to_its_step() -> None:
    make_department()
    office, day = make_user(), date(2026, 3, 2)
    scheme = moved_to(make_scheme(), "document", office)
    with pytest.raises(ValidationError, match="not before the leading group"):
        record_decision(scheme=scheme, decided_on=day, note="纪要", by=office, version=scheme.version)


@pytest.mark.parametrize("stage", [Stage.FILING, Stage.DOCUMENT, Stage.ONSITE, Stage.OVERALL])
def test_between_its_first_and_last_step_an_assessment_is_not_published(stage: str) -> None:
    scheme = make_scheme()
    enter(scheme, make_department(), "55", "37", by=make_user(), column="final")
    Scheme.objects.update(stage=stage)
    with pytest.raises(ValidationError, match="overall result"):
        actions.publish(scheme=scheme, by=make_user())


def test_after_publication_the_step_follows_from_what_units_owe(client: Client) -> None:
    scheme, office = at_leading_group(), sign_in(client, make_user())
    Scheme.objects.update(rectify_bottom=1)
    day = date(2026, 3, 2)
    record_decision(scheme=scheme, decided_on=day, note="纪要", by=office, version=scheme.version)
    published = actions.publish(scheme=Scheme.objects.get(), by=office)
    assert client.get(url("procedure", scheme)).context["now"] == Stage.RECTIFICATION
    published.rectifications.all().delete()
    assert client.get(url("procedure", scheme)).context["now"] == Stage.PUBLISHED
