"""Issued papers: number, code, kept bytes, who may read them, all letters at once."""

import hashlib
import io
import os
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from assessments import papers
from assessments.models import Correction, IssuedPaper, PaperKind, Scheme, Score
from assessments.papers import archive, letters
from departments.access import Role
from departments.jobs.running import run_job
from departments.models import Department, Job
from quality_portal.lib import clock
from quality_portal.lib.documents.errors import PaperError
from tests.assessments.factories import DAY, FEBRUARY, make_scheme
from tests.assessments.papers.factories import make_correction, make_published, subject_of, text_of
from tests.departments.factories import make_department, make_user

pytestmark = pytest.mark.django_db


def signed_in(client: Client, role: str, unit: Department | None = None) -> Client:
    user = make_user(role=role, department=unit) if unit else make_user(role=role)
    client.force_login(user, backend="departments.backends.RoleBackend")
    return client


def make_issued(scheme: Scheme, unit: Department) -> IssuedPaper:
    """Make the record of an issued paper, without a file."""
    number = IssuedPaper.objects.count() + 1
    return IssuedPaper.objects.create(
        kind=PaperKind.SELF_FORM, year=scheme.year, scheme=scheme, unit=unit, title="自评打分表",
        number=f"和质强办〔2026〕{number}号", code=archive.new_code(), file_name="自评打分表.pdf", size=1,
        sha256="0" * 64, stored_as=f"none-{number}", issued_at=FEBRUARY, issued_by=make_user(),
    )  # fmt: skip


def test_a_notice_takes_its_reserved_number_and_the_next_papers_follow() -> None:
    scheme, units = make_published()
    by = make_user()
    numbers = [
        archive.issue(subject=subject_of(kind, scheme, units[0]), by=by, now=FEBRUARY).number
        for kind in (
            PaperKind.PUBLIC,
            PaperKind.PUBLIC,
            PaperKind.SUMMARY,
            PaperKind.LETTER,
            PaperKind.YEARLY,
        )
    ]
    assert numbers == [
        "和质强办〔2026〕1号", "和质强办〔2026〕3号", "和质强办〔2026〕4号",
        "和质强办函〔2026〕1号", "和质强办报〔2026〕1号",
    ]  # fmt: skip


def test_an_issued_paper_stays_the_very_bytes() -> None:
    scheme, units = make_published()
    issued = archive.issue(
        subject=subject_of(PaperKind.INTERNAL, scheme, units[0]), by=make_user(), now=FEBRUARY
    )
    before = archive.content(issued)
    assert f"存档验证码：{issued.code}" in text_of(before)
    Score.objects.all().delete()
    Department.objects.update(name="改名局")
    assert archive.content(issued) == before
    assert papers.notice(2025, papers.INTERNAL, today=DAY) == before
    with default_storage.open(issued.stored_as, "wb") as file:
        file.write(b"%PDF-altered")
    with pytest.raises(PaperError, match="altered"):
        archive.content(issued)


def test_a_published_paper_fetched_again_is_the_very_file_whatever_changed_since(client: Client) -> None:
    scheme, units = make_published()
    signed_in(client, Role.OFFICE)
    ask = {"kind": "internal", "way": "issue"}
    client.post("/assessments/papers/of/2025/", ask)
    issued = IssuedPaper.objects.get()
    addresses = (f"/assessments/papers/{issued.pk}/download/", "/assessments/2025/internal.pdf")
    before = [client.get(address).content for address in addresses]
    assert hashlib.sha256(before[0]).hexdigest() == issued.sha256
    Score.objects.all().delete()
    Department.objects.update(name="改名局")
    make_correction(scheme, units[2])
    assert [client.get(address).content for address in addresses] == before == [before[0]] * 2
    again = client.post("/assessments/papers/of/2025/", ask | {"way": "pdf"}).content
    assert again == before[0]
    verified = client.get("/assessments/papers/verify/", {"code": issued.code})
    assert verified.context["is_intact"] is True


def test_results_are_issued_only_after_publication() -> None:
    scheme, unit = make_scheme(), make_department("县一局")
    with pytest.raises(PaperError, match="once the results are published"):
        archive.issue(subject=subject_of(PaperKind.LETTER, scheme, unit), by=make_user())
    assert archive.issue(subject=subject_of(PaperKind.SCHEME, scheme, unit), by=make_user()).number


def test_codes_are_read_however_they_are_typed() -> None:
    assert archive.normal_code(" abcd efgh—jkmn") == "ABCD-EFGH-JKMN"
    assert len(archive.new_code()) == 14


def test_a_liaison_reads_public_papers_and_those_of_the_own_unit(client: Client) -> None:
    scheme, units = make_published()
    by = make_user()
    issued = [
        archive.issue(subject=subject_of(kind, scheme, unit), by=by, now=FEBRUARY)
        for kind, unit in (
            (PaperKind.PUBLIC, units[0]), (PaperKind.INTERNAL, units[0]),
            (PaperKind.LETTER, units[0]), (PaperKind.LETTER, units[1]),
        )
    ]  # fmt: skip
    signed_in(client, Role.LIAISON, units[1])
    downloads = [client.get(f"/assessments/papers/{paper.pk}/download/").status_code for paper in issued]
    checks = [client.get("/assessments/papers/verify/", {"code": paper.code}).status_code for paper in issued]
    assert downloads == checks == [200, 404, 404, 200]
    assert client.get("/assessments/papers/verify/", {"code": "ABCD-EFGH-JKMN"}).status_code == 404
    listed = client.get("/assessments/papers/").text
    assert [paper.code in listed for paper in issued] == [True, False, False, True]
    exported = client.get("/assessments/papers/export/?format=csv").content.decode()
    assert [paper.code in exported for paper in issued] == [True, False, False, True]
    answer = client.post("/assessments/papers/of/2025/", {"kind": "internal", "way": "pdf"})
    assert answer.status_code == 404
    ask = {"kind": "letter", "scheme": scheme.pk, "unit": units[0].pk, "way": "pdf"}
    assert client.post("/assessments/papers/of/2025/", ask).status_code == 302
    own = ask | {"unit": units[1].pk}
    assert client.post("/assessments/papers/of/2025/", own).content == archive.content(issued[3])
    assert client.post("/assessments/papers/of/2025/", own | {"way": "issue"}).status_code == 404
    assert client.get("/assessments/papers/fonts/").status_code == 403


def test_the_office_prints_edits_and_issues(client: Client) -> None:
    scheme, _units = make_published()
    signed_in(client, Role.OFFICE)
    page = client.get("/assessments/papers/of/2025/")
    assert [kind for kind, _form in page.context["rows"]] == PaperKind.values
    ask = {"kind": "summary", "scheme": scheme.pk}
    assert client.post("/assessments/papers/of/2025/", ask | {"way": "docx"}).content.startswith(b"PK")
    assert client.post("/assessments/papers/of/2025/", ask | {"way": "pdf"}).content.startswith(b"%PDF")
    assert client.post("/assessments/papers/of/2025/", ask | {"way": "issue"}).status_code == 302
    issued = IssuedPaper.objects.get()
    assert client.get(f"/assessments/papers/{issued.pk}/download/").content == archive.content(issued)
    assert "FandolFang-Regular.otf" in client.get("/assessments/papers/fonts/").text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_six_queries_for_every_length(
    client: Client, django_assert_num_queries: Any, count: int
) -> None:
    scheme, units = make_published()
    signed_in(client, Role.OFFICE)
    for unit in units[:count]:
        make_issued(scheme, unit)
    client.get("/assessments/papers/")
    with django_assert_num_queries(7):
        assert client.get("/assessments/papers/").context["listing"].total == count


def test_all_letters_are_issued_once_joined_and_packed() -> None:
    scheme, units = make_published()
    by, heard = make_user(), []
    early = archive.issue(subject=subject_of(PaperKind.LETTER, scheme, units[1]), by=by, now=FEBRUARY)
    joined, packed = letters.letters(scheme, by, lambda done, total: heard.append((done, total)))
    assert heard[-1] == (3, 3)
    assert IssuedPaper.objects.filter(kind=PaperKind.LETTER).count() == 3
    assert all(f"{unit.name}：" in text_of(joined) for unit in units)
    with zipfile.ZipFile(io.BytesIO(packed)) as archived:
        names = archived.namelist()
        assert [name.split("/")[0] for name in names] == ["PDF", "Word"] * 3
        assert archive.content(early) in [archived.read(name) for name in names]
    letters.letters(scheme, by, lambda done, total: None)
    assert IssuedPaper.objects.filter(kind=PaperKind.LETTER).count() == 3
    make_correction(scheme, units[2])
    Correction.objects.update(made_at=clock.now())
    again, _packed = letters.letters(scheme, by, lambda done, total: None)
    assert IssuedPaper.objects.filter(kind=PaperKind.LETTER).count() == 6
    assert "更正第1号" in text_of(again)


def test_only_who_began_the_letters_sees_them(client: Client) -> None:
    scheme, _units = make_published()
    by = make_user(role=Role.OFFICE)
    job = letters.launch(scheme, by)
    assert letters.launch(scheme, by) == job  # a second click
    address = f"/assessments/papers/letters/{job.pk}/"
    client.force_login(by, backend="departments.backends.RoleBackend")
    assert "<progress" in client.get(address).text
    other = signed_in(Client(), Role.OFFICE)
    assert [other.get(each).status_code for each in (address, f"/own/jobs/{job.pk}/")] == [404, 404]
    run_job(str(job.pk))
    assert client.get(f"/own/jobs/{job.pk}/progress/").headers["HX-Refresh"] == "true"
    assert f"{address}file/pdf/" in client.get(address).text
    assert client.get(f"{address}file/zip/").getvalue()[:2] == b"PK"
    assert other.get(f"{address}file/zip/").status_code == 404
    default_storage.delete(Job.objects.get().result["files"]["zip"])
    assert client.get(f"{address}file/zip/").status_code == 404


def test_files_of_letters_older_than_a_day_are_removed() -> None:
    old, fresh = letters._kept(b"%PDF-old", letters.PDF), letters._kept(b"PK-fresh", letters.ZIP)
    two_days_ago = (clock.now() - timedelta(days=2)).timestamp()
    os.utime(default_storage.path(old), (two_days_ago, two_days_ago))
    letters.clean(clock.now())
    assert [default_storage.exists(name) for name in (old, fresh)] == [False, True]
