"""Importing enterprises, and what every import of records promises."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from enterprises.actions import files
from enterprises.actions.table_imports import stored_file
from enterprises.models import Enterprise, TableImport
from tests.departments.factories import make_township, make_user
from tests.enterprises.factories import make_code, make_enterprise
from tests.enterprises.imports.tables import cells, figures, make_table, upload

pytestmark = pytest.mark.django_db

PAGE = "enterprises:import"
HEADS = ("企业名称", "乡镇", "统一社会信用代码", "所属行业", "联系电话", "成立日期")
ONE, TWO = make_code(900_001), make_code(900_002)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def confirm(client: Client, found: TableImport, **sent: str) -> str:
    """Confirm an import and return what the page says."""
    url = reverse("enterprises:import_confirm", args=[found.pk])
    return client.post(url, sent, follow=True).content.decode()


def rows() -> list[tuple[object, ...]]:
    """Two enterprises as a person enters them."""
    return [
        ("云岭茶业有限公司", "石桥镇", ONE, "农业", "0859-1", "2016-05-04"),
        ("云岭水泥厂", "石桥镇", TWO, "工业", "", date(2010, 1, 2)),
    ]


def test_a_table_is_shown_first_and_written_when_confirmed(office: Client) -> None:
    make_township("石桥镇")
    found = upload(office, PAGE, make_table(HEADS, *rows()))
    assert (figures(found), Enterprise.objects.count()) == ((2, 0, 0, 0), 0)
    assert (
        "云岭茶业有限公司"
        in office.get(reverse("enterprises:import_detail", args=[found.pk])).content.decode()
    )
    confirm(office, found)
    tea = Enterprise.objects.get(credit_code=ONE)
    assert (tea.name, tea.industry, tea.phone, tea.founded_on) == (
        *("云岭茶业有限公司", "agriculture", "0859-1", date(2016, 5, 4)),
    )
    assert tea.name_key
    history = tea.history.get()
    assert (history.history_type, "表.xlsx" in history.history_change_reason) == ("+", True)
    found.refresh_from_db()
    assert (found.state, found.finished_at is not None) == ("done", True)


def test_the_same_table_twice_creates_nothing_and_a_second_click_neither(office: Client) -> None:
    make_township("石桥镇")
    found = upload(office, PAGE, make_table(HEADS, *rows()))
    confirm(office, found)
    confirm(office, found)
    again = upload(office, PAGE, make_table(HEADS, *rows()))
    assert (figures(again), Enterprise.history.count()) == ((0, 0, 2, 0), 2)


def test_changes_name_both_values_and_blank_cells_change_nothing(office: Client) -> None:
    township = make_township("石桥镇")
    make_enterprise("旧名厂", township=township, credit_code=ONE)
    found = upload(office, PAGE, make_table(("统一信用代码", "企业名称", "地址"), (ONE, "新名厂", "")))
    assert figures(found) == (0, 1, 0, 0)
    assert found.report["lines"][0]["changes"] == ["名称：旧名厂 → 新名厂"]
    confirm(office, found)
    kept = Enterprise.objects.get()
    assert (kept.name, kept.township, kept.version, kept.history.count()) == ("新名厂", township, 2, 2)


def test_refused_rows_are_named_and_come_back_marked(office: Client) -> None:
    make_township("石桥镇")
    bad = ("错码厂", "石桥镇", ONE[:-1] + ("0" if ONE[-1] != "0" else "1"), "工业", "", "")
    nowhere = ("无镇厂", "月亮镇", TWO, "工业", "", "")
    found = upload(office, PAGE, make_table(HEADS, rows()[0], bad, nowhere, rows()[0]))
    refused = [(row["row"], row["column"], row["value"]) for row in found.report["rejected"]]
    assert figures(found) == (1, 0, 0, 3)
    assert refused == [(4, "乡镇", "月亮镇"), (3, HEADS[2], bad[2]), (5, HEADS[2], ONE)]
    confirm(office, found)
    assert Enterprise.objects.count() == 0
    sheet = cells(office.get(reverse("enterprises:import_marked", args=[found.pk])).content)
    assert "月亮镇" in sheet["B4"].comment.text
    assert sheet["B4"].fill.start_color.rgb.endswith("FFC7CE")
    confirm(office, found, good_rows="1")
    assert [each.credit_code for each in Enterprise.objects.all()] == [ONE]


def test_records_changed_since_the_preview_are_told(office: Client) -> None:
    township = make_township("石桥镇")
    held = make_enterprise("旧名厂", township=township, credit_code=ONE)
    found = upload(office, PAGE, make_table(HEADS[:3], ("新名厂", "石桥镇", ONE)))
    files.change_enterprise(held, by="x", version=1, name="新名厂")
    confirm(office, found)
    found.refresh_from_db()
    assert (found.is_open, figures(found)) == (True, (0, 0, 1, 0))


@pytest.mark.parametrize(
    ("heads", "row"),
    [(("甲", "乙"), ("1", "2")), (("企业名称", "地址"), ("甲厂", "一号"))],
)
def test_a_table_without_the_needed_headings_is_refused(
    office: Client, heads: tuple[str, ...], row: tuple[str, ...]
) -> None:
    answer = office.post(reverse(PAGE), {"file": make_table(heads, row)})
    assert "统一社会信用代码" in str(answer.context["form"].errors)
    assert TableImport.objects.count() == 0


def test_hostile_and_foreign_files_get_a_sentence(office: Client) -> None:
    for name, content in (("a.xlsx", b"PK\x03\x04nonsense"), ("a.exe", b"MZ"), ("a.csv", b"\x00\x01")):
        answer = office.post(reverse(PAGE), {"file": SimpleUploadedFile(name, content)})
        assert (name, answer.status_code, "file" in answer.context["form"].errors) == (name, 200, True)


def test_the_template_has_examples_and_lists_and_imports_as_nothing(office: Client) -> None:
    make_township("石桥镇")
    answer = office.get(reverse("enterprises:import_template"))
    sheet = cells(answer.content)
    assert [cell.value for cell in sheet[1]][:2] == ["统一社会信用代码*", "企业名称*"]
    assert sheet["B2"].value == "示例食品有限公司"
    assert len(sheet.data_validations.dataValidation) == 3
    found = upload(office, PAGE, SimpleUploadedFile("模板.xlsx", answer.content))
    assert (figures(found), found.report["read"]) == ((0, 0, 0, 0), 0)


def test_an_exported_list_comes_back_unchanged(office: Client) -> None:
    make_enterprise("云岭茶业有限公司")
    content = office.get(reverse("enterprises:export")).content
    found = upload(office, PAGE, SimpleUploadedFile("导出.xlsx", content))
    assert (figures(found), found.report["ignored"]) == ((0, 0, 1, 0), ["产品数"])


def test_a_merged_file_takes_no_rows(office: Client) -> None:
    kept = make_enterprise()
    gone = make_enterprise(credit_code=ONE, closed_on=date(2024, 1, 1))
    Enterprise.objects.filter(pk=gone.pk).update(merged_into=kept, merge_reason="同一企业")
    found = upload(office, PAGE, make_table(HEADS[:3], (gone.name, "", ONE)))
    assert (figures(found), kept.name in found.report["rejected"][0]["message"]) == ((0, 0, 0, 1), True)


def test_the_raw_file_is_kept_and_given_back(office: Client) -> None:
    found = upload(office, PAGE, make_table(HEADS, *rows()))
    answer = office.get(reverse("enterprises:import_file", args=[found.pk]))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content == stored_file(found).read_bytes()
    stored_file(found).write_bytes(b"changed")
    confirm(office, found)
    assert Enterprise.objects.count() == 0
    assert office.get(reverse("enterprises:import_file", args=[found.pk])).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_imports_are_listed_in_the_same_number_of_questions(
    office: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(number):
        upload(office, PAGE, make_table(HEADS, *rows(), name=f"{place}.xlsx"))
    office.get(reverse(PAGE))
    with django_assert_num_queries(5):
        answer = office.get(reverse(PAGE))
    assert answer.context["listing"].total == number


def test_only_the_office_imports_and_only_the_uploader_confirms(office: Client) -> None:
    make_township("石桥镇")
    found = upload(office, PAGE, make_table(HEADS, *rows()))
    office.force_login(make_user(role=Role.OFFICE))
    assert office.post(reverse("enterprises:import_confirm", args=[found.pk])).status_code == 404
    assert office.get(reverse("enterprises:product_import_detail", args=[found.pk])).status_code == 404
    for role in (Role.LIAISON, Role.LEADER, Role.ADMINISTRATOR):
        office.force_login(make_user(role=role))
        for name in ("import_detail", "import_file", "import_marked"):
            assert office.get(reverse(f"enterprises:{name}", args=[found.pk])).status_code == 403
        assert office.get(reverse(PAGE)).status_code == 403
    assert Enterprise.objects.count() == 0
