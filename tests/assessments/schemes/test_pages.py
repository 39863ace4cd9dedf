"""Pages of the schemes: list, table of criteria, editing, copies, adoption, grades, files."""

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions import editions
from assessments.models import Criterion, Group, Rule, Scheme, Score
from departments.access import Role
from tests.assessments.factories import make_scheme, make_score
from tests.departments.factories import make_department, make_user

pytestmark = pytest.mark.django_db


def signed_in(role: Role = Role.OFFICE, **values: Any) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(make_user(role=role, **values))
    return client


def page(name: str, *args: int) -> str:
    return reverse(f"assessments:{name}", args=args)


def make_tree() -> Scheme:
    """A heading of 60 points whose parts come to 50, and a leaf of 40."""
    scheme = make_scheme()
    head = scheme.criteria.get(code="K1")
    for number, points in enumerate(("20", "30"), start=1):
        Criterion.objects.create(
            scheme=scheme,
            parent=head,
            code=f"K1.{number}",
            name=f"部分{number}",
            points=Decimal(points),
            rule=Rule.MANUAL,
            order=number,
            is_key=number == 1,
        )
    return scheme


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_schemes_as_for_one(
    rows: int, django_assert_num_queries: object
) -> None:
    for year in range(2023, 2023 + rows):
        make_scheme(year)
    client = signed_in()
    with django_assert_num_queries(8):  # type: ignore[operator]
        response = client.get(page("schemes"))
    assert response.content.decode().count("年度考核方案") == rows


@pytest.mark.parametrize("more", [0, 2])
def test_a_scheme_asks_as_often_for_many_criteria_as_for_few(
    more: int, django_assert_num_queries: object
) -> None:
    scheme = make_tree()
    for number in range(more):
        Criterion.objects.create(
            scheme=scheme, code=f"X{number}", name="加项", points=1, rule=Rule.MANUAL, order=9
        )
    client = signed_in()
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get(page("scheme", scheme.pk))


def test_the_table_spans_heads_and_says_what_does_not_add_up() -> None:
    scheme = make_tree()
    html = signed_in().get(page("scheme", scheme.pk)).content.decode()
    assert 'rowspan="2"' in html
    assert "“指标1” has 60 points, but its parts come to 50." in html


def test_a_liaison_sees_the_edition_in_force_but_no_draft_and_may_edit_nothing() -> None:
    scheme = make_scheme()
    draft = editions.copy_scheme(source=scheme, year=2025, by=make_user())
    client = signed_in(Role.LIAISON, department=make_department())
    assert client.get(page("scheme", scheme.pk)).status_code == 200
    assert client.get(page("scheme", draft.pk)).status_code == 404
    assert client.get(page("criteria_export", draft.pk)).status_code == 404
    assert client.get(page("scheme_edit", scheme.pk)).status_code == 403


def test_a_liaison_of_the_other_group_gets_nothing() -> None:
    scheme = make_scheme(group=Group.TOWNSHIPS)
    client = signed_in(Role.LIAISON, department=make_department())
    assert client.get(page("scheme", scheme.pk)).status_code == 404


def test_a_criterion_is_added_with_the_parameters_of_its_rule() -> None:
    scheme = make_scheme()
    data = {"code": "K3", "name": "制度", "kind": "scored", "points": "5", "rule": "tier"}
    client = signed_in()
    wrong = client.post(page("criterion_new", scheme.pk), data)
    assert wrong.status_code == 200
    data["tier__tiers"] = "齐全：5\n不全: 2.5"
    assert client.post(page("criterion_new", scheme.pk), data).status_code == 302
    assert scheme.criteria.get(code="K3").params == {"tiers": [["齐全", 5], ["不全", "2.5"]]}


def test_a_criterion_moves_and_goes_unless_it_is_scored() -> None:
    scheme = make_scheme()
    first, second = scheme.criteria.all()
    client = signed_in()
    client.post(page("criterion_move", scheme.pk, second.pk), {"to": "up"})
    assert [each.code for each in scheme.criteria.all()] == ["K2", "K1"]
    make_score(scheme, make_department(), "3", code="K1")
    client.post(page("criterion_remove", scheme.pk, first.pk))
    client.post(page("criterion_remove", scheme.pk, second.pk))
    assert [each.code for each in scheme.criteria.all()] == ["K1"]


def test_a_copy_moves_the_period_and_keeps_the_tree() -> None:
    scheme = make_tree()
    client = signed_in()
    client.post(page("scheme_copy", scheme.pk), {"year": "2026"})
    copy = Scheme.objects.get(year=2026)
    assert (copy.name, str(copy.period_end), copy.edition) == ("2026年度考核方案", "2026-12-31", 1)
    assert copy.criteria.get(code="K1.2").parent == copy.criteria.get(code="K1")


def test_an_adopted_edition_takes_over_scores_by_code_and_says_what_it_drops() -> None:
    scheme = make_scheme()
    unit = make_department()
    make_score(scheme, unit, "50", code="K1")
    make_score(scheme, unit, "30", code="K2")
    draft = editions.copy_scheme(source=scheme, year=2025, by=make_user())
    draft.criteria.filter(code="K2").update(code="K9")
    client = signed_in()
    url = page("scheme_adopt", draft.pk)
    assert "K2 指标2" in client.get(url).content.decode()
    assert client.post(url, {"version": draft.version, "drops": "0"}).status_code == 200
    assert client.post(url, {"version": draft.version, "drops": "1"}).status_code == 302
    draft.refresh_from_db()
    scheme.refresh_from_db()
    assert (draft.is_current, scheme.is_current, draft.adopted_by is not None) == (True, False, True)
    found = Score.objects.filter(criterion__scheme=draft).values_list("criterion__code", "points")
    assert list(found) == [("K1", Decimal("50.00"))]
    assert Score.objects.filter(criterion__scheme=scheme).count() == 2
    refused = client.post(page("criterion_new", draft.pk), {"code": "Z", "name": "z", "kind": "scored"})
    assert refused.status_code == 200


@pytest.mark.parametrize(
    ("begins", "status"), [(("85", "60", "0"), 302), (("85", "85", "0"), 200), (("85", "60", "10"), 200)]
)
def test_grades_fall_strictly_and_begin_at_0(begins: tuple[str, ...], status: int) -> None:
    scheme = make_scheme()
    data: dict[str, str] = {}
    for place, (letter, points) in enumerate(zip("ABC", begins, strict=True)):
        data |= {f"letter-{place}": letter, f"name-{place}": letter, f"from-{place}": points}
    data |= {"letter-3": "", "name-3": "", "from-3": ""}
    assert signed_in().post(page("scheme_bands", scheme.pk), data).status_code == status
    assert scheme.bands.count() == (3 if status == 302 else 4)


def test_the_workbook_has_merged_heads() -> None:
    scheme = make_tree()
    content = signed_in().get(page("criteria_export", scheme.pk)).content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[2]][:5] == ["指标1（60分）", "*部分1", "K1.1", "计分项", 20]
    assert sorted(str(each) for each in sheet.merged_cells.ranges) == ["A2:A3", "A4:B4"]


def test_both_files_of_the_list_and_the_csv_of_criteria_are_given() -> None:
    scheme = make_tree()
    client = signed_in()
    assert "2025年度考核方案" in client.get(page("scheme_export"), {"format": "csv"}).content.decode()
    found = client.get(page("criteria_export", scheme.pk), {"format": "csv"}).content.decode()
    assert "指标1（60分）" in found
