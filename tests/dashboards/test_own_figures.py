"""The figures of a person's home: the office's desk, a department's and a township's own work."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from assessments.actions import publish
from departments.access import Role
from departments.models import Department, TaskState, User
from inspections.actions.ladders import load_ladders
from inspections.models import Case
from quality_portal.dashboards.own_figures import Figure, own_figures, own_targets
from targets.rules import Light
from tests.assessments.factories import make_full_scores, make_scheme
from tests.departments.factories import make_department, make_duty, make_task, make_township, make_user
from tests.inspections.cases.factories import make_case
from tests.reports.factories import hand_in, make_period, report_of
from tests.targets.factories import make_goal, make_plan, make_target

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 1)
NOW = datetime(2026, 2, 1, 8, tzinfo=UTC)


def make_liaison(unit: Department) -> User:
    """Make a liaison of a unit."""
    return make_user(role=Role.LIAISON, department=unit)


def told(user: User) -> dict[str, tuple[str, str]]:
    """Return every figure with what is said beside it."""
    return {each.name: (each.value, each.note) for each in own_figures(user, TODAY)}


def test_a_department_sees_its_duties_tasks_and_report() -> None:
    unit, other = make_department(), make_department()
    make_duty(lead=unit)
    make_duty(lead=other)
    make_task(lead=unit, due_on=date(2026, 6, 30), state=TaskState.IN_PROGRESS)
    make_task(lead=unit, due_on=date(2026, 9, 30), state=TaskState.IN_PROGRESS)
    make_task(lead=other, state=TaskState.IN_PROGRESS)
    make_period(due_on=date(2026, 7, 10))
    assert told(make_liaison(unit)) == {
        "职责": ("1", "牵头或配合"),
        "未办结任务": ("2", "逾期1项"),
        "半年工作报告": ("填写中", "2026年上半年，2026-07-10截止"),
    }


def test_the_own_score_is_the_units_own_and_appears_when_published() -> None:
    unit, better = make_department(), make_department()
    scheme = make_scheme(2025)
    make_full_scores(scheme, unit, "50", "35")
    make_full_scores(scheme, better, "60", "40")
    assert "本单位考核得分" not in told(make_liaison(unit))
    publish(scheme=scheme, by=make_user(), now=NOW)
    assert told(make_liaison(unit))["本单位考核得分"] == ("85", "2025年度，等级B，第2名")


def test_a_township_sees_its_own_batches_and_cases() -> None:
    load_ladders()
    township, other = make_township(), make_township()
    for place in (township, other, other):
        Case.objects.filter(pk=make_case(township=place).pk).update(due_on=date(2026, 6, 30))
    found = told(make_liaison(township))
    assert found["办理中案件"] == ("1", "逾期1项")
    assert found["本年抽查批次"] == ("0", "不合格0批次")


def test_the_office_sees_reports_in_reviews_cases_imports_and_the_assessment() -> None:
    unit, _other = make_department(), make_department()
    period = make_period(due_on=date(2026, 7, 10))
    hand_in(report_of(period, unit), by=make_liaison(unit))
    make_scheme(2026)
    office = make_user()
    assert told(office) == {
        "已报送半年报告": ("1 / 2", "2026年上半年，2026-07-10截止"),
        "待审核报告": ("1", ""),
        "办理中案件": ("0", "14天内到期0件"),
        "本年导入批次": ("0", ""),
        "2026年度考核": ("方案拟订", "县直部门"),
    }


def test_every_figure_leads_to_a_page_that_opens(client: Client) -> None:
    unit = make_department()
    make_period(due_on=date(2026, 7, 10))
    for user in (make_user(), make_liaison(unit)):
        client.force_login(user)
        for figure in own_figures(user, TODAY):
            assert (figure.name, client.get(figure.url).status_code) == (figure.name, 200)


def test_the_reviews_counted_are_those_listed(client: Client) -> None:
    unit, _other = make_department("县交通局"), make_department("县水利局")
    period = make_period(due_on=date(2026, 7, 10))
    hand_in(report_of(period, unit), by=make_liaison(unit))
    office = make_user()
    client.force_login(office)
    figure: Figure = next(each for each in own_figures(office, TODAY) if each.name == "待审核报告")
    html = client.get(figure.url).content.decode()
    assert (str(report_of(period, unit).pk) in figure.url, "县交通局" in html) == (False, True)


def test_a_department_sees_the_targets_it_answers_for_and_the_office_those_in_danger() -> None:
    unit = make_department()
    plan = make_plan()
    late = make_target(plan, measure="credentials.national_brands", lead=unit)
    make_goal(late, value="3")
    unknown = make_target(plan, lead=unit)
    make_goal(unknown)
    make_target(plan)
    assert [row.target for row in own_targets(make_liaison(unit), TODAY)] == [late, unknown]
    assert [(row.target, row.light) for row in own_targets(make_user(), TODAY)] == [(late, Light.RED)]
