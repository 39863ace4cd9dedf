"""The plan editor's pages: who may do what, what is stored, what a second person is told."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.models import User
from targets.models import FrozenFigure, Goal, Operator, Plan, Reading, ReadingState, Target, YearClosing
from targets.plan_actions import RESERVED
from targets.urls import urlpatterns
from tests.departments.factories import make_department, make_user
from tests.targets.factories import (
    CountedSource,
    make_goal,
    make_plan,
    make_reading,
    make_target,
    registered,
    stored,
)

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, "departments.backends.RoleBackend")
    return client


@pytest.fixture
def office() -> Client:
    """The office's browser."""
    return signed_in(make_user())


def address(name: str, *args: object) -> str:
    return reverse(f"targets:{name}", args=args)


def told(client: Client, url: str, **typed: str) -> str:
    return client.post(url, typed, follow=True).content.decode()


PLAN = stored(
    name="质量强县规划",
    start_year=2029,
    end_year=2032,
    milestones="2030、2032",
    document_number="县政发〔2029〕3号",
    adopted_on="2029-03-01",
    green_from=100,
    yellow_from=90,
)


def test_the_office_enters_a_plan_with_years_and_milestones(office: Client) -> None:
    assert office.get(address("plan_new")).status_code == 200
    response = office.post(address("plan_new"), PLAN | {"code": "next", "version": "1"})
    assert response.status_code == 302
    plan = Plan.objects.get(code="next")
    assert (plan.document_number, plan.adopted_on) == ("县政发〔2029〕3号", date(2029, 3, 1))
    years = plan.years.values_list("year", "is_milestone")
    assert list(years) == [(2029, False), (2030, True), (2031, False), (2032, True)]


def test_a_plan_is_changed_once_and_the_second_editor_is_told(office: Client) -> None:
    plan = make_plan(2029, 2033, code="next")
    url = address("plan_edit", "next")
    assert office.get(url).status_code == 200
    assert office.post(url, PLAN | {"version": "1"}).status_code == 302
    assert office.post(url, PLAN | {"version": "1"}).status_code == 409
    assert list(plan.years.values_list("year", flat=True)) == [2029, 2030, 2031, 2032]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"milestones": "soon"}, "Write years of four digits, for example 2026, 2028."),
        ({"milestones": "2040"}, "2040 lies outside the plan (2029 to 2032)."),
        ({"end_year": "2028"}, "The last year lies before the first."),
        ({"end_year": "2090"}, "A plan runs at most 30 years."),
        ({"start_year": "12"}, "Write a year between 1990 and 2100."),
        ({"code": "new"}, "This word cannot be a code; choose another."),
    ],
)
def test_what_a_plan_cannot_be_is_told(office: Client, wrong: dict[str, str], sentence: str) -> None:
    html = office.post(address("plan_new"), PLAN | {"code": "next"} | wrong).content.decode()
    assert sentence in html
    assert not Plan.objects.exists()


def test_a_year_with_goals_does_not_leave_the_plan(office: Client) -> None:
    make_goal(make_target(make_plan(2029, 2033, code="next")), 2033)
    html = office.post(address("plan_edit", "next"), PLAN | {"version": "1"}).content.decode()
    assert "A year with goals or a closing cannot leave the plan." in html


def test_the_office_adds_and_changes_a_target(office: Client) -> None:
    lead, helper = make_department(), make_department()
    make_plan(code="p")
    typed = stored(code="Z1", name="通过认证的企业", sector="industry", lead=lead.pk, unit="家", decimals=0)
    typed |= stored(baseline=2, baseline_year=2023, weight=2, order=1, over_periods="latest", is_active="on")
    url = address("target_new", "p")
    assert office.get(url).status_code == 200
    assert office.post(url, typed | {"cooperating": str(helper.pk)}).status_code == 302
    target = Target.objects.get(code="Z1")
    assert (target.baseline, target.weight, list(target.cooperating.all())) == (
        Decimal(2),
        Decimal(2),
        [helper],
    )
    url = address("target_edit", "p", "Z1")
    assert 'name="baseline" value="2"' in office.get(url).content.decode()
    assert office.post(url, typed | {"weight": "3", "version": "1"}).status_code == 302
    assert office.post(url, typed | {"weight": "4", "version": "1"}).status_code == 409
    target.refresh_from_db()
    assert (target.weight, list(target.cooperating.all())) == (Decimal(3), [])
    html = office.post(address("target_new", "p"), typed).content.decode()
    assert "The plan already has a target with this code." in html


@pytest.mark.parametrize("size", [1, 3])
def test_the_plan_shows_every_goal_in_as_many_queries(
    office: Client, django_assert_num_queries: DjangoAssertNumQueries, size: int
) -> None:
    plan = make_plan(code="p")
    for number in range(size):
        target = make_target(plan, code=f"T{number}")
        make_goal(target, 2026, value="5")
        make_goal(target, 2028, operator=Operator.RANGE, value="5", upper="8")
    office.get(address("plan", "p"))
    with django_assert_num_queries(14):
        html = office.get(address("plan", "p")).content.decode()
    assert ("≥ 5" in html, "5–8" in html, address("goal_edit", "T0", 2027) in html) == (True, True, True)


def test_the_plan_exports(office: Client) -> None:
    make_goal(make_target(make_plan(code="p"), code="T1"), value="5")
    text = office.get(address("plan_export", "p"), {"format": "csv"}).content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("编号,目标,领域,责任单位,单位,基期年,基期值,权重,2024年目标")
    assert "≥ 5" in text.splitlines()[1]


def test_goals_are_proposed_and_adopted_one_by_one_or_all_at_once(office: Client) -> None:
    target = make_target(make_plan(code="p"), code="T1", baseline="1")
    make_goal(target, 2026, value="5")
    make_goal(target, 2028, value="10")
    url = address("proposals", "p")
    html = office.get(url).content.decode()
    assert "Straight line from 2023 to the milestone 2026, rounded up." in html
    one = "T1-2025-0-at_least-4-—"
    assert one in html
    assert "1 goal has been adopted." in told(office, url, key=one)
    goal = Goal.objects.get(year=2025)
    assert (goal.value, goal.is_proposed, goal.adopted_by) == (Decimal(4), False, User.objects.get())
    assert "adopted from a proposal" in office.get(address("detail", "T1"), {"year": 2026}).content.decode()
    assert "A proposal has changed or was adopted meanwhile" in told(office, url, key=one)
    keys = ["T1-2024-0-at_least-3-—", "T1-2027-0-at_least-8-—"]
    assert "2 goals have been adopted." in office.post(url, {"key": keys}, follow=True).content.decode()
    assert list(Goal.objects.order_by("year").values_list("value", flat=True)) == [3, 4, 5, 8, 10]
    assert "No goal waits for adoption" in office.get(url).content.decode()


def test_a_stored_proposal_is_adopted_as_it_stands(office: Client) -> None:
    goal = make_goal(make_target(make_plan(code="p"), code="T1"), 2025, value="4", proposed=True)
    told(office, address("proposals", "p"), key="T1-2025-1-at_least-4-—")
    goal.refresh_from_db()
    assert (goal.value, goal.is_proposed, goal.adopted_at is not None) == (Decimal(4), False, True)


def test_a_changed_goal_shows_old_value_who_and_why(office: Client) -> None:
    plan = make_plan(code="p", adopted_on=date(2024, 3, 1))
    make_goal(make_target(plan, code="T1"), value="5")
    url = address("goal_edit", "T1", 2026)
    typed = {"operator": "at_least", "value": "6", "tolerance": "10", "version": "1"}
    html = office.post(url, typed).content.decode()
    assert "The plan is adopted: say why the goal changes, and name the document." in html
    assert office.post(url, typed | {"change_reason": "县政府常务会议纪要"}).status_code == 302
    html = office.get(address("detail", "T1"), {"year": 2026}).content.decode()
    assert ("<del>≥ 5</del>" in html, "<ins>≥ 6</ins>" in html, "县政府常务会议纪要" in html) == (True,) * 3


def test_a_year_is_closed_once_shown_frozen_and_reopened_with_a_reason(office: Client) -> None:
    target = make_target(make_plan(code="p"), code="T1")
    make_goal(target, 2025, value="5")
    make_reading(target, date(2025, 12, 31), "4")
    close, reopen = address("year_close", "p", 2025), address("year_reopen", "p", 2025)
    assert "The figures below are frozen as they stand." in office.get(close).content.decode()
    assert "2025 has been closed; its figures stay." in told(office, close)
    assert "2025 was already closed by" in told(office, close)
    assert FrozenFigure.objects.get().value == Decimal(4)
    html = office.get(address("detail", "T1"), {"year": 2025}).content.decode()
    assert "the figures are those frozen then" in html
    goal = {"operator": "at_least", "value": "6", "tolerance": "10", "version": "1"}
    html = office.post(address("goal_edit", "T1", 2025), goal).content.decode()
    assert "2025 is closed and its figures are frozen." in html
    assert "This field is required." in told(office, reopen, version="1", reason=" ")
    assert "2025 has been opened again." in told(office, reopen, version="1", reason="通报更正")
    assert "通报更正" in office.get(address("plan", "p")).content.decode()
    assert "2025 is open." in told(office, reopen, version="1", reason="x")


def test_a_computed_figure_is_overridden_by_the_office_and_both_are_shown(office: Client) -> None:
    with registered(CountedSource({"t.certified": {2025: "3", 2026: "3"}})):
        lead = make_department()
        target = make_target(make_plan(code="p"), code="I2", measure="t.certified", lead=lead)
        make_goal(target, value="5")
        url = address("reading_override", "I2")
        assert office.get(address("reading_new", "I2")).headers["location"] == url
        liaison = signed_in(make_user(role=Role.LIAISON, department=lead))
        refused = liaison.get(address("reading_new", "I2"), follow=True)
        assert liaison.get(url).status_code == 403
        assert "only the office can override it" in refused.content.decode()
        assert "3" in office.get(url).content.decode()
        typed = stored(as_of="2026-01-31", value=4, source="复核记录", reason="", version=1)
        assert "This field is required." in office.post(url, typed).content.decode()
        assert office.post(url, typed | {"reason": "一家未入册"}).status_code == 302
        query = {"year": "2026", "as_of": "2026-06-30"}
        page = office.get(address("detail", "I2"), query).content.decode()
        assert "Set by the office: 4; computed from records: 3. Reason: 一家未入册" in page
        assert "set by the office; computed 3" in office.get(address("list"), query).content.decode()


def test_evidence_is_given_to_those_who_see_the_reading_only(office: Client) -> None:
    lead = make_department()
    make_target(make_plan(code="p"), code="O2", lead=lead)
    own = signed_in(make_user(role=Role.LIAISON, department=lead))
    typed = {"as_of": "2026-01-31", "value": "4", "source": "统计表"}
    file = ContentFile(b"seen", name="table.txt")
    assert own.post(address("reading_new", "O2"), typed | {"evidence": file}).status_code == 302
    url = address("evidence", "O2", Reading.objects.get().pk)
    response = own.get(url)
    assert b"".join(response.streaming_content) == b"seen"  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''table.txt"
    stranger = signed_in(make_user(role=Role.LIAISON))
    assert stranger.get(url).status_code == 404
    Reading.objects.update(state=ReadingState.ACCEPTED)
    response = stranger.get(url)
    assert b"".join(response.streaming_content) == b"seen"  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER])
def test_the_plan_is_read_by_everyone_and_edited_by_the_office_only(role: str) -> None:
    make_target(make_plan(code="p"), code="T1")
    stranger = signed_in(make_user(role=role))
    html = stranger.get(address("plan", "p")).content.decode()
    assert address("plan_edit", "p") not in html
    for name, args in (
        ("plan_new", []),
        ("plan_edit", ["p"]),
        ("target_new", ["p"]),
        ("target_edit", ["p", "T1"]),
        ("proposals", ["p"]),
        ("year_close", ["p", 2025]),
        ("year_reopen", ["p", 2025]),
    ):
        assert stranger.post(address(name, *args)).status_code == 403
    assert YearClosing.objects.count() == 0


@pytest.mark.parametrize("model", ["yearclosing", "frozenfigure"])
def test_the_back_office_shows_closings_and_frozen_figures(office: Client, model: str) -> None:
    make_goal(make_target(make_plan(code="p")), 2025)
    told(office, address("year_close", "p", 2025))
    assert office.get(f"/admin/targets/{model}/").status_code == 200
    assert office.get(f"/admin/targets/{model}/add/").status_code == 403


@pytest.mark.parametrize("code", ["a/b", "../x", ".x", "a b"])
def test_a_target_code_that_breaks_addresses_is_refused(office: Client, code: str) -> None:
    plan = make_plan()
    with pytest.raises(ValidationError) as refused:
        Target(plan=plan, code=code, name="试", sector="industry", lead=make_department()).full_clean()
    assert list(refused.value.error_dict) == ["code"]


def test_every_word_that_stands_in_an_address_is_reserved() -> None:
    first = {str(pattern.pattern).split("/")[0] for pattern in urlpatterns}
    assert {word for word in first if word and not word.startswith("<")} == RESERVED - {"new"}


def test_an_adopted_plan_keeps_a_day_of_adoption(office: Client) -> None:
    plan = make_plan(2029, 2032, code="next")
    Plan.objects.update(adopted_on=date(2029, 3, 1))
    html = office.post(
        address("plan_edit", "next"), PLAN | {"adopted_on": "", "version": "1"}
    ).content.decode()
    assert "The plan was adopted: correct the day, but keep one." in html
    plan.refresh_from_db()
    assert plan.adopted_on == date(2029, 3, 1)


@pytest.mark.parametrize("day", ["0001-01-01", "1949-09-30"])
def test_days_before_there_could_be_a_plan_are_told(office: Client, day: str) -> None:
    make_target(make_plan(), code="I1")
    for page in (address("list"), address("detail", "I1"), address("why", "I1"), address("contributions")):
        answer = office.get(page, {"as_of": day})
        assert (answer.status_code, "is outside 1949-10-01 to 2100-12-31" in answer.content.decode()) == (
            200,
            True,
        )
    assert office.get(reverse("dashboard"), {"on": day}).status_code == 200


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_message_of_a_constraint_can_be_read(language: str) -> None:
    with override(language):
        for model in apps.get_models():
            for constraint in model._meta.constraints:
                assert constraint.get_violation_error_message()
