"""Evidence for points: attached, taken from reports, given back, removed; by whom, and how long."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from assessments.actions.evidence import link_evidence
from assessments.models import Scheme, ScoreEvidence
from departments.models import Department, User
from quality_portal.lib import clock
from quality_portal.lib.uploads import check_upload
from reports.actions.evidence import add_evidence
from reports.actions.writing import submit
from reports.models import Evidence, Half
from tests.assessments.factories import make_scheme
from tests.assessments.procedure.factories import enter, liaison_of, moved_to, part_of, sign_in, url
from tests.departments.factories import make_department, make_user
from tests.reports.factories import PDF, make_period, report_of, upload, write_all

pytestmark = pytest.mark.django_db

DUE = date(2026, 1, 10)


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> None:
    """Keep the files of a test apart."""
    settings.MEDIA_ROOT = str(tmp_path)


def pdf(name: str = "会议纪要.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return upload(name, content)


@pytest.fixture
def unit() -> Department:
    """A unit that is assessed."""
    return make_department()


@pytest.fixture
def scheme(unit: Department) -> Scheme:
    """An assessment at the step of self-assessment; another department scores the first criterion."""
    made = make_scheme()
    made.criteria.filter(code="K1").update(scored_by=make_department())
    return moved_to(made, "self", make_user())


def attach(client: Client, scheme: Scheme, unit: Department, *sent: SimpleUploadedFile) -> str:
    """Attach files to the first criterion and return what the page then says."""
    page = url("evidence_add", scheme, unit.code, scheme.criteria.get(code="K1").pk)
    return client.post(page, {"attached": list(sent)}, follow=True).text


def test_a_file_is_attached_once_and_given_back_as_it_was(
    client: Client, scheme: Scheme, unit: Department
) -> None:
    sign_in(client, liaison_of(unit))
    assert "会议纪要.pdf" in attach(client, scheme, unit, pdf())
    assert "is attached already" in attach(client, scheme, unit, pdf())
    assert "named “.pdf” but is damaged" in attach(client, scheme, unit, pdf("坏.pdf", b"MZ"))
    found = ScoreEvidence.objects.get()
    answer = client.get(reverse("assessments:evidence", args=[found.pk]))
    assert answer.getvalue() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_removed_file_is_gone_from_the_page_but_stays_on_record(
    client: Client, scheme: Scheme, unit: Department
) -> None:
    person = sign_in(client, liaison_of(unit))
    attach(client, scheme, unit, pdf())
    found = ScoreEvidence.objects.get()
    page = client.post(reverse("assessments:evidence_remove", args=[found.pk]), follow=True)
    assert "会议纪要.pdf" not in page.text
    assert client.get(reverse("assessments:evidence", args=[found.pk])).status_code == 404
    found.refresh_from_db()
    assert found.removed_by == person
    assert default_storage.exists(found.stored_as)


def test_what_was_handed_in_is_not_changed_until_it_comes_back(
    client: Client, scheme: Scheme, unit: Department
) -> None:
    person = sign_in(client, liaison_of(unit))
    attach(client, scheme, unit, pdf())
    enter(scheme, unit, "59", "38", by=person, column="self")
    assert client.post(url("self", scheme, unit.code), {"version": 1}).status_code == 302
    for user in (person, make_user()):
        sign_in(client, user)
        assert "was handed in" in attach(client, scheme, unit, pdf("第二份.pdf", PDF + b"\n"))
        kept = ScoreEvidence.objects.get()
        client.post(reverse("assessments:evidence_remove", args=[kept.pk]))
    assert ScoreEvidence.objects.get().removed_at is None
    page = client.get(url("self", scheme, unit.code)).text
    assert ("data-points" in page, 'type="file"' in page) == (False, False)
    client.post(url("give_back", scheme, unit.code), {"version": 2, "remark": "补充佐证材料"})
    assert "第二份.pdf" in attach(client, scheme, unit, pdf("第二份.pdf", PDF + b"\n"))


def test_strangers_find_no_file_and_attach_none(client: Client, scheme: Scheme, unit: Department) -> None:
    sign_in(client, liaison_of(unit))
    attach(client, scheme, unit, pdf())
    file = ScoreEvidence.objects.get()
    pages = [reverse(f"assessments:{name}", args=[file.pk]) for name in ("evidence", "evidence_remove")]
    criterion = scheme.criteria.get(code="K1")
    mine = [url(name, scheme, unit.code, criterion.pk) for name in ("evidence_add", "evidence_link")]
    sign_in(client, liaison_of(make_department()))
    assert client.get(pages[0]).status_code == 404
    assert [client.post(page, {"attached": [pdf()]}).status_code for page in [pages[1], *mine]] == [404] * 3
    assert criterion.scored_by is not None
    sign_in(client, liaison_of(criterion.scored_by))
    assert client.get(pages[0]).getvalue() == PDF
    assert client.post(pages[1]).status_code == 404
    assert ScoreEvidence.objects.kept().count() == 1


# --- files of the half-yearly reports ------------------------------------------------------
def report_file(unit: Department, by: User, name: str, *, is_submitted: bool = True) -> Evidence:
    """Keep a file with the unit's report on the second half of 2025 and hand the report in."""
    period = make_period(half=Half.SECOND, year=2025, due_on=DUE, today=DUE)
    report = report_of(period, unit)
    now = clock.now()
    file = add_evidence(report, by=by, now=now, file=check_upload(pdf(name)))
    if is_submitted:
        write_all(report, by=by, now=now)
        report.refresh_from_db()
        submit(report, by=by, version=report.version, now=now, filed_for="", filed_for_reason="")
    return file


def test_a_file_handed_in_with_a_report_is_taken_over_without_a_copy(
    client: Client, scheme: Scheme, unit: Department
) -> None:
    file = report_file(unit, sign_in(client, liaison_of(unit)), "检测报告.pdf")
    page = url("evidence_link", scheme, unit.code, scheme.criteria.get(code="K2").pk)
    assert page in client.get(url("self", scheme, unit.code)).text
    assert "检测报告.pdf" in client.get(page).text
    assert "检测报告.pdf" in client.post(page, {"chosen": [file.pk]}, follow=True).text
    row = ScoreEvidence.objects.get()
    assert (row.source, row.stored_as, row.sha256, row.file_name) == (file, "", file.sha256, file.stored_as)
    answer = client.get(reverse("assessments:evidence", args=[row.pk]))
    assert answer.getvalue() == PDF
    assert "is attached already" in client.post(page, {"chosen": [file.pk]}).text


def test_without_a_report_handed_in_there_is_nothing_to_take_over(
    client: Client, scheme: Scheme, unit: Department
) -> None:
    file = report_file(unit, sign_in(client, liaison_of(unit)), "草稿.pdf", is_submitted=False)
    criterion = scheme.criteria.get(code="K2")
    page = url("evidence_link", scheme, unit.code, criterion.pk)
    assert page not in client.get(url("self", scheme, unit.code)).text
    assert "handed in no files" in client.get(page).text
    with pytest.raises(ValidationError, match="was not handed in with a report"):
        link_evidence(
            assessee=part_of(scheme, unit),
            criterion=criterion,
            files=[file],
            by=liaison_of(unit),
            now=clock.now(),
        )


def test_files_of_another_units_report_are_not_offered(
    client: Client, scheme: Scheme, unit: Department
) -> None:
    other = make_department()
    file = report_file(other, liaison_of(other), "别家.pdf")
    sign_in(client, liaison_of(unit))
    page = url("evidence_link", scheme, unit.code, scheme.criteria.get(code="K2").pk)
    assert "别家.pdf" not in client.get(page).text
    client.post(page, {"chosen": [file.pk]})
    assert not ScoreEvidence.objects.exists()
