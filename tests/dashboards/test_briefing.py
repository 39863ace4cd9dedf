"""The printed briefing: two pages of A4, whatever there is to tell."""

import io
from datetime import date

import pdfplumber
import pytest
from django.core.management import call_command
from django.test import Client

from departments.access import Role
from departments.models import MeetingState
from tests.departments.factories import make_department, make_township, make_user
from tests.departments.meetings.factories import make_meeting
from tests.targets.factories import make_goal, make_plan, make_target

pytestmark = pytest.mark.django_db


def pages_of(client: Client) -> list[str]:
    """Return the text of each page of the briefing without blanks."""
    client.force_login(make_user(role=Role.LEADER))
    answer = client.get("/dashboard/briefing.pdf?year=2026&on=2026-06-30")
    assert answer["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.content)) as paper:
        assert {(round(page.width), round(page.height)) for page in paper.pages} == {(595, 842)}
        return ["".join((page.extract_text() or "").split()) for page in paper.pages]


def test_the_founding_plan_fills_two_pages(client: Client) -> None:
    call_command("load_plan", verbosity=0)
    first, second = pages_of(client)
    assert "一、能否完成规划" in first
    assert "数据截至2026年6月30日" in first
    assert "四、不合格集中在哪里" in second
    assert "共2页" in second


def test_a_county_with_everything_in_danger_still_fits(client: Client) -> None:
    plan = make_plan()
    for number in range(14):
        lead = make_department(f"第{number}个名称很长的县级综合行政主管部门")
        target = make_target(
            plan,
            code=f"X{number}",
            name="全县规模以上主要工业企业产品采用国际标准和国外先进标准组织生产比例" + str(number),
            measure="credentials.national_brands",
            lead=lead,
        )
        make_goal(target, value="3")
    for _number in range(36):
        make_township()
    make_meeting(held_on=date(2026, 3, 1), state=MeetingState.HELD)
    first, second = pages_of(client)
    assert "另有" in first
    assert "未列" in second


def test_without_a_plan_it_is_still_a_briefing(client: Client) -> None:
    assert len(pages_of(client)) == 2
