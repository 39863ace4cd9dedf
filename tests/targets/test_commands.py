"""``manage.py progress``."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from targets.models import Grade, Operator, Sector
from tests.targets.factories import (
    CountedSource,
    make_goal,
    make_plan,
    make_reading,
    make_target,
    registered,
)

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("progress", *arguments, stdout=out)
    return out.getvalue()


def make_progress() -> None:
    plan = make_plan()
    certified = make_target(plan, code="I2", measure="t.certified")
    make_goal(certified, value="5")
    overall = make_target(plan, code="O1", sector=Sector.OVERALL, unit="", name="主要产业整体素质")
    make_goal(overall, operator=Operator.QUALITATIVE, value=None, statement="接近全省平均水平")
    make_reading(overall, date(2026, 6, 1), grade=Grade.REACHED)
    make_target(plan, code="X9", name="无目标")


def test_json_keeps_to_the_contract() -> None:
    make_progress()
    with registered(CountedSource({"t.certified": {2023: "1", 2024: "2", 2025: "3", 2026: "3"}})):
        answer = json.loads(run("2026", "--as-of", "2026-06-30", "--json"))
    assert answer == {
        "year": 2026,
        "as_of": "2026-06-30",
        "targets": [
            {
                "code": "I2",
                "name": "通过质量体系认证的企业",
                "sector": "industry",
                "goal": "≥ 5",
                "actual": "3",
                "attainment": "60.00",
                "light": "red",
                "forecast": {"year": 2026, "low": "3", "high": "4"},
                "records": 7,
            },
            {
                "code": "O1",
                "name": "主要产业整体素质",
                "sector": "overall",
                "goal": "接近全省平均水平",
                "actual": "reached",
                "attainment": "100.00",
                "light": "green",
                "forecast": None,
                "records": 1,
            },
            {
                "code": "X9",
                "name": "无目标",
                "sector": "industry",
                "goal": "",
                "actual": None,
                "attainment": None,
                "light": "unknown",
                "forecast": None,
                "records": 0,
            },
        ],
    }


def test_the_table_stays_in_line_under_chinese_names() -> None:
    make_progress()
    with registered(CountedSource({"t.certified": {2026: "3"}})):
        lines = run("2026", "--as-of", "2026-06-30").splitlines()
    assert (
        lines[0] == "Code  Target                  Goal              Actual   Attained  State      Forecast"
    )
    assert lines[1] == "I2    通过质量体系认证的企业  ≥ 5               3        60.00%    off track  —"
    assert lines[3] == "X9    无目标                  —                 —        —         unknown    —"
    assert lines[-1] == "Targets for 2026: of 3, 1 on track, 0 at risk, 1 off track, 1 unknown."


def test_today_is_the_day_where_none_is_named() -> None:
    make_goal(make_target(), 2026)
    assert "Targets for 2026" in run("2026")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["2026"], "No plan covers 2026; run load_plan or choose another year."),
        (["12345"], "12345 is not a year of a plan."),
        (["2026", "--as-of", "30.6.2026"], "“30.6.2026” is not a day; write YYYY-MM-DD."),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert str(error.value) == sentence
