"""Tables out of the back office."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.backoffice import tables
from departments.models import User
from tests.departments.factories import make_department, make_duty, make_user

pytestmark = pytest.mark.django_db

EXPORT = "admin:departments_department_export"
XLSX, CSV = "0", "1"


@pytest.fixture
def administrator(client: Client) -> User:
    user = make_user(role=Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def rows_of(content: bytes) -> list[tuple[object, ...]]:
    """Every row of a workbook's first sheet."""
    sheet = load_workbook(BytesIO(content)).active
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.parametrize(("file_format", "start"), [(XLSX, b"PK"), (CSV, b"\xef\xbb\xbf")])
def test_exports_defuse_formulas(client: Client, administrator: User, file_format: str, start: bytes) -> None:
    make_department("=1+1", code="a")
    answer = client.post(reverse(EXPORT), {"resource": "0", "format": file_format})
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"].startswith('attachment; filename="department-')
    if file_format == CSV:
        assert "'=1+1" in answer.content.decode("utf-8-sig")
    else:
        cell = load_workbook(BytesIO(answer.content)).active["B2"]
        assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("rows", [1, 3])
def test_exports_ask_the_same_number_of_questions(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(make_user(role=Role.OFFICE))
    for _number in range(rows):
        make_duty(lead=make_department()).cooperating.add(make_department())
    with django_assert_num_queries(14):
        answer = client.post(reverse("admin:departments_duty_export"), {"resource": "0", "format": XLSX})
    assert len(rows_of(answer.content)) == rows + 1


def test_too_long_an_export_says_so(
    client: Client, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MAX_EXPORT", 0)
    make_department()
    answer = client.post(reverse(EXPORT), {"resource": "0", "format": XLSX})
    assert answer.status_code == 200
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_an_address_no_filter_knows_leads_to_the_list(client: Client, administrator: User) -> None:
    answer = client.get(reverse(EXPORT), {"is_active__exact": "x", "nonsense": "1"})
    assert answer.status_code == 302


def test_forged_row_numbers_export_nothing(client: Client, administrator: User) -> None:
    answer = client.post(reverse(EXPORT), {"resource": "0", "format": XLSX, "export_items": ["abc"]})
    assert answer.headers["Content-Type"].startswith("text/html")
