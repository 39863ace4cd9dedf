"""Pages of the assessment: who sees what, scoring, publishing, and what a page costs."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import actions
from assessments.forms import PublishForm
from assessments.models import Group, Rule, Scheme
from assessments.views.results import carried_out
from departments.access import Role
from departments.models import Department, User
from tests.assessments.factories import FEBRUARY, TARGET_PARAMS, make_full_scores, make_scheme, make_score
from tests.departments.factories import make_department, make_township, make_user

pytestmark = pytest.mark.django_db

PAGES = ("detail", "publish")


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    """Ask for every page in English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def sign_in(client: Client, user: User) -> None:
    client.force_login(user, backend="departments.backends.RoleBackend")


def url(page: str, scheme: Scheme, *rest: str) -> str:
    return reverse(f"assessments:{page}", args=[scheme.year, scheme.group, *rest])


def publish(scheme: Scheme) -> Scheme:
    return actions.publish(scheme=scheme, by=make_user(), now=FEBRUARY)


@pytest.fixture
def office(client: Client) -> User:
    """Sign the office in."""
    user = make_user(role=Role.OFFICE)
    sign_in(client, user)
    return user


def scored(scheme: Scheme, *points: str) -> Department:
    """Make a department with all scores."""
    unit = make_department()
    make_full_scores(scheme, unit, *points)
    return unit


# --- who sees what -------------------------------------------------------------------------
def test_the_list_shows_years_with_grades_once_published(client: Client, office: User) -> None:
    scheme = make_scheme(2024)
    scored(scheme, "55", "37")
    make_scheme(2025)
    publish(scheme)
    response = client.get(reverse("assessments:list"))
    rows = [(year.year, year.is_published, year.rows[0].grades) for year in response.context["years"]]
    assert rows == [(2025, False, ()), (2024, True, (("A", 1),))]


def test_without_schemes_the_list_says_so(client: Client, office: User) -> None:
    assert "No assessment has begun yet" in client.get(reverse("assessments:list")).text


def test_a_liaison_lists_the_own_group_and_result(client: Client) -> None:
    scheme = make_scheme(2025)
    make_scheme(2025, Group.TOWNSHIPS)
    own = scored(scheme, "55", "37")
    scored(scheme, "60", "40")
    publish(scheme)
    sign_in(client, make_user(role=Role.LIAISON, department=own))
    response = client.get(reverse("assessments:list"))
    (row,) = response.context["years"][0].rows
    assert (row.scheme.group, row.own.unit, row.own.rank, row.grades) == (Group.DEPARTMENTS, own, 2, ())
    assert "internal.pdf" not in response.text


def test_a_liaison_sees_the_own_unit_and_no_rank_before_publication(client: Client) -> None:
    scheme = make_scheme()
    own, other = scored(scheme, "55", "37"), scored(scheme, "60", "40")
    sign_in(client, make_user(role=Role.LIAISON, department=own))
    response = client.get(url("detail", scheme))
    assert [(t.unit, t.rank, t.grade) for t in response.context["totals"]] == [(own, None, "")]
    assert other.name not in response.text
    publish(scheme)
    assert [t.rank for t in client.get(url("detail", scheme)).context["totals"]] == [2]


def test_strangers_get_404(client: Client) -> None:
    scheme, townships = make_scheme(), make_scheme(group=Group.TOWNSHIPS)
    own, other = scored(scheme, "55", "37"), scored(scheme, "60", "40")
    make_township(code="town")
    sign_in(client, make_user(role=Role.LIAISON, department=own))
    asked = [
        url("unit", scheme, own.code),
        url("unit", scheme, other.code),
        url("unit", scheme, "nobody"),
        url("detail", townships),
        url("unit", townships, "town"),
        "/assessments/2019/departments/",
        "/assessments/99999999999999999999/departments/",
        "/assessments/2025/internal.pdf",
        "/assessments/2025/public.pdf",
        "/assessments/2025/other.pdf",
        "/assessments/2019/public.pdf",
    ]
    assert [client.get(address).status_code for address in asked] == [200, *[404] * 10]


def test_a_liaison_of_a_unit_that_is_not_assessed_gets_404(client: Client) -> None:
    scheme = make_scheme()
    gone = make_department()
    gone.is_active = False
    gone.save()
    sign_in(client, make_user(role=Role.LIAISON, department=gone))
    assert client.get(url("detail", scheme)).status_code == 404


def test_a_period_that_has_not_begun_has_no_page(client: Client, office: User) -> None:
    assert client.get(url("detail", make_scheme(2999))).status_code == 404


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMINISTRATOR, Role.LIAISON])
def test_only_the_office_scores_and_publishes(client: Client, role: str) -> None:
    scheme = make_scheme()
    unit = scored(scheme, "55", "37")
    sign_in(client, make_user(role=role, department=unit))
    codes = [client.get(url(page, scheme)).status_code for page in PAGES]
    posts = [client.post(url(page, scheme)).status_code for page in PAGES[1:]]
    assert (codes, posts) == ([200, 403], [403])
    assert not Scheme.objects.get().is_published


def test_a_group_without_units_says_so(client: Client, office: User) -> None:
    assert "There is no unit to assess." in client.get(url("detail", make_scheme())).text


def test_the_unit_page_shows_formula_reason_and_records(client: Client, office: User) -> None:
    scheme = make_scheme(criteria=[("60", Rule.MANUAL, {}), ("40", Rule.TARGET_ATTAINMENT, TARGET_PARAMS)])
    unit = make_department()
    make_score(scheme, unit, "55", reason="缺一次会议记录")
    text = client.get(url("unit", scheme, unit.code)).text
    assert "55.00 of 60 points, entered by 李四." in text
    assert "缺一次会议记录" in text
    assert "The unit leads no target of the plan" in text


# --- scoring -------------------------------------------------------------------------------
def cell(
    scheme: Scheme, unit: Department, code: str, points: str, version: Any = "", reason: str = ""
) -> dict[str, str]:
    key = f"{scheme.criteria.get(code=code).pk}-{unit.pk}"
    return {f"points-{key}": points, f"reason-{key}": reason, f"version-{key}": str(version)}


# --- publishing ----------------------------------------------------------------------------
def test_publishing_is_refused_while_scores_are_missing(client: Client, office: User) -> None:
    scheme = make_scheme()
    make_department("县统计局")
    response = client.post(url("publish", scheme), {"version": 1, "public_number": 1, "internal_number": 2})
    assert "县统计局" in response.text
    assert not Scheme.objects.get().is_published


def test_publishing_asks_for_two_different_numbers(client: Client, office: User) -> None:
    scheme = make_scheme()
    scored(scheme, "55", "37")
    same = client.post(url("publish", scheme), {"version": 1, "public_number": 5, "internal_number": 5})
    assert "The two notices need different numbers." in same.text
    done = client.post(url("publish", scheme), {"version": 1, "public_number": 5, "internal_number": 7})
    assert done.headers["Location"] == url("detail", scheme)
    found = Scheme.objects.get()
    assert (found.is_published, found.public_number, found.internal_number) == (True, 5, 7)
    assert found.published_by == office


def test_the_first_group_of_a_year_is_published_without_numbers(client: Client, office: User) -> None:
    scheme = make_scheme()
    make_scheme(group=Group.TOWNSHIPS)
    scored(scheme, "55", "37")
    assert "public_number" not in client.get(url("publish", scheme)).text
    client.post(url("publish", scheme), {"version": 1})
    assert Scheme.objects.get(pk=scheme.pk).public_number is None


def test_a_running_period_is_pointed_out(client: Client, office: User) -> None:
    from quality_portal.lib import clock

    scheme = make_scheme(clock.today().year)
    scored(scheme, "55", "37")
    assert client.get(url("publish", scheme)).context["is_running"] == (scheme.period_end > clock.today())


def test_a_published_scheme_leads_back_to_its_results(client: Client, office: User) -> None:
    scheme = make_scheme()
    scored(scheme, "55", "37")
    publish(scheme)
    back = [client.get(url(page, scheme)).headers["Location"] for page in ("publish",)]
    assert back == [url("detail", scheme)]
    assert "Enter scores" not in client.get(url("detail", scheme)).text


def test_a_change_that_comes_too_late_is_told_in_the_form(office: User) -> None:
    scheme = make_scheme()
    scored(scheme, "55", "37")
    published = publish(scheme)
    form = PublishForm(scheme, {"version": 1}, today=FEBRUARY.date(), is_last=False)
    assert form.is_valid()
    assert not carried_out(form, lambda: actions.publish(scheme=published, by=office))
    assert form.non_field_errors() == ["The results are published already."]


# --- cost ----------------------------------------------------------------------------------
@pytest.mark.parametrize("page", ["detail", "scores", "procedure"])
def test_pages_ask_the_same_number_of_questions_at_1_and_3_units(
    client: Client, office: User, page: str
) -> None:
    scheme = make_scheme()
    counts = []
    for _round in range(2):
        scored(scheme, "55", "37")
        client.get(url(page, scheme))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(page, scheme))
        counts.append(len(queries))
        scored(scheme, "55", "37")
    assert counts[0] == counts[1] <= 22


def test_the_list_asks_the_same_number_of_questions_at_1_and_3_years(client: Client, office: User) -> None:
    client.get(reverse("assessments:list"))
    counts = []
    for years in ((2021,), (2022, 2023)):
        for year in years:
            make_scheme(year)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("assessments:list"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4
