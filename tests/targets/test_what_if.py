"""Supposed goals and figures: lights and forecasts move, nothing is stored."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from departments.access import Role
from targets.models import Goal, Grade, Operator, Region
from targets.progress import progress
from targets.rules import Light
from targets.what_if import Supposition, what_if
from tests.departments.factories import make_user
from tests.targets.factories import (
    CountedSource,
    make_benchmark,
    make_goal,
    make_plan,
    make_reading,
    make_target,
    registered,
)
from tests.targets.test_views import page, signed_in

pytestmark = pytest.mark.django_db
D = Decimal
MIDSUMMER = date(2026, 6, 30)


def test_a_supposed_award_moves_light_headline_and_forecast() -> None:
    make_goal(make_target(code="I2", measure="t.certified"), value="4")
    source = CountedSource({"t.certified": {2022: "1", 2023: "1", 2024: "2", 2025: "3", 2026: "3"}})
    with registered(source):
        rows = progress(2026, MIDSUMMER)
    outlook = what_if(rows, {"I2": Supposition(added=D(1))})
    (scenario,) = outlook.scenarios
    assert (scenario.before.light, scenario.after.light) == (Light.RED, Light.GREEN)
    assert (scenario.before.attainment, scenario.after.attainment) == (D("75.00"), D("100.00"))
    assert scenario.before.forecast_text != scenario.after.forecast_text
    assert (outlook.is_changed, scenario.moves, scenario.after.trend) == (True, True, None)
    assert "0 on track" in outlook.before.sentence
    assert "1 on track" in outlook.after.sentence


def test_goals_of_every_meaning_can_be_supposed() -> None:
    plan = make_plan()
    for code, operator, more in (
        ("R", Operator.RANGE, {"value": "2", "upper": "3"}),
        ("B", Operator.BENCHMARK, {"value": None, "region": Region.PROVINCE}),
        ("D", Operator.AT_LEAST, {"value": "9", "doubtful": True}),
        ("N", None, {}),
    ):
        target = make_target(plan, code=code)
        if operator:
            make_goal(target, operator=operator, **more)
        make_reading(target, date(2026, 1, 31), "4")
        if operator == Operator.BENCHMARK:
            make_benchmark(target, 2026, "4")
    graded = make_target(plan, code="Q")
    make_goal(graded, operator=Operator.QUALITATIVE, value=None, statement="缩小差距")
    rows = progress(2026, MIDSUMMER)
    goals = {code: Supposition(goal=D(5)) for code in "RBDN"}
    outlook = what_if(rows, {**goals, "Q": Supposition(grade=Grade.REACHED)})
    after = {scenario.after.target.code: scenario.after for scenario in outlook.scenarios}
    assert {code: row.attainment for code, row in after.items()} == {
        "R": D("80.00"),
        "B": D("80.00"),
        "D": D("80.00"),
        "N": D("80.00"),
        "Q": D("100.00"),
    }
    assert after["R"].goal_text == "5–5"
    assert what_if(rows, {}).is_changed is False
    assert sorted(Goal.objects.values_list("value", flat=True)[:3], key=str) == [D(2), D(9), None]


def test_a_supposed_figure_stays_within_what_it_can_be() -> None:
    target = make_target(unit="%", code="P")
    make_goal(target, value="60")
    make_reading(target, date(2026, 1, 31), "95")
    rows = progress(2026, MIDSUMMER)
    for added, figure in (("10", "100"), ("-200", "0"), ("-5", "90")):
        (scenario,) = what_if(rows, {"P": Supposition(added=D(added))}).scenarios
        assert scenario.after.actual == D(figure)


def test_the_page_keeps_what_was_supposed_in_its_address_and_saves_nothing() -> None:
    target = make_target(code="I2")
    goal = make_goal(target, value="5")
    make_reading(target, date(2026, 1, 31), "4")
    office = signed_in(make_user())
    html = page(office, "what_if", year=2026, as_of="2026-06-30", **{"goal-I2": "4", "added-I2": ""})
    assert 'name="goal-I2" value="4"' in html
    assert 'class="light green"' in html
    goal.refresh_from_db()
    assert (goal.value, goal.version, target.readings.count()) == (D(5), 1, 1)


@pytest.mark.parametrize("wrong", ["-1", "many", "1e30", "1.23456", "99999999999"])
def test_what_does_not_fit_is_told_beside_its_field(wrong: str) -> None:
    make_goal(make_target(code="I2"), value="5")
    html = page(signed_in(make_user()), "what_if", year=2026, **{"goal-I2": wrong})
    assert 'class="error"' in html
    assert "Supposed:" not in html


def test_without_a_plan_there_is_nothing_to_suppose() -> None:
    assert "No plan covers this year." in page(signed_in(make_user()), "what_if")


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER])
def test_only_the_office_tries_out_goals(client: Client, role: Role) -> None:
    assert signed_in(make_user(role=role)).get("/targets/what-if/").status_code == 403
