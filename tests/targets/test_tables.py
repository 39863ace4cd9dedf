"""A target's years as a table, its lines as a chart, its changes as a list."""

from datetime import date
from decimal import Decimal

import pytest

from quality_portal.lib.charts.series import Style
from targets.actions import confirm_goal
from targets.changes import changes_of
from targets.charts import course_chart
from targets.models import Grade, Operator, Region
from targets.progress import TargetProgress, progress
from targets.tables import goal_lines
from tests.departments.factories import make_user
from tests.targets.factories import NOW, make_benchmark, make_goal, make_reading, make_target

pytestmark = pytest.mark.django_db


def only() -> TargetProgress:
    (row,) = progress(2026, date(2026, 6, 30))
    return row


def test_a_line_for_every_year_of_the_plan() -> None:
    target = make_target(unit="%", decimals=1)
    make_goal(target, 2025, operator=Operator.QUALITATIVE, value=None, statement="缩小差距")
    make_goal(target, 2026, operator=Operator.BENCHMARK, value=None, region=Region.PROVINCE)
    make_benchmark(target, 2026, "94.1")
    make_reading(target, date(2024, 12, 31), "91")
    make_reading(target, date(2025, 12, 31), grade=Grade.PARTLY)
    lines = goal_lines(only())
    assert [(line.year, line.goal_text, line.actual_text) for line in lines] == [
        (2024, "", "91.0%"),
        (2025, "缩小差距", "partly reached"),
        (2026, "≥ the province's average (94.1%)", "—"),
        (2027, "", "—"),
        (2028, "", "—"),
    ]
    assert [(average.region, average.text) for average in lines[2].averages] == [
        (Region.NATION, ""),
        (Region.PROVINCE, "94.1%"),
        (Region.PREFECTURE, ""),
    ]


def test_every_line_of_the_chart_has_its_own_stroke() -> None:
    target = make_target()
    make_goal(target)
    make_reading(target, date(2026, 6, 1), "3")
    for region in Region.values:
        make_benchmark(target, region=region)
    chart = course_chart(only())
    assert chart is not None
    drawn = [line.stroke for line in chart.lines]
    assert sorted(drawn, key=str) == sorted((style.value for style in Style), key=str)


def test_without_figures_there_is_no_chart() -> None:
    make_target()
    assert course_chart(only()) is None


def test_changes_are_told_in_the_readers_words() -> None:
    goal = make_goal(make_target(), value="40", doubtful=True)
    office = make_user()
    confirm_goal(
        goal=goal,
        by=office,
        version=1,
        now=NOW,
        operator=Operator.ABOUT,
        value=Decimal(4),
        tolerance=Decimal(10),
    )
    change = changes_of(goal.target)[0]
    assert (change.action, change.by) == ("Goal 2026 changed", office.signature)
    assert [(field.name, field.before, field.after) for field in change.fields] == [
        ("meaning", "at least", "about"),
        ("value", "40", "4"),
        ("confirmed at", "", "2026-07-01 16:00"),
        ("confirmed by", "", "李四"),
    ]


def test_yes_and_no_are_words() -> None:
    goal = make_goal(make_target(), proposed=True)
    goal.is_proposed = False
    goal.save()
    assert [(field.before, field.after) for field in changes_of(goal.target)[0].fields] == [("yes", "no")]
