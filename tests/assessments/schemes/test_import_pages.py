"""Importing a criteria table into a draft edition, from the upload to what is written."""

import io
from typing import Any

import openpyxl
import pytest

from assessments.actions import editions
from assessments.models import Criterion, Score
from departments.access import Role
from departments.models import User
from tests.assessments.factories import FEBRUARY, make_scheme, make_score
from tests.assessments.schemes.tables import TAIZHOU, XUZHOU, Rows, workbook
from tests.assessments.schemes.uploads import page, sent_back, signed_in, upload
from tests.departments.factories import make_department, make_user

pytestmark = pytest.mark.django_db

GOOD: Rows = [["编号", "考核内容", "指标", "分值"], ["1", "组织", "机构", 60], ["2", None, "制度", 40]]


def test_the_preview_shows_the_tree_and_what_does_not_add_up_and_writes_nothing() -> None:
    scheme = make_scheme()
    html = upload(signed_in(), scheme, workbook(TAIZHOU)).content.decode()
    assert "“绩效考核” has 6 points, but its parts come to 4." in html
    assert "“规划计划” has 2 points, but its parts come to 1." in html
    assert "does not add up" in html
    assert '<option value="points" selected>' in html
    assert "Criteria that the table does not have" in html
    assert [each.code for each in scheme.criteria.all()] == ["K1", "K2"]


def test_confirming_writes_the_tree_with_history_and_removes_the_rest() -> None:
    scheme = make_scheme()
    user = make_user(role=Role.OFFICE)
    client = signed_in(user)
    data = sent_back(upload(client, scheme, workbook(XUZHOU))) | {"do": "write"}
    assert client.post(page(scheme), data).status_code == 302
    found = [(row.code, row.parent.code if row.parent else "") for row in scheme.criteria.all()]
    assert found == [
        ("1", ""),
        ("1.1", "1"),
        ("1.1.1", "1.1"),
        ("1.1.1.1", "1.1.1"),
        ("1.1.1.2", "1.1.1"),
        ("1.1.1.3", "1.1.1"),
        ("1.1.1.4", "1.1.1"),
        ("1.1.2", "1.1"),
        ("1.1.2.1", "1.1.2"),
    ]
    kinds = Criterion.history.filter(scheme=scheme, history_user_id=user.signature).values_list(
        "history_type", flat=True
    )
    assert sorted(kinds) == ["+"] * 9 + ["-"] * 2
    again = client.post(page(scheme), data, follow=True).content.decode()
    assert "This upload is no longer there." in again


def test_a_department_chosen_for_an_unknown_name_scores() -> None:
    scheme, unit = make_scheme(), make_department()
    client = signed_in()
    data = sent_back(upload(client, scheme, workbook(XUZHOU)))
    names = {data[name]: name for name in data if name.startswith("name-")}
    data[names["市质监局"].replace("name", "unit")] = str(unit.pk)
    early = client.post(page(scheme), data | {"do": "write"})
    assert "Look at the preview with these answers first." in early.content.decode()
    data = sent_back(client.post(page(scheme), data | {"do": "check"}))
    assert client.post(page(scheme), data | {"do": "write"}).status_code == 302
    assert scheme.criteria.filter(scored_by=unit).count() == 4


def test_a_column_said_to_mean_something_else_is_read_so() -> None:
    scheme = make_scheme()
    client = signed_in()
    rows: Rows = [["考核内容", "指标", "权重", "分值"], ["组织", "机构", 60, 1], [None, "制度", 40, 1]]
    data = sent_back(upload(client, scheme, workbook(rows)))
    data |= {"column-2": "points", "column-3": ""}
    data = sent_back(client.post(page(scheme), data | {"do": "check"}))
    assert (data["column-2"], data["column-3"]) == ("points", "")
    client.post(page(scheme), data | {"do": "write"})
    assert [f"{each.points:f}" for each in scheme.criteria.all()] == ["100.00", "60.00", "40.00"]


def test_cells_that_cannot_be_read_stop_it_and_come_back_marked() -> None:
    scheme = make_scheme()
    client = signed_in()
    response = upload(client, scheme, workbook([GOOD[0], ["1", "组织", "机构", "很多"], GOOD[2]]))
    assert "Write the points as a number, such as 4 or 0.5." in response.content.decode()
    data = sent_back(response)
    refused = client.post(page(scheme), data | {"do": "write"})
    assert "Nothing was written." in refused.content.decode()
    assert scheme.criteria.count() == 2
    marked = client.post(page(scheme), data | {"do": "marked"})
    sheet = openpyxl.load_workbook(io.BytesIO(marked.content)).active
    assert "Write the points as a number" in sheet["D2"].comment.text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("细则.docx", b"PK", "Choose a table: xlsx, xls, ods or csv."),
        ("细则.xlsx", b"no workbook", "“.xlsx”"),
        ("细则.csv", "甲,乙\n1,2\n".encode(), "No heading of a criteria table is known"),
    ],
)
def test_what_is_no_table_is_refused_in_words(name: str, content: bytes, words: str) -> None:
    html = upload(signed_in(), make_scheme(), content, name).content.decode()
    assert words in html
    assert 'name="token"' not in html


def test_an_adopted_edition_takes_no_table() -> None:
    scheme = make_scheme()
    client = signed_in()
    data = sent_back(upload(client, scheme, workbook(GOOD))) | {"do": "write"}
    editions.adopt(scheme=scheme, by=make_user(), version=scheme.version, now=FEBRUARY)
    told = client.post(page(scheme), data, follow=True).content.decode()
    assert "This edition is adopted. Make a new edition to change it." in told
    assert page(scheme) not in told
    assert upload(client, scheme, workbook(GOOD)).status_code == 302
    assert [each.code for each in scheme.criteria.all()] == ["K1", "K2"]


def test_what_changed_since_the_preview_is_not_overwritten() -> None:
    scheme = make_scheme()
    client = signed_in()
    data = sent_back(upload(client, scheme, workbook(GOOD))) | {"do": "write"}
    Criterion.objects.filter(scheme=scheme, code="K1").update(version=2)
    told = client.post(page(scheme), data).content.decode()
    assert "The criteria have changed since the preview. Look at it again." in told
    assert scheme.criteria.count() == 2


def test_criteria_with_scores_are_neither_removed_nor_divided() -> None:
    scheme = make_scheme()
    make_score(scheme, make_department(), "50", code="K1")
    client = signed_in()
    data = sent_back(upload(client, scheme, workbook(GOOD))) | {"do": "write"}
    assert "Scores are given for “指标1” already" in client.post(page(scheme), data).content.decode()
    assert scheme.criteria.count() == 2
    assert Score.objects.count() == 1


def test_strangers_get_nothing_and_an_upload_is_bound_to_person_and_scheme() -> None:
    scheme, other = make_scheme(), make_scheme(2024)
    draft = editions.copy_scheme(source=scheme, year=2030, by=make_user())
    liaison = signed_in(make_user(role=Role.LIAISON, department=make_department()))
    assert liaison.get(page(scheme)).status_code == 403
    assert upload(liaison, draft, workbook(GOOD)).status_code == 403
    data = sent_back(upload(signed_in(), scheme, workbook(GOOD))) | {"do": "write"}
    told = signed_in().post(page(scheme), data, follow=True).content.decode()
    assert "This upload is no longer there." in told
    own = signed_in(User.objects.filter(role=Role.OFFICE).first())
    assert "no longer there" in own.post(page(other), data, follow=True).content.decode()
    assert scheme.criteria.filter(code="1").count() == 0


@pytest.mark.parametrize("more", [0, 2])
def test_the_preview_asks_as_often_for_many_rows_as_for_few(
    more: int, django_assert_num_queries: Any
) -> None:
    scheme = make_scheme()
    rows: Rows = [*GOOD, *[[str(number + 3), None, f"加项{number}", 1] for number in range(more)]]
    content = workbook(rows)
    client = signed_in()
    with django_assert_num_queries(9):
        upload(client, scheme, content)
