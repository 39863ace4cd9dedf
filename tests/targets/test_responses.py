"""Why a target stands so, who is told, what the department thinks and what the office comments."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from departments.access import Role
from departments.models import Department
from departments.models.task import TaskState
from departments.records import EditConflict
from targets.models import Comment, Notice, OwnJudgement, Target, TaskLink
from targets.response_actions import add_comment, judge_own, tell_department
from tests.departments.factories import make_department, make_task, make_user
from tests.targets.factories import NOW, make_goal, make_reading, make_target
from tests.targets.test_views import page, signed_in

pytestmark = pytest.mark.django_db
D = Decimal


def red(lead: Department | None = None) -> Target:
    """A target with three of five."""
    target = make_target(code="I2", lead=lead, baseline="1", baseline_year=2023)
    make_goal(target, value="5")
    make_reading(target, date(2026, 1, 31), "3")
    return target


def test_the_page_says_rule_inputs_and_what_would_help() -> None:
    target = red(make_department("农业农村局"))
    target.cooperating.add(make_department("林业局"))
    html = page(signed_in(make_user()), "why", "I2", year=2026, as_of="2026-06-30")
    for words in (
        "On track from 100 % attained, at risk from 90 %, off track below.",
        "(3 − 1) ÷ (5 − 1) × 100 = 50.00 %",
        "numerator 2, denominator 4",
        "2 more by 2026-12-31 (3 today, 5 needed).",
        "off track since 2026-01-31; on 2025-12-31 it was “unknown”.",
        "农业农村局",
        "林业局",
        "Nobody has been told about 2026 yet.",
        "Data up to 2026-01-31; next due by 2026-12-31.",
    ):
        assert words in html


def test_telling_a_department_leaves_who_was_told_and_when() -> None:
    target = red(make_department("农业农村局"))
    office = signed_in(make_user())
    address = reverse("targets:tell", args=["I2", 2026])
    assert "2 more by 2026-12-31" in office.get(address).content.decode()
    assert "This field is required" in office.post(address, {"sentence": " "}).content.decode()
    assert office.post(address, {"sentence": "请于12月底前补齐。"}).status_code == 302
    notice = target.notices.get()
    assert (notice.department, notice.year) == (target.lead, 2026)
    html = page(office, "why", "I2", year=2026)
    assert "请于12月底前补齐。" in html
    assert "Nobody has been told" not in html


def test_a_notice_waits_until_the_department_judges_for_itself() -> None:
    target, person = red(), make_user()
    tell_department(target=target, year=2026, sentence="请补齐。", by=person, now=NOW)
    assert Notice.objects.unanswered().count() == 1
    judge_own(
        target=target,
        year=2026,
        light="red",
        computed="red",
        sentence="",
        by=person,
        now=NOW,
        version=None,
    )
    assert Notice.objects.unanswered().count() == 0


def test_a_judgement_that_differs_needs_a_sentence() -> None:
    target, person = red(), make_user()
    said: dict[str, Any] = {
        "target": target,
        "year": 2026,
        "light": "green",
        "computed": "red",
        "by": person,
        "now": NOW,
    }
    with pytest.raises(ValidationError, match="say why"):
        judge_own(sentence=" ", version=None, **said)
    own = judge_own(sentence="年内还有三家获证。", version=None, **said)
    with pytest.raises(EditConflict):
        judge_own(sentence="又一次", version=None, **said)
    changed = judge_own(sentence="年内还有两家获证。", version=own.version, **said)
    assert (changed.version, OwnJudgement.objects.count()) == (2, 1)


def test_the_responsible_department_judges_on_its_own_page() -> None:
    lead = make_department()
    target = red(lead)
    liaison = signed_in(make_user(role=Role.LIAISON, department=lead))
    address = reverse("targets:own_judgement", args=["I2", 2026])
    assert address in page(liaison, "why", "I2", year=2026)
    refused = liaison.post(address, {"light": "green", "sentence": "", "version": ""})
    assert "say why" in refused.content.decode()
    assert (
        liaison.post(address, {"light": "yellow", "sentence": "正在办理", "version": ""}).status_code == 302
    )
    own = target.own_judgements.get()
    assert (own.light, own.computed) == ("yellow", "red")
    assert "正在办理" in page(liaison, "detail", "I2", year=2026)


def test_a_judgement_overtaken_by_the_figures_asks_for_a_sentence() -> None:
    target, person = red(), make_user()
    judge_own(
        target=target, year=2026, light="red", computed="red", sentence="", by=person, now=NOW, version=None
    )
    make_reading(target, date(2026, 3, 1), "5")
    html = page(signed_in(make_user()), "why", "I2", year=2026, as_of="2026-06-30")
    assert "the department is asked for a sentence" in html


def test_another_department_neither_judges_nor_tells_nor_comments() -> None:
    red(make_department())
    stranger = signed_in(make_user(role=Role.LIAISON))
    own = reverse("targets:own_judgement", args=["I2", 2026])
    assert (stranger.get(own).status_code, stranger.post(own, {"light": "green"}).status_code) == (404, 404)
    for name in ("tell", "comment_new"):
        assert stranger.post(reverse(f"targets:{name}", args=["I2", 2026])).status_code == 403
    assert signed_in(make_user(role=Role.LEADER)).get(own).status_code == 403
    html = page(stranger, "why", "I2", year=2026)
    assert own not in html
    assert reverse("targets:tell", args=["I2", 2026]) not in html
    assert stranger.get("/targets/NONE/why/").status_code == 404


def test_comments_stand_newest_first_and_are_read_by_everyone() -> None:
    red()
    office = signed_in(make_user())
    address = reverse("targets:comment_new", args=["I2", 2026])
    assert office.get(address).status_code == 200
    assert "This field is required" in office.post(address, {"text": ""}).content.decode()
    for text in ("先督促", "再会商"):
        assert office.post(address, {"text": text}).status_code == 302
    html = page(signed_in(make_user(role=Role.LIAISON)), "detail", "I2", year=2026)
    assert 0 < html.index("再会商") < html.index("先督促")
    assert address not in html
    assert Comment.objects.count() == 2


def test_an_empty_comment_is_refused() -> None:
    with pytest.raises(ValidationError):
        add_comment(target=red(), text="", by=make_user(), now=NOW)


def test_a_target_no_longer_in_force_has_no_page() -> None:
    target = red()
    target.plan.years.all().delete()
    office = signed_in(make_user())
    assert office.get("/targets/I2/why/?year=2026").status_code == 404
    assert office.get(reverse("targets:tell", args=["I2", 2026])).status_code == 404


def test_attached_tasks_are_shown_to_those_who_may_see_them() -> None:
    lead = make_department()
    target = red(lead)
    task = make_task(lead=lead, title="培育认证企业", state=TaskState.ISSUED)
    TaskLink.objects.create(target=target, task=task)
    TaskLink.objects.create(target=target, task=make_task(lead=lead, title="拟定中的任务"))
    html = page(signed_in(make_user(role=Role.LIAISON, department=lead)), "detail", "I2", year=2026)
    assert "培育认证企业" in html
    assert "拟定中的任务" not in html
    assert "培育认证企业" not in page(signed_in(make_user(role=Role.LIAISON)), "detail", "I2", year=2026)
