"""Importing in the browser: upload, preview, questions, confirmation, progress, result."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from departments.jobs import actions as jobs
from departments.jobs.running import run_job
from departments.jobs.workers import database_worker, work_database
from departments.models import JobState, User
from inspections.actions import imports as actions
from inspections.imports import work
from inspections.imports.draft import Request, read_draft
from inspections.models import HeaderAlias, ImportBatch, Sample
from quality_portal.lib import clock
from quality_portal.lib.spreadsheets.reading import read_workbook
from tests.departments.factories import make_user
from tests.inspections import factories as made
from tests.inspections.test_pages import signed_in

pytestmark = pytest.mark.django_db

PAGE = "/inspections/import/"
State = ImportBatch.State


def table(tmp_path: Path, rows: made.Rows | None = None, name: str = "table.xlsx") -> SimpleUploadedFile:
    """Return a table as a browser sends it."""
    path = made.make_xlsx(
        tmp_path / name, rows or [[made.TITLE], made.FULL, made.full_row(1), made.full_row(2)]
    )
    return SimpleUploadedFile(name, path.read_bytes())


def upload(client: Client, file: SimpleUploadedFile, **values: Any) -> ImportBatch:
    """Upload a table and return its record."""
    response = client.post(PAGE, {"file": file, **values})
    assert response.status_code == 302, response.context["form"].errors
    found = ImportBatch.objects.latest("pk")
    assert response["Location"] == f"/inspections/imports/{found.pk}/"
    return found


def confirm(client: Client, batch: ImportBatch, **values: Any) -> None:
    """Confirm an upload; a small one is written at once."""
    client.post(f"/inspections/imports/{batch.pk}/confirm/", {"sha256": batch.sha256, **values})


@pytest.fixture
def office() -> User:
    return make_user()


@pytest.fixture
def client(office: User) -> Client:
    return signed_in(office)


@pytest.mark.django_db(transaction=True)
def test_a_table_goes_from_upload_to_result(client: Client, tmp_path: Path, office: User) -> None:
    made.make_enterprise("岭北第1电器有限公司")
    batch = upload(client, table(tmp_path))
    page = client.get(f"/inspections/imports/{batch.pk}/").content.decode()
    assert (batch.state, batch.report["created"], batch.report["matched"]) == (State.PREVIEW, 2, 1)
    assert "岭北第1电器有限公司" in page
    assert Sample.objects.count() == 0
    confirm(client, batch)
    batch.refresh_from_db()
    assert (batch.state, batch.written, Sample.objects.count()) == (State.DONE, 2, 2)
    assert Sample.objects.first().history.get().history_user_id == office.signature  # type: ignore[union-attr]
    assert Sample.objects.filter(import_batch=batch).count() == 2
    confirm(client, batch)  # a second click
    assert Sample.objects.count() == 2
    assert (
        f"?campaign={batch.campaign_id}" in client.get(f"/inspections/imports/{batch.pk}/").content.decode()
    )
    again = upload(client, table(tmp_path))
    assert (again.report["created"], again.report["unchanged"]) == (0, 2)
    assert "table.xlsx" in client.get(PAGE).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_large_table_is_written_by_a_job(client: Client, tmp_path: Path, settings: Settings) -> None:
    settings.IMPORT_AT_ONCE = 1
    batch = upload(client, table(tmp_path))
    confirm(client, batch)
    confirm(client, batch)  # a second click
    batch.refresh_from_db()
    job = batch.jobs.get()
    assert (batch.state, job.state, Sample.objects.count()) == (State.RUNNING, JobState.WAITING, 0)
    page = client.get(f"/inspections/imports/{batch.pk}/").content.decode()
    assert f'hx-get="/own/jobs/{job.pk}/progress/"' in page
    colleague = signed_in(make_user())
    assert colleague.get(f"/own/jobs/{job.pk}/progress/").status_code == 200
    work_database(database_worker(), until_empty=True)
    batch.refresh_from_db()
    job.refresh_from_db()
    assert (batch.state, job.state, Sample.objects.count()) == (State.DONE, JobState.DONE, 2)
    assert client.get(f"/own/jobs/{job.pk}/progress/")["HX-Refresh"] == "true"


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_import_may_be_confirmed_again(
    client: Client, tmp_path: Path, settings: Settings
) -> None:
    settings.IMPORT_AT_ONCE = 0
    batch = upload(client, table(tmp_path))
    confirm(client, batch)
    job = batch.jobs.get()
    assert signed_in(make_user()).post(f"/own/jobs/{job.pk}/cancel/").status_code == 404
    assert client.post(f"/own/jobs/{job.pk}/cancel/")["Location"] == f"/inspections/imports/{batch.pk}/"
    batch.refresh_from_db()
    job.refresh_from_db()
    assert (batch.state, job.state) == (State.FAILED, JobState.CANCELLED)
    assert job.failure in client.get(f"/inspections/imports/{batch.pk}/").content.decode()
    confirm(client, batch)
    run_job(str(batch.jobs.unfinished().get().pk))
    batch.refresh_from_db()
    assert (batch.state, Sample.objects.count()) == (State.DONE, 2)


def test_a_job_that_waits_long_is_not_cut_off(client: Client, tmp_path: Path, office: User) -> None:
    batch = upload(client, table(tmp_path))
    assert actions.start(batch)
    long_ago = clock.now() - 2 * actions.STALE_AFTER
    ImportBatch.objects.update(started_at=long_ago)
    batch.refresh_from_db()
    assert actions.is_cut_off(batch)
    jobs.start(work.IMPORT, subject=batch.pk, title="t", by=office)
    assert (actions.is_cut_off(batch), actions.start(batch)) == (False, False)


def test_starting_twice_starts_once_unless_the_first_was_cut_off(client: Client, tmp_path: Path) -> None:
    batch = upload(client, table(tmp_path))
    assert [actions.start(batch), actions.start(batch)] == [True, False]
    ImportBatch.objects.update(started_at=clock.now() - actions.STALE_AFTER - timedelta(seconds=1))
    assert actions.start(batch)


def test_a_run_that_was_overtaken_writes_nothing(client: Client, tmp_path: Path) -> None:
    batch = upload(client, table(tmp_path))
    actions.start(batch)
    ours = ImportBatch.objects.get(pk=batch.pk)
    ImportBatch.objects.update(started_at=clock.now() + timedelta(minutes=1))
    with pytest.raises(actions.OvertakenError):
        actions.carry_out(ours)
    assert Sample.objects.count() == 0
    ImportBatch.objects.update(state=State.DONE)
    work.write_upload(batch.pk)
    assert Sample.objects.count() == 0


def test_a_file_that_vanished_or_changed_fails_with_a_sentence(client: Client, tmp_path: Path) -> None:
    batch = upload(client, table(tmp_path))
    actions.start(batch)
    Path(batch.file.path).write_bytes(b"PK something else")
    work.write_upload(batch.pk)
    batch.refresh_from_db()
    assert batch.state == State.FAILED
    assert batch.report["failure"] in client.get(f"/inspections/imports/{batch.pk}/").content.decode()
    actions.start(batch)
    Path(batch.file.path).unlink()
    work.write_upload(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, Sample.objects.count()) == (State.FAILED, 0)
    assert client.get(f"/inspections/imports/{batch.pk}/marked/").status_code == 302


def test_whatever_goes_wrong_is_told_and_nothing_is_left(client: Client, tmp_path: Path) -> None:
    batch = upload(client, table(tmp_path))
    ImportBatch.objects.update(mapping={"files": {"某厂": "no number"}})
    actions.start(batch)
    work.write_upload(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, Sample.objects.count()) == (State.FAILED, 0)
    assert batch.report["failure"] != ""


def test_a_table_that_cannot_be_written_leaves_no_file_behind(tmp_path: Path, settings: Settings) -> None:
    path = made.make_xlsx(tmp_path / "a.xlsx", [[made.TITLE], made.FULL, made.full_row(1)])
    draft = read_draft(path, Request(), today=clock.today())
    draft.campaign.level = "unheard of"
    with pytest.raises(ValidationError):
        actions.import_file(draft, path=path, by="test")
    assert (Sample.objects.count(), ImportBatch.objects.count()) == (0, 0)
    assert [each for each in Path(settings.MEDIA_ROOT).rglob("*") if each.is_file()] == []


def test_ambiguous_headings_are_asked_and_remembered_for_the_publisher(
    client: Client, tmp_path: Path
) -> None:
    row = [1, "甲店", "云南", "水泥", "牌", "42.5", "2024-01-01", "合格", "", "省院"]
    batch = upload(client, table(tmp_path, [made.V4, row]))
    assert batch.report["undecided"]
    confirm(client, batch)
    assert Sample.objects.count() == 0
    address = f"/inspections/imports/{batch.pk}/"
    assert "企业名称" in client.get(address).content.decode()
    assert client.post(address, {"publisher": "某局", "column-0": "neither"}).status_code == 200
    assert client.post(address, {"publisher": "某局", "column-0": "seller"}).status_code == 302
    batch.refresh_from_db()
    assert (batch.report["undecided"], batch.report["preview"][0]["seller"]) == (False, "甲店")
    assert HeaderAlias.objects.get(publisher="某局").column == "seller"
    again = upload(client, table(tmp_path, [made.V4, row]), publisher="某局")
    assert not again.report["undecided"]


def test_near_names_are_proposed_and_a_person_decides(client: Client, tmp_path: Path) -> None:
    near = made.make_enterprise("岭北第1电器有限责任公司")
    batch = upload(client, table(tmp_path))
    assert batch.report["near"] == [{"name": "岭北第1电器有限公司", "files": [[near.pk, near.name]]}]
    client.post(f"/inspections/imports/{batch.pk}/", {"file-0": str(near.pk)})
    batch.refresh_from_db()
    assert (batch.report["near"], batch.report["matched"]) == ([], 1)
    actions.start(batch)
    work.write_upload(batch.pk)
    assert Sample.objects.get(serial="1").producer == near


def test_the_number_tested_is_asked_for_and_checked(client: Client, tmp_path: Path) -> None:
    rows = [made.V5] + [[n, "甲店", "水泥", f"甲{n}厂", "42.5", "2024-01-01", "强度", ""] for n in (1, 2)]
    batch = upload(client, table(tmp_path, rows))
    address = f"/inspections/imports/{batch.pk}/"
    assert client.post(address, {"tested": "1"}).status_code == 200
    assert client.post(address, {"tested": "40"}).status_code == 302
    batch.refresh_from_db()
    actions.start(batch)
    work.write_upload(batch.pk)
    batch.refresh_from_db()
    assert batch.campaign is not None
    assert (batch.campaign.tested, batch.campaign.failures_only) == (40, True)


def test_refused_rows_are_shown_marked_and_left_behind_only_by_choice(client: Client, tmp_path: Path) -> None:
    rows = [made.FULL, made.full_row(1), made.full_row(2, 产品名称="")]
    batch = upload(client, table(tmp_path, rows))
    page = client.get(f"/inspections/imports/{batch.pk}/")
    assert batch.report["refused"] == 1
    assert batch.report["rejected"][0]["message"] in page.content.decode()
    confirm(client, batch)
    batch.refresh_from_db()
    assert batch.state == State.PREVIEW
    marked = client.get(f"/inspections/imports/{batch.pk}/marked/")
    path = tmp_path / "marked.xlsx"
    path.write_bytes(marked.content)
    assert read_workbook(path).sheets[0].rows[0] == made.FULL
    assert "attachment" in marked["Content-Disposition"]


@pytest.mark.django_db(transaction=True)
def test_good_rows_are_taken_when_the_person_agrees(client: Client, tmp_path: Path) -> None:
    rows = [made.FULL, made.full_row(1), made.full_row(2, 产品名称="")]
    batch = upload(client, table(tmp_path, rows))
    confirm(client, batch, skip_rejected="on")
    batch.refresh_from_db()
    assert (batch.state, Sample.objects.count()) == (State.DONE, 1)


def test_only_who_uploaded_it_confirms_and_only_what_was_shown(client: Client, tmp_path: Path) -> None:
    batch = upload(client, table(tmp_path))
    colleague = signed_in(make_user())
    address = f"/inspections/imports/{batch.pk}/"
    assert colleague.get(address).context["form"] is None
    assert colleague.post(f"{address}confirm/", {"sha256": batch.sha256}).status_code == 404
    client.post(f"{address}confirm/", {"sha256": "0" * 64})
    batch.refresh_from_db()
    assert batch.state == State.PREVIEW
    assert client.get("/inspections/imports/999999/").status_code == 404
    assert client.get(f"{address}confirm/").status_code == 405


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04broken"),
        ("a.docx", b"x"),
        ("a.csv", b""),
        ("a.csv", b"\xff\xfe\x00\x00"),
        ("a.xls", b"x"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_beside_the_field(
    client: Client, name: str, content: bytes
) -> None:
    response = client.post(PAGE, {"file": SimpleUploadedFile(name, content), "publisher": "某局"})
    assert response.status_code == 200
    assert len(response.context["form"].errors["file"]) == 1
    assert "某局" in response.content.decode()
    assert ImportBatch.objects.count() == 0


def test_a_file_that_is_too_large_is_told(client: Client) -> None:
    response = client.post(PAGE, {"file": SimpleUploadedFile("a.csv", b"x" * (20 * 1024 * 1024 + 1))})
    assert len(response.context["form"].errors["file"]) == 1


def test_a_layout_without_a_name_is_not_called_by_an_english_word(client: Client, tmp_path: Path) -> None:
    rows = [["产品名称", "生产企业", "抽查结果"], ["水泥", "甲厂", "合格"]]
    batch = upload(client, table(tmp_path, rows))
    assert batch.report["format"] == "generic"
    assert "generic" not in client.get(f"/inspections/imports/{batch.pk}/").content.decode()
