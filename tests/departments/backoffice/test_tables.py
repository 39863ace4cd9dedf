"""Tables in and out of the back office."""

import os
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from openpyxl import load_workbook

from departments.access import Role
from departments.backoffice import resources, uploads
from departments.models import Department, Duty, DutyArea, User
from quality_portal.lib.spreadsheets.writing import Column, Table, write_xlsx
from tests.departments.factories import make_area, make_department, make_duty, make_user

pytestmark = pytest.mark.django_db

IMPORT = "admin:departments_department_import"
CONFIRM = "admin:departments_department_process_import"
XLSX, CSV = "0", "1"


def in_chinese(words: str) -> str:
    """The Chinese of an interface text, whatever language is active."""
    with override("zh-hans"):
        return gettext(words)


@pytest.fixture
def administrator(client: Client) -> User:
    user = make_user(role=Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def workbook(headers: list[str], *rows: list[Any]) -> bytes:
    """Make a workbook of one sheet."""
    return write_xlsx([Table("表", [Column(header) for header in headers], rows)])


def upload(client: Client, content: bytes, *, file_format: str = XLSX, url: str = IMPORT) -> Any:
    """Upload a table and return the answer."""
    file = SimpleUploadedFile("table.xlsx", content)
    return client.post(reverse(url), {"resource": "0", "format": file_format, "import_file": file})


def refusals(answer: Any) -> str:
    """Every sentence the page says about refused rows."""
    page = answer.content.decode()
    return page[page.index("refused-rows") :]


def field_headers() -> list[str]:
    """The Chinese headers of the columns code, name, short name and kind."""
    resource = resources.resource_for(Department, ("code", "name", "short_name", "kind"), ("code",))()
    return [resource.fields[name].column_name for name in ("code", "name", "short_name", "kind")]


def test_a_table_is_tried_then_confirmed_under_the_persons_name(client: Client, administrator: User) -> None:
    content = workbook(field_headers(), ["nyj", "县农业局", "农业局", "department"])
    preview = upload(client, content)
    assert (Department.objects.count(), preview.context["result"].totals["new"]) == (0, 1)
    token = preview.context["confirm_form"].initial["upload"]
    answer = client.post(reverse(CONFIRM), {"upload": token})
    department = Department.objects.get(code="nyj")
    assert (answer.status_code, department.name) == (302, "县农业局")
    assert department.history.get().history_user_id == administrator.signature
    assert list(uploads.folder().iterdir()) == []


def test_the_same_table_again_changes_nothing(client: Client, administrator: User) -> None:
    make_department("县农业局", code="nyj")
    content = workbook(["code", "name", "short name"], ["nyj", "县农业局", "县农业局"])
    preview = upload(client, content)
    assert dict(preview.context["result"].totals)["skip"] == 1
    client.post(reverse(CONFIRM), {"upload": preview.context["confirm_form"].initial["upload"]})
    assert Department.objects.get().version == 1


def test_a_change_bumps_the_version(client: Client, administrator: User) -> None:
    make_department("县农业局", code="nyj")
    preview = upload(client, workbook(["code", "name"], ["nyj", "县农业农村局"]))
    client.post(reverse(CONFIRM), {"upload": preview.context["confirm_form"].initial["upload"]})
    department = Department.objects.get()
    assert (department.name, department.version, department.history.count()) == ("县农业农村局", 2, 2)


def test_csv_in_gb18030_is_read(client: Client, administrator: User) -> None:
    content = f"code,name,short_name,kind\r\nnyj,县农业局,农业局,{in_chinese('Department')}\r\n".encode(
        "gb18030"
    )
    preview = upload(client, content, file_format=CSV)
    client.post(reverse(CONFIRM), {"upload": preview.context["confirm_form"].initial["upload"]})
    assert Department.objects.get().kind == "department"


def test_one_wrong_row_keeps_all_rows_out(client: Client, administrator: User) -> None:
    rows = [["a", "甲局", "甲", "department"], ["b", "乙局", "乙", "village"]]
    answer = upload(client, workbook(["code", "name", "short_name", "kind"], *rows))
    assert "confirm_form" not in answer.context
    assert "village" in refusals(answer)
    assert Department.objects.count() == 0


@pytest.mark.parametrize(
    ("headers", "row", "said"),
    [
        (["name"], ["甲局"], in_chinese("code")),
        (["code", "code", "name"], ["a", "a", "甲局"], in_chinese("code")),
        (["code", "name", "order"], ["a", "甲局", "1_0"], "1_0"),
        (["code", "name", "is_active"], ["a", "甲局", "也许"], "也许"),
        (["code", "name", "short_name", "kind"], ["a", "局\ufdd0", "甲", "department"], "FDD0"),
        (["code", "name", "short_name", "kind"], ["a", "", "甲", "department"], "1"),
    ],
)
def test_what_does_not_fit_is_said_in_words(
    client: Client, administrator: User, headers: list[str], row: list[Any], said: str
) -> None:
    answer = upload(
        client,
        b"\xef\xbb\xbf" + f"{','.join(headers)}\n{','.join(map(str, row))}\n".encode(),
        file_format=CSV,
    )
    assert answer.status_code == 200
    assert said in refusals(answer)


def test_a_table_of_too_many_rows_is_refused(
    client: Client, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "MAX_ROWS", 1)
    answer = upload(client, workbook(["code", "name"], ["a", "甲局"], ["b", "乙局"]))
    assert "2" in refusals(answer)


@pytest.mark.parametrize("content", [b"PK\x03\x04 no zip at all", b"\xd0\xcf\x11\xe0", b"a;b\x00"])
def test_a_hostile_workbook_gets_a_sentence(client: Client, administrator: User, content: bytes) -> None:
    answer = upload(client, content)
    assert answer.status_code == 200
    assert len(answer.context["form"].errors["import_file"]) == 1
    assert list(uploads.folder().iterdir()) == []


@pytest.mark.parametrize("content", [workbook(["code", "name"]), b"\n\n"])
def test_a_table_without_rows_gets_a_sentence(client: Client, administrator: User, content: bytes) -> None:
    file_format = XLSX if content.startswith(b"PK") else CSV
    answer = upload(client, content, file_format=file_format)
    assert list(answer.context["form"].errors) == ["import_file"]


def test_a_form_without_a_file_says_so(client: Client, administrator: User) -> None:
    answer = client.post(reverse(IMPORT), {"format": XLSX})
    assert list(answer.context["form"].errors) == ["import_file"]


@pytest.mark.parametrize("token", ["", "forged", signing.dumps(["x"], salt=uploads.SALT), "x" * 2000])
def test_a_forged_confirmation_gets_a_sentence(client: Client, administrator: User, token: str) -> None:
    answer = client.post(reverse(CONFIRM), {"upload": token})
    assert answer.status_code == 400
    assert "errornote" in answer.content.decode()


def test_an_upload_is_confirmed_once_by_the_person_who_made_it(client: Client, administrator: User) -> None:
    preview = upload(
        client, workbook(["code", "name", "short_name", "kind"], ["a", "甲局", "甲", "department"])
    )
    token = preview.context["confirm_form"].initial["upload"]
    stranger = Client()
    stranger.force_login(make_user(role=Role.ADMINISTRATOR))
    assert stranger.post(reverse(CONFIRM), {"upload": token}).status_code == 400
    other_model = reverse("admin:departments_duty_process_import")
    office = Client()
    office.force_login(make_user(role=Role.OFFICE))
    assert office.post(other_model, {"upload": token}).status_code == 400
    assert client.post(reverse(CONFIRM), {"upload": token}).status_code == 302
    assert client.post(reverse(CONFIRM), {"upload": token}).status_code == 400


def test_an_exchanged_file_is_not_imported(client: Client, administrator: User) -> None:
    preview = upload(
        client, workbook(["code", "name", "short_name", "kind"], ["a", "甲局", "甲", "department"])
    )
    kept = next(uploads.folder().iterdir())
    kept.write_bytes(workbook(["code", "name", "short_name", "kind"], ["b", "乙局", "乙", "department"]))
    answer = client.post(reverse(CONFIRM), {"upload": preview.context["confirm_form"].initial["upload"]})
    assert (answer.status_code, Department.objects.count()) == (400, 0)


def test_what_changed_since_the_preview_is_told(client: Client, administrator: User) -> None:
    department = make_department("甲局", code="a")
    preview = upload(client, workbook(["code", "name", "version"], ["a", "乙局", 1]))
    department.version = 2
    department.save()
    answer = client.post(reverse(CONFIRM), {"upload": preview.context["confirm_form"].initial["upload"]})
    department.refresh_from_db()
    assert (answer.status_code, department.name) == (200, "甲局")
    assert "refused-rows" in answer.content.decode()


def test_uploads_are_private_and_swept_after_a_day(client: Client, administrator: User) -> None:
    old = uploads.keep(b"old", user=1, model="x", file_format=0)
    path = uploads.folder() / old.name
    assert (path.stat().st_mode & 0o777, uploads.folder().stat().st_mode & 0o777) == (0o600, 0o700)
    day_ago = time.time() - uploads.KEPT_SECONDS - 1
    os.utime(path, (day_ago, day_ago))
    uploads.keep(b"new", user=1, model="x", file_format=0)
    assert (path.exists(), len(list(uploads.folder().iterdir()))) == (False, 1)


def rows_of(content: bytes) -> list[tuple[object, ...]]:
    """Every row of a workbook's first sheet."""
    sheet = load_workbook(BytesIO(content)).active
    return list(sheet.iter_rows(values_only=True))


def test_an_exported_workbook_comes_back_unchanged(client: Client, administrator: User) -> None:
    area = make_area()
    make_duty(lead=make_department("甲局"), area=area).cooperating.add(make_department("乙局"))
    make_duty(area=area)
    client.force_login(make_user(role=Role.OFFICE))
    content = client.post(reverse("admin:departments_duty_export"), {"resource": "0", "format": XLSX}).content
    preview = upload(client, content, url="admin:departments_duty_import")
    assert dict(preview.context["result"].totals)["skip"] == 2
    assert rows_of(content)[1][1:4] == ("甲局", "否", "乙局")


def test_cooperating_departments_are_imported_by_name(client: Client, administrator: User) -> None:
    duty = make_duty(lead=make_department("甲局"))
    make_department("乙局")
    make_department("丙局")
    client.force_login(make_user(role=Role.OFFICE))
    url = "admin:departments_duty_import"
    preview = upload(client, workbook(["code", "cooperating"], [duty.code, "乙局;丙局"]), url=url)
    confirm = {"upload": preview.context["confirm_form"].initial["upload"]}
    client.post(reverse("admin:departments_duty_process_import"), confirm)
    assert [unit.name for unit in Duty.objects.get().cooperating.all()] == ["乙局", "丙局"]
    refused = upload(client, workbook(["code", "cooperating"], [duty.code, "丁局"]), url=url)
    assert "丁局" in refusals(refused)


def test_a_name_borne_twice_asks_for_the_code(client: Client, administrator: User) -> None:
    duty = make_duty(lead=make_department("甲局"))
    make_department("乙局", code="yi")
    make_department("乙局")
    client.force_login(make_user(role=Role.OFFICE))
    url = "admin:departments_duty_import"
    assert "乙局" in refusals(upload(client, workbook(["code", "lead"], [duty.code, "乙局"]), url=url))
    assert (
        upload(client, workbook(["code", "lead"], [duty.code, "yi"]), url=url)
        .context["result"]
        .totals["update"]
        == 1
    )


def test_tables_without_history_are_imported_too(client: Client, administrator: User) -> None:
    url = "admin:departments_dutyarea_import"
    preview = upload(client, workbook(["code", "name"], ["chou", "监督抽查"]), url=url)
    confirm = {"upload": preview.context["confirm_form"].initial["upload"]}
    client.post(reverse("admin:departments_dutyarea_process_import"), confirm)
    assert DutyArea.objects.get().name == "监督抽查"


def test_the_media_folder_is_the_settings(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "elsewhere")
    assert uploads.folder() == tmp_path / "elsewhere" / "unconfirmed-imports"
