"""Forced grades, objections, corrections and rectification, with figures worked by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessments import actions, rules
from assessments.corrections import corrected
from assessments.models import Column, GradeBand, Rectification, RectificationState, Scheme, Score, Stage
from assessments.rules.windows import Window, objection_window
from assessments.scoring import results
from departments.access import Role
from departments.models import Department, TaskState, User
from tests.assessments.factories import DAY, FEBRUARY, make_full_scores, make_scheme
from tests.departments.factories import make_department, make_user

pytestmark = pytest.mark.django_db

BANDS = {"A": Decimal(90), "B": Decimal(80), "D": Decimal(0)}


def scored(scheme: Scheme, *points: str) -> Department:
    unit = make_department()
    make_full_scores(scheme, unit, *points)
    return unit


def publish(scheme: Scheme) -> Scheme:
    return actions.publish(scheme=scheme, by=make_user(), now=FEBRUARY)


def force(scheme: Scheme, unit: Department, letter: str = "D", **values: object) -> object:
    plain = {"reason": "系统性质量安全事件", "document": "和质强办〔2026〕3号", "decided_on": DAY}
    return actions.record_ruling(
        scheme=scheme, unit=unit, letter=letter, by=make_user(), today=DAY, **{**plain, **values}
    )


def liaison(unit: Department) -> User:
    return make_user(role=Role.LIAISON, department=unit)


def standing(scheme: Scheme) -> list[tuple[Decimal, str, str, int | None]]:
    return [(row.total, row.grade, row.computed_grade, row.rank) for row in results(scheme, DAY)]


# --- grades --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("points", "places", "forced", "expected"),
    [
        ("89.50", 2, "", ("B", "B")),
        ("89.50", 0, "", ("A", "A")),
        ("89.49", 0, "", ("B", "B")),
        ("95", 2, "D", ("D", "A")),
    ],
)
def test_a_total_is_rounded_before_it_is_graded(
    points: str, places: int, forced: str, expected: tuple[str, str]
) -> None:
    assert rules.settle(Decimal(points), BANDS, places, forced) == expected


def test_the_last_ranks_take_ties_along() -> None:
    assert rules.last_ranks([1, 2, 3, 3], 1) == {3}
    assert rules.last_ranks([1, 2, 3], 2) == {2, 3}
    assert rules.last_ranks([1, 2], 0) == rules.last_ranks([], 3) == frozenset()
    assert (rules.lowest(BANDS), rules.lowest({})) == ("D", "")


def test_a_forced_grade_stands_beside_score_and_place() -> None:
    scheme = make_scheme()
    best = scored(scheme, "58", "37")
    scored(scheme, "50", "32")
    ruling = force(scheme, best)
    assert standing(scheme) == [(Decimal("95.00"), "D", "A", 1), (Decimal("82.00"), "B", "B", 2)]
    with pytest.raises(ValidationError, match="lift it first"):
        force(scheme, best)
    actions.lift_ruling(ruling, by=make_user(), version=1, reason="复核不属于系统性事件", today=DAY)
    assert [row[1] for row in standing(scheme)] == ["A", "B"]


def test_a_ruling_names_what_does_not_fit() -> None:
    scheme = make_scheme()
    unit = scored(scheme, "1", "1")
    with pytest.raises(ValidationError) as caught:
        force(scheme, unit, "E", criterion=scheme.criteria.first(), decided_on=DAY + timedelta(days=1))
    assert sorted(caught.value.message_dict) == ["criterion", "decided_on", "letter"]


# --- publication ---------------------------------------------------------------------------
def test_publication_keeps_forced_grades_whatever_changes_later() -> None:
    scheme = make_scheme()
    unit = scored(scheme, "58", "37")
    force(scheme, unit)
    published = publish(scheme)
    GradeBand.objects.update(from_points=Decimal(0))
    scheme.rulings.all().delete()
    Score.objects.update(points=Decimal(1))
    Department.objects.update(name="改名")
    (row,) = results(published, DAY)
    assert (row.total, row.grade, row.computed_grade) == (Decimal("95.00"), "D", "A")
    assert row.forced_because == "系统性质量安全事件"
    assert row.name != "改名"
    with pytest.raises(ValidationError, match="numbered correction"):
        force(published, unit)


def test_a_procedure_under_way_is_not_published() -> None:
    scheme = make_scheme()
    scored(scheme, "58", "37")
    Scheme.objects.update(stage=Stage.DOCUMENT)
    with pytest.raises(ValidationError, match="overall result"):
        publish(scheme)


# --- corrections ---------------------------------------------------------------------------
def test_corrections_are_numbered_and_reckon_everything_anew() -> None:
    scheme = make_scheme()
    first, second = scored(scheme, "55", "35"), scored(scheme, "54", "35")
    published = publish(scheme)
    values = {"scheme": published, "code": "K1", "reason": "漏计一项", "by": make_user(), "now": FEBRUARY}
    one = actions.correct(unit=second, points=Decimal(56), **values)
    two = actions.correct(unit=first, points=Decimal(54), **values)
    assert [(row.number, row.points_before, row.points_after) for row in (one, two)] == [
        (1, Decimal(54), Decimal(56)),
        (2, Decimal(55), Decimal(54)),
    ]
    assert [(row["unit"], row["total"], row["grade"], row["rank"]) for row in two.outcome] == [
        (second.pk, "91.00", "A", 1),
        (first.pk, "89.00", "B", 2),
    ]
    assert [row.rank for row in corrected(published)] == [1, 2]
    assert [row.total for row in results(published, DAY)] == [Decimal("90.00"), Decimal("89.00")]


@pytest.mark.parametrize(("points", "message"), [("61", "from 0 to 60"), ("55", "these already")])
def test_a_correction_is_refused_with_the_reason(points: str, message: str) -> None:
    scheme = make_scheme()
    unit = scored(scheme, "55", "35")
    plain = {"unit": unit, "code": "K1", "reason": "错", "by": make_user(), "points": Decimal(points)}
    with pytest.raises(ValidationError, match="Only published"):
        actions.correct(scheme=scheme, **plain)
    with pytest.raises(ValidationError, match=message):
        actions.correct(scheme=publish(scheme), **plain)


# --- objections ----------------------------------------------------------------------------
def test_the_days_for_objections_run_from_the_overall_step_and_again_from_publication() -> None:
    day = date(2026, 2, 1)
    assert objection_window(None, None, 5) is None
    assert objection_window(day, None, 5) == Window(day, date(2026, 2, 6))
    assert objection_window(None, DAY, 5) == Window(DAY, date(2026, 2, 15))
    window = Window(day, date(2026, 2, 6))
    assert [window.holds(date(2026, 2, number)) for number in (1, 6, 7)] == [True, True, False]


def object_to(scheme: Scheme, unit: Department, **values: object) -> object:
    plain = {"text": "材料已于12月报送", "by": liaison(unit), "now": FEBRUARY}
    return actions.raise_objection(criterion=scheme.criteria.get(code="K1"), unit=unit, **{**plain, **values})


def test_an_upheld_objection_after_publication_is_a_correction() -> None:
    scheme = make_scheme()
    unit = scored(scheme, "50", "35")
    published = publish(scheme)
    objection = object_to(published, unit)
    answered = actions.answer_objection(
        objection, by=make_user(), version=1, is_upheld=True, answer="属实", points=Decimal(55), now=FEBRUARY
    )
    correction = published.corrections.get()
    assert (answered.points_before, answered.points_after) == (Decimal(50), Decimal(55))
    assert (correction.number, correction.points_after) == (1, Decimal(55))
    with pytest.raises(ValidationError, match="not taken"):
        object_to(published, unit, now=FEBRUARY + timedelta(days=6))


def test_an_upheld_objection_before_publication_writes_the_final_score() -> None:
    scheme = make_scheme()
    unit = scored(scheme, "50", "35")
    with pytest.raises(ValidationError, match="not taken"):
        object_to(scheme, unit)
    Scheme.objects.update(stage=Stage.OVERALL)
    scheme.stages.create(stage=Stage.OVERALL, opens_on=DAY)
    objection = object_to(scheme, unit)
    with pytest.raises(ValidationError, match="not taken"):
        object_to(scheme, unit, by=liaison(make_department()))
    values = {"by": make_user(), "version": 1, "is_upheld": True, "answer": "属实"}
    with pytest.raises(ValidationError, match="Enter the points"):
        actions.answer_objection(objection, **values)
    actions.answer_objection(objection, points=Decimal(52), **values)
    score = Score.objects.get(criterion__code="K1", column=Column.FINAL)
    assert (score.points, score.reason) == (Decimal(52), "Objection upheld: 属实")
    assert standing(Scheme.objects.get())[0][0] == Decimal("87.00")


# --- rectification -------------------------------------------------------------------------
def test_the_lowest_grade_and_the_last_ranks_owe_a_plan_that_becomes_a_task() -> None:
    scheme = make_scheme()
    Scheme.objects.update(rectify_bottom=2)
    scored(scheme, "58", "37")
    last, worst = scored(scheme, "50", "32"), scored(scheme, "20", "10")
    publish(Scheme.objects.get())
    owed = {row.unit_id: row for row in Rectification.objects.all()}
    assert (set(owed), owed[worst.pk].plan_due_on) == ({last.pk, worst.pk}, date(2026, 3, 12))
    row, office = owed[worst.pk], make_user()
    unit = liaison(worst)
    row = actions.write_plan(row, by=unit, version=1, plan="逐项整改", hand_in=True, now=FEBRUARY)
    row = actions.return_plan(row, by=office, version=2, remark="补充完成时限")
    assert (row.state, row.is_overdue(date(2026, 3, 13))) == (RectificationState.RETURNED, True)
    row = actions.write_plan(row, by=unit, version=3, plan="逐项整改，3月底前完成", hand_in=True)
    accepted = actions.accept_plan(
        row,
        by=office,
        version=4,
        title="落实整改",
        deliverable="整改报告",
        due_on=date(2026, 4, 30),
        today=DAY,
    )
    assert accepted.task is not None
    assert (accepted.task.lead, accepted.task.year) == (worst, 2026)
    accepted.task.refresh_from_db()
    assert (accepted.state, accepted.task.state) == (RectificationState.IN_HAND, TaskState.ISSUED)
    accepted.task.state = TaskState.CLOSED
    assert accepted.state == RectificationState.CLOSED
    assert [Rectification.objects.in_state(state).count() for state in RectificationState.values] == [
        *(1, 0, 0, 1, 0, 0)
    ]
