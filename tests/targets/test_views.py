"""Pages of the targets: what they show, who may do what, and what a second editor is told."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.models import User
from targets.models import Benchmark, Goal, Grade, Operator, Reading, ReadingState, Region, Target
from tests.departments.factories import make_department, make_township, make_user
from tests.targets.factories import (
    CountedSource,
    make_benchmark,
    make_goal,
    make_plan,
    make_reading,
    make_target,
    registered,
    stored,
)

pytestmark = pytest.mark.django_db
GOAL = {"operator": "at_least", "value": "6", "tolerance": "10"}


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, "departments.backends.RoleBackend")
    return client


@pytest.fixture
def office() -> Client:
    """The office's browser."""
    return signed_in(make_user())


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    response = client.get(reverse(f"targets:{name}", args=args), query)
    assert response.status_code == 200, response.content
    return response.content.decode()


def certified(**fields: Any) -> Target:
    """A target with a goal of five and three reached."""
    target = make_target(code="I2", measure="t.certified", **fields)
    make_goal(target, value="5")
    return target


@pytest.fixture
def source() -> Iterator[CountedSource]:
    """Three certified enterprises in 2026."""
    answers = CountedSource({"t.certified": {2022: "1", 2023: "1", 2024: "2", 2025: "3", 2026: "3"}})
    with registered(answers):
        yield answers


@pytest.mark.usefixtures("source")
def test_the_list_shows_goal_figure_light_and_reason(office: Client) -> None:
    certified()
    html = page(office, "list", year=2026, as_of="2026-06-30")
    assert "3 against the goal ≥ 5: 60.00 % attained" in html
    assert '<span class="light red"' in html
    assert "/targets/I2/?year=2026&amp;as_of=2026-06-30" in html
    assert "/records/?on=2026-06-30&amp;township=" in html


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"light": "red"}, ["I2"]),
        ({"light": "green"}, []),
        ({"sector": "agriculture"}, ["A1"]),
        ({"department": "agri"}, ["A1"]),
        ({"sort": "-code"}, ["A1", "I2"]),
        ({"sort": "nonsense", "light": "purple", "department": "moon", "sector": "x"}, ["A1", "I2"]),
    ],
)
def test_the_list_is_filtered_and_never_refuses(
    office: Client, query: dict[str, str], shown: list[str]
) -> None:
    target = certified()
    make_target(target.plan, code="A1", sector="agriculture", lead=make_department(code="agri"))
    html = page(office, "list", year=2026, **query)
    assert sorted(code for code in ("I2", "A1") if f'"/targets/{code}/?' in html) == shown


@pytest.mark.parametrize(
    "query", [{"as_of": "soon"}, {"as_of": "2999-01-01"}, {"year": "1066"}, {"page": "x"}]
)
def test_what_does_not_fit_the_address_is_told(office: Client, query: dict[str, str]) -> None:
    make_goal(make_target(), 2026)
    assert "Targets for" in page(office, "list", **query)


def test_without_a_plan_the_page_says_so(office: Client) -> None:
    html = page(office, "list")
    assert "No plan covers this year." in html
    assert "No target fits this filter." in html


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_as_often_for_three_targets_as_for_one(
    office: Client, django_assert_num_queries: DjangoAssertNumQueries, size: int
) -> None:
    plan = make_plan()
    for _number in range(size):
        target = make_target(plan)
        make_goal(target)
        make_reading(target, date(2026, 1, 31), "3")
    office.get("/targets/")
    with django_assert_num_queries(10):
        office.get("/targets/?year=2026")


def test_a_doubtful_goal_is_offered_to_the_office_for_confirmation(office: Client) -> None:
    target = make_target(code="A4")
    make_goal(target, value="40", doubtful=True)
    confirm = reverse("targets:goal_confirm", args=["A4", 2026])
    assert confirm in page(office, "list", year=2026)
    assert confirm in page(office, "detail", "A4", year=2026)
    leader = signed_in(make_user(role=Role.LEADER))
    assert confirm not in page(leader, "list", year=2026)
    assert confirm not in page(leader, "detail", "A4", year=2026)


def test_the_page_shows_formula_course_townships_and_history(office: Client, source: CountedSource) -> None:
    town = make_township("明德街道")
    source.townships = {town.pk: "2"}
    target = certified()
    make_benchmark(target, value="4")
    html = page(office, "detail", "I2", year=2026, as_of="2026-06-30")
    for words in (
        "certified enterprises with a valid certificate",
        "3 against the goal ≥ 5",
        "明德街道",
        f"/records/?on=2026-06-30&amp;township={town.pk}",
        "<svg",
        "Goal 2026 added",
        "Average Province 2026 added",
        "Straight line through 5 figures",
    ):
        assert words in html


def test_the_page_of_a_qualitative_target_shows_statement_and_readings(office: Client) -> None:
    target = make_target(code="O1", sector="overall", unit="")
    make_goal(target, operator=Operator.QUALITATIVE, value=None, statement="接近全省平均水平")
    make_reading(target, date(2026, 6, 1), grade=Grade.LARGELY)
    html = page(office, "detail", "O1", year=2026)
    assert "接近全省平均水平" in html
    assert "largely reached" in html
    assert 'class="chart"' not in html


def test_history_tells_before_and_after(office: Client) -> None:
    goal = make_goal(make_target(code="I2"), value="5")
    office.post(reverse("targets:goal_edit", args=["I2", 2026]), {**GOAL, "version": "1"})
    html = page(office, "detail", "I2", year=2026)
    assert "Goal 2026 changed" in html
    assert "<del>5</del>" in html
    assert "<ins>6</ins>" in html
    assert goal.target.goals.get().version == 2


def test_a_plan_without_years_has_no_progress_to_show(office: Client) -> None:
    target = make_target(code="I2")
    target.plan.years.all().delete()
    assert office.get("/targets/I2/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/targets/NONE/", "/targets/I2/goals/2030/", "/targets/NONE/readings/new/"]
)
def test_what_is_not_there_is_not_found(office: Client, address: str) -> None:
    make_target(code="I2")
    assert office.get(address).status_code == 404


def test_the_office_sets_a_goal_where_there_was_none(office: Client) -> None:
    target = make_target(code="I2")
    address = reverse("targets:goal_edit", args=["I2", 2027])
    assert office.get(address).status_code == 200
    response = office.post(address, {**GOAL, "version": ""})
    assert response.status_code == 302
    assert [(goal.year, goal.value) for goal in target.goals.all()] == [(2027, Decimal(6))]


def test_a_goal_set_meanwhile_is_not_overwritten(office: Client) -> None:
    goal = make_goal(make_target(code="I2"), value="5")
    address = reverse("targets:goal_edit", args=["I2", 2026])
    for version in ("", "7"):
        assert office.post(address, {**GOAL, "version": version}).status_code == 409
    goal.refresh_from_db()
    assert goal.value == Decimal(5)


def test_a_goal_without_its_figure_is_asked_for(office: Client) -> None:
    make_target(code="I2")
    address = reverse("targets:goal_edit", args=["I2", 2026])
    html = office.post(
        address, {"operator": "range", "value": "8", "upper": "x", "tolerance": "10"}
    ).content.decode()
    assert "Enter a number." in html
    html = office.post(address, {"operator": "qualitative", "tolerance": "10"}).content.decode()
    assert "The chosen meaning needs this." in html
    html = office.post(address, {"tolerance": "10"}).content.decode()
    assert "This field is required." in html
    assert Goal.objects.count() == 0


def test_the_office_confirms_a_doubtful_goal(office: Client) -> None:
    goal = make_goal(make_target(code="A4"), value="40", doubtful=True)
    address = reverse("targets:goal_confirm", args=["A4", 2026])
    assert "原件此处不清" in office.get(address).content.decode()
    assert office.post(address, {**GOAL, "value": "4", "version": "1"}).status_code == 302
    goal.refresh_from_db()
    assert (goal.value, goal.is_doubtful) == (Decimal(4), False)
    again = office.post(address, {**GOAL, "value": "5", "version": "2"}, follow=True)
    assert "The goal for 2026 was already confirmed by" in again.content.decode()
    goal.refresh_from_db()
    assert goal.value == Decimal(4)


def test_a_liaison_enters_a_reading_of_the_own_target_and_the_office_accepts_it(office: Client) -> None:
    liaison = make_user(role=Role.LIAISON)
    target = make_target(code="O2", lead=liaison.department)
    make_goal(target)
    own = signed_in(liaison)
    enter = reverse("targets:reading_new", args=["O2"])
    assert enter in page(own, "detail", "O2", year=2026)
    assert own.get(enter).status_code == 200
    as_of = "2026-01-31"
    typed: dict[str, Any] = stored(as_of=as_of, value="4", grade="", source="统计表")
    assert "Attach the document this figure comes from." in own.post(enter, typed).content.decode()
    response = own.post(enter, typed | {"evidence": ContentFile(b"seen", name="table.txt")})
    assert response.status_code == 302
    reading = Reading.objects.get()
    assert (reading.state, reading.value, reading.entered_by) == (ReadingState.ENTERED, Decimal(4), liaison)
    check = reverse("targets:reading_check", args=["O2", reading.pk])
    assert check in page(office, "detail", "O2", year=2026)
    assert "统计表" in office.get(check).content.decode()
    assert office.post(check, {"decision": "accept", "remark": "", "version": "1"}).status_code == 302
    reading.refresh_from_db()
    assert reading.state == ReadingState.ACCEPTED


def test_a_reading_that_cannot_count_keeps_what_was_typed(office: Client) -> None:
    target = make_target(code="O2")
    make_goal(target, operator=Operator.QUALITATIVE, value=None, statement="缩小差距")
    address = reverse("targets:reading_new", args=["O2"])
    typed = stored(as_of="2026-01-31", value="4", grade="", source="统计表")
    html = office.post(address, typed).content.decode()
    assert "The goal of this year is qualitative: choose a grade." in html
    assert 'value="统计表"' in html
    html = office.post(address, {**typed, "value": ""}).content.decode()
    assert "Enter a value or a grade, or why there is none." in html


def test_a_return_without_remark_is_asked_for_one(office: Client) -> None:
    reading = make_reading(make_target(code="O2"), date(2026, 1, 31), "4", state=ReadingState.ENTERED)
    address = reverse("targets:reading_check", args=["O2", reading.pk])
    html = office.post(address, {"decision": "return", "remark": "", "version": "1"}).content.decode()
    assert "Write what is to be corrected." in html
    assert office.post(address, {"decision": "return", "remark": "缺证书", "version": "9"}).status_code == 409
    assert office.post(address, {"decision": "return", "remark": "缺证书", "version": "1"}).status_code == 302


def test_the_office_enters_and_corrects_an_average(office: Client) -> None:
    target = make_target(code="I3", unit="%", decimals=1)
    make_goal(target, operator=Operator.BENCHMARK, value=None, region=Region.PROVINCE)
    address = reverse("targets:benchmark_edit", args=["I3", "province", 2026])
    assert address in page(office, "detail", "I3", year=2026)
    assert office.get(address).status_code == 200
    assert office.post(address, stored(value="94.1", source="公报", version="")).status_code == 302
    assert office.post(address, stored(value="94.2", source="公报", version="")).status_code == 409
    assert office.post(address, stored(value="94.2", source="公报", version="1")).status_code == 302
    assert Benchmark.objects.get().value == Decimal("94.2")
    assert office.get("/targets/I3/benchmarks/moon/2026/").status_code == 404


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER])
def test_the_plan_is_changed_by_the_office_only(role: str) -> None:
    reading = make_reading(make_target(code="A4"), date(2026, 1, 31), "4", state=ReadingState.ENTERED)
    make_goal(reading.target, value="40", doubtful=True)
    stranger = signed_in(make_user(role=role))
    for name, args in (
        ("goal_edit", ["A4", 2026]),
        ("goal_confirm", ["A4", 2026]),
        ("benchmark_edit", ["A4", "nation", 2026]),
        ("reading_check", ["A4", reading.pk]),
    ):
        assert stranger.post(reverse(f"targets:{name}", args=args), GOAL).status_code == 403


def test_a_stranger_neither_enters_nor_sees_another_departments_readings() -> None:
    reading = make_reading(make_target(code="O2"), date(2026, 1, 31), "4", state=ReadingState.ENTERED)
    make_goal(reading.target)
    stranger = signed_in(make_user(role=Role.LIAISON))
    assert stranger.get(reverse("targets:reading_new", args=["O2"])).status_code == 404
    html = page(stranger, "detail", "O2", year=2026)
    assert "年度统计表" not in html
    assert reverse("targets:reading_new", args=["O2"]) not in html


def test_nobody_comes_in_without_signing_in(client: Client) -> None:
    assert client.get("/targets/").status_code == 302


@pytest.mark.parametrize("model", ["plan", "planyear", "target", "goal", "benchmark", "reading"])
def test_the_back_office_lists_every_model(office: Client, model: str) -> None:
    target = make_target(code="A4")
    make_goal(target)
    make_benchmark(target)
    make_reading(target, date(2026, 1, 31), "4")
    assert office.get(f"/admin/targets/{model}/").status_code == 200
    assert office.get(f"/admin/targets/{model}/?q=A4").status_code == 200


def test_the_back_office_is_no_way_round_the_check() -> None:
    office = signed_in(make_user())
    reading = make_reading(make_target(), date(2026, 1, 31), "4", state=ReadingState.ENTERED)
    goal = make_goal(reading.target, doubtful=True)
    html = office.get(f"/admin/targets/goal/{goal.pk}/change/").content.decode()
    assert 'name="needs_confirmation"' not in html
    assert (
        office.post(f"/admin/targets/reading/{reading.pk}/change/", {"state": "accepted"}).status_code == 403
    )
    assert office.get("/admin/targets/reading/add/").status_code == 403


@pytest.mark.usefixtures("source")
def test_readings_are_offered_only_where_they_can_count(office: Client) -> None:
    target = certified()
    enter = reverse("targets:reading_new", args=["I2"])
    assert enter not in page(office, "detail", "I2", year=2026)
    make_goal(target, 2028, operator=Operator.QUALITATIVE, value=None, statement="基本达到国际标准")
    assert enter in page(office, "detail", "I2", year=2026)


def test_a_form_shows_figures_without_the_zeros_of_the_database(office: Client) -> None:
    make_goal(make_target(code="I4"), 2028, operator=Operator.RANGE, value="5", upper="8")
    html = office.get(reverse("targets:goal_edit", args=["I4", 2028])).content.decode()
    assert 'name="value" value="5"' in html
    assert 'name="upper" value="8"' in html
