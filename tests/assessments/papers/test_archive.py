"""Issued papers: number, code, kept bytes, who may read them, all letters at once."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from assessments import papers
from assessments.models import IssuedPaper, PaperKind, Score
from assessments.papers import archive, letters
from departments.access import Role
from departments.models import Department
from quality_portal.lib.documents.errors import PaperError
from tests.assessments.factories import DAY, FEBRUARY, make_scheme
from tests.assessments.papers.factories import make_published, subject_of, text_of
from tests.departments.factories import make_department, make_user

pytestmark = pytest.mark.django_db


def signed_in(client: Client, role: str, unit: Department | None = None) -> Client:
    user = make_user(role=role, department=unit) if unit else make_user(role=role)
    client.force_login(user, backend="departments.backends.RoleBackend")
    return client


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


def test_the_list_asks_the_same_queries_for_every_length(
    client: Client, django_assert_num_queries: object
) -> None:
    scheme, units = make_published()
    signed_in(client, Role.OFFICE)
    by, asked = make_user(), []
    client.get("/assessments/papers/")
    for unit in units:
        archive.issue(subject=subject_of(PaperKind.SELF_FORM, scheme, unit), by=by, now=FEBRUARY)
        with django_assert_num_queries(7):  # type: ignore[operator]
            asked.append(client.get("/assessments/papers/").context["listing"].total)
    assert asked == [1, 2, 3]


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


def test_only_who_began_the_letters_sees_them(client: Client) -> None:
    scheme, _units = make_published()
    by = make_user(role=Role.OFFICE)
    letters._tell("token", scheme=scheme.pk, user=by.pk, done=0, total=3)
    client.force_login(by, backend="departments.backends.RoleBackend")
    assert "<progress" in client.get("/assessments/papers/letters/token/").text
    letters.run("token", scheme, by)
    assert client.get("/assessments/papers/letters/token/progress/").headers["HX-Refresh"] == "true"
    assert b"".join(client.get("/assessments/papers/letters/token/file/zip/").streaming_content)[:2] == b"PK"
    other = signed_in(Client(), Role.OFFICE)
    assert other.get("/assessments/papers/letters/token/").status_code == 404
