"""What of the procedure waits in the inbox, and of what people are reminded, day by day."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assessments import actions
from assessments.actions.objections import raise_objection
from assessments.actions.units import file_targets
from assessments.inbox_lines import assessment_lines
from assessments.models import Rectification, Scheme, SchemeStage
from assessments.reminders import assessment_dues
from assessments.waiting import objection_dues, rectification_dues, waiting_lines
from departments.models import Department, User
from quality_portal.lib import clock
from tests.assessments.factories import FEBRUARY, make_full_scores, make_scheme
from tests.assessments.procedure.factories import liaison_of, moved_to, part_of, url
from tests.departments.factories import make_department, make_user

pytestmark = pytest.mark.django_db

DUE = date(2026, 3, 20)


def at(stage: str, scheme: Scheme | None = None) -> Scheme:
    """Return an assessment at a step that is due on the 20th of March."""
    found = moved_to(scheme or make_scheme(), stage, make_user())
    SchemeStage.objects.filter(scheme=found, stage=stage).update(opens_on=date(2026, 3, 1), due_on=DUE)
    return found


def pages(user: User, day: date = DUE) -> list[str]:
    """Return where the inbox leads."""
    return [line.url for line in assessment_lines(user, day)]


def told(day: date) -> list[tuple[tuple[User, ...], str, str]]:
    """Return who is reminded of the steps, at which moment, and where it leads."""
    return [(due.recipients, due.step, due.url) for due in assessment_dues(day)]


# --- filing and self-assessment ------------------------------------------------------------
@pytest.mark.parametrize(("stage", "page"), [("filing", "filing"), ("self", "self")])
def test_units_that_owe_a_step_find_it_and_are_reminded(stage: str, page: str) -> None:
    unit = make_department()
    person = liaison_of(unit)
    scheme = at(stage)
    where = url(page, scheme, unit.code)
    assert pages(person) == [where]
    assert pages(make_user()) == [url("procedure", scheme)]
    assert pages(liaison_of(make_department())) == []
    assert told(DUE - timedelta(days=8)) == []
    assert told(DUE - timedelta(days=7)) == [((person,), "-7", where)]
    assert [step for _people, step, _url in told(DUE + timedelta(days=3))] == ["-7", "-1", "0", "3"]


def test_a_unit_that_has_filed_is_left_alone_until_it_comes_back() -> None:
    unit = make_department()
    person, scheme = liaison_of(unit), at("filing")
    values: dict[str, Any] = {"text": "抽查合格率96%", "by": person, "version": 1, "now": clock.now()}
    file_targets(assessee=part_of(scheme, unit), **values)
    assert (pages(person), told(DUE)) == ([], [])


def test_an_overdue_step_is_called_overdue() -> None:
    unit = make_department()
    person = liaison_of(unit)
    at("filing")
    whys = [next(assessment_lines(person, DUE + timedelta(days=days))).why for days in (0, 1)]
    assert whys == ["It is due on 2026-03-20.", "It is overdue since 2026-03-20."]


# --- document review -----------------------------------------------------------------------
def test_departments_that_score_find_the_grid_and_are_reminded() -> None:
    scorer, unit = make_department(), make_department()
    scheme = make_scheme()
    scheme.criteria.filter(code="K1").update(scored_by=scorer)
    person, other = liaison_of(scorer), liaison_of(unit)
    scheme = at("document", scheme)
    assert (pages(person), pages(other)) == ([url("scores", scheme)], [])
    assert told(DUE - timedelta(days=1))[-1] == ((person,), "-1", url("scores", scheme))


# --- objections ----------------------------------------------------------------------------
def objected(*, is_published: bool) -> tuple[User, Department, Department]:
    """Let a unit object on the 10th of February; return the office, the unit and the scorer."""
    office, unit, scorer = make_user(), make_department(), make_department()
    scheme = make_scheme()
    scheme.criteria.update(scored_by=scorer)
    for each in (unit, scorer):
        make_full_scores(scheme, each, "50", "35")
    if is_published:
        actions.publish(scheme=scheme, by=office, now=FEBRUARY)
    else:
        Scheme.objects.update(stage="overall")
        scheme.stages.create(stage="overall", opens_on=FEBRUARY.date())
    criterion = scheme.criteria.get(code="K1")
    raise_objection(criterion=criterion, unit=unit, text="已报送", by=liaison_of(unit), now=FEBRUARY)
    User.objects.exclude(pk=office.pk).filter(role="office").update(is_active=False)
    return office, unit, scorer


def test_an_open_objection_reminds_the_office_and_before_publication_the_scorer() -> None:
    office, unit, scorer = objected(is_published=False)
    person = liaison_of(scorer)
    assert list(objection_dues(date(2026, 2, 12))) == []
    (due,) = objection_dues(date(2026, 2, 13))
    assert (due.deadline, due.step, due.recipients) == (date(2026, 2, 15), "-2", (office, person))
    assert due.sentence == f"The objection of {unit.short_name} to “指标1” is to be answered by 2026-02-15."
    assert [each.step for each in objection_dues(date(2026, 2, 18))] == ["-2", "0", "3"]
    for user in (office, person):
        assert [line.url for line in waiting_lines(user, DUE)] == [due.url]


def test_after_publication_an_objection_waits_for_the_office_alone() -> None:
    office, _unit, scorer = objected(is_published=True)
    person = liaison_of(scorer)
    (due,) = objection_dues(date(2026, 2, 13))
    assert due.recipients == (office,)
    assert list(waiting_lines(person, DUE)) == []


def test_an_answered_objection_reminds_nobody() -> None:
    office, _unit, _scorer = objected(is_published=True)
    scheme = Scheme.objects.get()
    objection = scheme.criteria.get(code="K1").objections.get()
    values: dict[str, Any] = {"is_upheld": True, "answer": "属实", "points": Decimal(55), "now": FEBRUARY}
    actions.answer_objection(objection, by=office, version=1, **values)
    assert list(objection_dues(date(2026, 3, 1))) == []
    assert list(waiting_lines(office, DUE)) == []


# --- rectification -------------------------------------------------------------------------
def test_a_plan_is_reminded_of_until_it_is_handed_in() -> None:
    scheme, unit = make_scheme(), make_department()
    make_full_scores(scheme, unit, "20", "10")
    moment: datetime = FEBRUARY
    actions.publish(scheme=scheme, by=make_user(), now=moment)
    row, person = Rectification.objects.get(), liaison_of(unit)
    assert row.plan_due_on == date(2026, 3, 12)
    assert [(due.step, due.recipients) for due in rectification_dues(date(2026, 3, 12))] == [
        ("-7", (person,)),
        ("0", (person,)),
    ]
    assert [line.what for line in waiting_lines(person, DUE)] == ["Hand in the rectification plan"]
    actions.write_plan(row, by=person, version=1, plan="逐项整改", hand_in=True)
    assert list(rectification_dues(date(2026, 3, 12))) == []
    assert [line.what for line in waiting_lines(make_user(), DUE)] == [
        f"Judge the rectification plan of {unit.short_name}"
    ]
