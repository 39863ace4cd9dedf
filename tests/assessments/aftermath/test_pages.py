"""Pages of what follows the scores: who sees what, what a page costs, exports."""

import io
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from assessments import actions
from assessments.models import Objection, Rectification, Scheme
from departments.access import Role
from departments.models import Department, Task
from quality_portal.lib import clock
from tests.assessments.factories import DAY, FEBRUARY, make_full_scores, make_scheme, make_score
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
    actions.record_ruling(
        scheme=scheme,
        unit=unit,
        letter="D",
        reason="系统性事件",
        document="文件",
        decided_on=DAY,
        by=office,
        today=DAY,
    )
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


def test_points_of_a_criterion_with_a_dotted_code_are_objected_to_and_corrected(client: Client) -> None:
    scheme, unit = make_scheme(2025), make_department()
    make_full_scores(scheme, unit, "55", "37")
    scheme.criteria.filter(code="K1").update(code="D1.1")
    actions.publish(scheme=Scheme.objects.get(), by=make_user())
    sign_in(client, Role.LIAISON, unit)
    page = address("object", 2025, "departments", unit.code, "D1.1")
    assert page in client.get(address("unit", 2025, "departments", unit.code)).text
    client.post(page, {"text": "材料已报送"})
    assert Objection.objects.get().points_before == Decimal(55)
    sign_in(client, Role.OFFICE)
    page = address("correct", 2025, "departments", unit.code, "D1.1")
    assert page in client.get(address("unit", 2025, "departments", unit.code)).text
    client.post(page, {"points": "56", "reason": "漏计"})
    assert scheme.corrections.get().code == "D1.1"


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
    everybodys = client.get(address("over_years")).context["everybodys"]
    assert [(row.code, row.losing, row.units) for row in everybodys] == [("K2", 2, 2), ("K1", 2, 2)]
    assert client.get(address("over_years_export"), {"format": "csv"}).status_code == 200
    book = load_workbook(io.BytesIO(client.get(address("over_years_export")).content))
    assert book.sheetnames == ["历年考核结果", "失分指标", "等级分布"]
    spread = [[cell.value for cell in row] for row in book["等级分布"].iter_rows()]
    assert spread == [["等级", "2024年单位数", "2025年单位数"], ["B", 0, 1], ["D", 1, 1]]
    lost = [[cell.value for cell in row] for row in book["失分指标"].iter_rows()]
    assert lost[1] == [2025, "K2", "指标2", 16.25, 2, 2, "是"]
    heads = [cell.value for cell in book["历年考核结果"][1]]
    assert heads[:5] == ["单位", "2024年总分", "2024年得分等级", "2024年评定等级", "2024年名次"]
    sign_in(client, Role.LIAISON, unit)
    own = client.get(address("over_years")).context["found"]
    assert (len(own.units), own.grades) == (1, found.grades)


def test_ranking_and_unit_show_the_grade_by_score_the_rounding_and_what_corrections_moved(
    client: Client,
) -> None:
    scheme, forced = make_year(2025)
    other = make_department("县二局")
    Scheme.objects.filter(pk=scheme.pk).update(banding_places=1)
    sign_in(client, Role.OFFICE)
    page = client.get(address("detail", 2025, "departments")).text
    assert "by score A" in page
    assert "Grade D was decided instead of A: 系统性事件" in page
    assert "Totals are rounded half up to decimals: 1, before they are graded." in page
    rows = client.get(address("detail", 2025, "departments")).context["moved"]
    assert [(row.correction.number, str(row.change.total), row.is_own) for row in rows] == [
        (1, str(rows[0].change.total), True)
    ]
    assert rows[0].change.total - rows[0].change.total_before == (
        rows[0].correction.points_after - rows[0].correction.points_before
    )
    unit = client.get(address("unit", 2025, "departments", forced.code)).text
    assert "by score A" in unit
    assert "Corrections since publication" in unit
    sign_in(client, Role.LIAISON, other)
    assert client.get(address("detail", 2025, "departments")).status_code == 404


def test_a_unit_page_leads_to_corrections_of_criteria_whose_codes_have_dots(client: Client) -> None:
    scheme, unit = make_scheme(2025), make_department()
    scheme.criteria.filter(code="K1").update(code="D1.1.1")
    make_score(scheme, unit, "50", code="D1.1.1")
    make_score(scheme, unit, "30", code="K2")
    actions.publish(scheme=Scheme.objects.get(), by=make_user(), now=FEBRUARY)
    sign_in(client, Role.OFFICE)
    page = address("correct", 2025, "departments", unit.code, "D1.1.1")
    assert page in client.get(address("unit", 2025, "departments", unit.code)).text
    assert client.get(page).status_code == 200
