"""Pages of what follows the scores: who sees what, what a page costs, exports."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import actions
from assessments.models import Objection, Rectification, Scheme
from departments.access import Role
from departments.models import Department, Task
from quality_portal.lib import clock
from tests.assessments.factories import DAY, FEBRUARY, make_full_scores, make_scheme
from tests.departments.factories import make_department, make_user

pytestmark = pytest.mark.django_db

LISTS = ("rulings", "objections", "corrections", "rectifications")


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    """Ask for every page in English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def sign_in(client: Client, role: Role, unit: Department | None = None) -> None:
    client.force_login(make_user(role=role, department=unit), backend="departments.backends.RoleBackend")


def address(name: str, *rest: object) -> str:
    return reverse(f"assessments:{name}", args=rest)


def make_year(year: int) -> tuple[Scheme, Department]:
    """Publish a year in which one unit has a forced grade, an objection and a correction."""
    scheme, unit = make_scheme(year), make_department()
    make_full_scores(scheme, unit, "55", "37")
    office = make_user()
    values = {"reason": "系统性事件", "document": "文件", "decided_on": DAY, "by": office, "today": DAY}
    actions.record_ruling(scheme=scheme, unit=unit, letter="D", **values)
    other = [each for each in Department.objects.all() if each != unit]
    for each in other:
        make_full_scores(scheme, each, "50", "30")
    published = actions.publish(scheme=scheme, by=office, now=FEBRUARY)
    person = make_user(role=Role.LIAISON, department=unit)
    criterion = scheme.criteria.get(code="K1")
    objection = actions.raise_objection(
        criterion=criterion, unit=unit, text="已报送", by=person, now=FEBRUARY
    )
    actions.answer_objection(
        objection, by=office, version=1, is_upheld=True, answer="属实", points=Decimal(56), now=FEBRUARY
    )
    return published, unit


@pytest.mark.parametrize("name", LISTS)
def test_lists_cost_the_same_at_1_and_3_rows_and_are_exported(client: Client, name: str) -> None:
    make_year(2023)
    sign_in(client, Role.OFFICE)
    counts = []
    client.get(address(name))
    for more in ((), (2024, 2025)):
        for year in more:
            make_year(year)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address(name))
        counts.append((response.context["listing"].total, len(queries)))
    assert [total for total, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]
    for kind in ("xlsx", "csv"):
        assert client.get(address(f"{name}_export"), {"format": kind, "year": "2024"}).status_code == 200


def test_a_stranger_finds_nothing(client: Client) -> None:
    scheme, unit = make_year(2025)
    stranger = make_department()
    sign_in(client, Role.LIAISON, stranger)
    objection, row = Objection.objects.get(), Rectification.objects.get()
    asked = [
        address("objection", objection.pk),
        address("rectification", row.pk),
        address("ruling", scheme.rulings.get().pk),
        address("object", 2025, "departments", unit.code, "K1"),
    ]
    assert [client.get(page).status_code for page in asked] == [404] * 4
    assert [client.get(address(name)).context["listing"].total for name in LISTS] == [0] * 4
    assert client.get(address("correct", 2025, "departments", unit.code, "K1")).status_code == 403


def test_the_unit_page_shows_objection_and_correction(client: Client) -> None:
    _scheme, unit = make_year(2025)
    sign_in(client, Role.LIAISON, unit)
    text = client.get(address("unit", 2025, "departments", unit.code)).text
    assert "Correction no. 1" in text
    assert "属实" in text


def test_a_plan_is_written_returned_and_accepted_on_its_page(client: Client) -> None:
    _scheme, unit = make_year(2025)
    page = address("rectification", Rectification.objects.get().pk)
    sign_in(client, Role.LIAISON, unit)
    client.post(page, {"version": 1, "plan": "逐项整改", "hand_in": "on"})
    sign_in(client, Role.OFFICE)
    client.post(page, {"version": 2, "remark": "补充时限"})
    sign_in(client, Role.LIAISON, unit)
    assert "补充时限" in client.get(page).text
    client.post(page, {"version": 3, "plan": "逐项整改，三月底前完成", "hand_in": "on"})
    sign_in(client, Role.OFFICE)
    due = clock.today().replace(day=1)
    refused = client.post(page, {"version": 4, "title": "整改", "deliverable": "报告", "due_on": str(due)})
    assert "must lie in the future" in refused.text
    client.post(page, {"version": 4, "title": "整改", "deliverable": "报告", "due_on": "2099-01-31"})
    assert (Task.objects.get().lead, Task.objects.get().state) == (unit, "issued")


def test_the_office_forces_and_lifts_a_grade_and_corrects(client: Client) -> None:
    scheme, unit = make_scheme(2025), make_department()
    make_full_scores(scheme, unit, "55", "37")
    sign_in(client, Role.OFFICE)
    page = address("ruling_new", 2025, "departments")
    values = {
        "unit": unit.pk,
        "letter": "D",
        "reason": "事件",
        "document": "文件",
        "decided_on": "2026-02-01",
    }
    assert client.get(page).status_code == 200
    client.post(page, values)
    ruling = scheme.rulings.get()
    client.post(address("ruling", ruling.pk), {"version": 1, "lifted_because": "复核"})
    ruling.refresh_from_db()
    assert ruling.lifted_because == "复核"
    actions.publish(scheme=Scheme.objects.get(), by=make_user(), now=FEBRUARY)
    client.post(address("correct", 2025, "departments", unit.code, "K1"), {"points": "56", "reason": "漏计"})
    assert scheme.corrections.get().points_after == Decimal(56)
    with pytest.raises(ValidationError):
        actions.lift_ruling(ruling, by=make_user(), version=2, reason="再", today=DAY)


def test_the_years_are_shown_and_exported(client: Client) -> None:
    make_year(2024)
    _scheme, unit = make_year(2025)
    sign_in(client, Role.OFFICE)
    found = client.get(address("over_years")).context["found"]
    assert (found.years, len(found.units)) == ((2024, 2025), 2)
    assert found.grades == (("B", (0, 1)), ("D", (1, 1)))
    # 2025: of K2's 2 x 40 points 37 + 30 were had, 13 of 80 lost.
    assert next((row.code, str(row.share)) for row in found.losses if row.year == 2025) == ("K2", "16.25")
    assert client.get(address("over_years_export"), {"format": "csv"}).status_code == 200
    sign_in(client, Role.LIAISON, unit)
    own = client.get(address("over_years")).context["found"]
    assert (len(own.units), own.grades) == (1, found.grades)
