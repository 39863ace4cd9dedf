"""Evidence: what is taken and refused, who gets it, when it may be removed."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from PIL import Image

from departments.access import Role
from departments.models import User
from quality_portal.lib import uploads
from quality_portal.lib.uploads import check_upload
from reports.actions.evidence import add_evidence, remove_evidence
from reports.actions.writing import withdraw
from reports.models import Evidence, Report
from tests.departments.factories import make_department, make_user
from tests.reports.factories import NOW, PDF, hand_in, make_period, picture, report_of, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def liaison() -> User:
    return make_user(role=Role.LIAISON, department=make_department())


@pytest.fixture
def report(liaison: User) -> Report:
    assert liaison.department is not None
    return report_of(make_period(), liaison.department)


def archive(**parts: bytes) -> bytes:
    """Make a zip with these parts; two underscores stand for a slash."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def attach(client: Client, report: Report, name: str, content: bytes) -> str:
    """Attach a file as the page's script does and return the new list."""
    url = reverse("reports:evidence_add", args=[report.pk])
    answer = client.post(url, {"attached": [upload(name, content)]}, headers={"HX-Request": "true"})
    return answer.content.decode()


def stored_files() -> list[Path]:
    """The files on the disk."""
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_files_of_every_kind_are_attached_and_given_back(
    client: Client, report: Report, liaison: User
) -> None:
    client.force_login(liaison)
    types = b"<Types/>"
    slides = archive(**{"[Content_Types].xml": types, "ppt__presentation.xml": b"<p/>"})
    ofd = archive(**{"OFD.xml": b"<ofd/>", "Doc_0__Document.xml": b"<d/>"})
    for name, content in (
        ("台账.pdf", PDF),
        ("汇报.pptx", slides),
        ("公文.ofd", ofd),
        ("现场.jpg", picture()),
    ):
        assert name in attach(client, report, name, content), name
    photo = Evidence.objects.get(kind="jpg")
    given = client.get(reverse("reports:evidence", args=[report.pk, photo.pk]))
    assert b"".join(given) == picture()
    assert given["Content-Disposition"].startswith("attachment")
    small = client.get(reverse("reports:thumbnail", args=[report.pk, photo.pk]))
    with Image.open(io.BytesIO(b"".join(small))) as copy:
        assert (copy.format, copy.size) == ("JPEG", (320, 240))
    no_picture = Evidence.objects.get(kind="pdf")
    assert client.get(reverse("reports:thumbnail", args=[report.pk, no_picture.pk])).status_code == 404
    assert "现场" not in photo.stored_as


def test_dangerous_files_are_refused_with_a_sentence_and_nothing_is_kept(
    client: Client, report: Report, liaison: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(liaison)
    types = {"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<d/>"}
    refused = {
        ("工具.jpg", b"MZ\x90\x00" + b"\x00" * 200): "已损坏",
        ("图标.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"): "只能上传",
        ("宏.docx", archive(**types, word__vbaProject=b"x")): "宏",
        ("炸弹.docx", archive(**types, word__media=b"0" * 30_000_000)): "过大",
        ("假.ofd", archive(readme=b"x")): "已损坏",
        ("空.png", b""): "空",
    }
    for (name, content), reason in refused.items():
        shown = attach(client, report, name, content)
        assert "message error" in shown, name
        assert reason in shown, (name, reason)
    monkeypatch.setattr(uploads, "MAX_SIZE", 1000)
    assert "超过" in attach(client, report, "大.pdf", PDF + b"0" * 1000)
    assert (Evidence.objects.count(), stored_files()) == (0, [])


def test_a_picture_of_too_many_pixels_is_refused(client: Client, report: Report, liaison: User) -> None:
    client.force_login(liaison)
    assert "40百万像素" in attach(client, report, "大图.png", picture(8000, 5001, "PNG"))
    assert "无法显示" in attach(client, report, "残图.jpg", picture()[:300])
    assert stored_files() == []


def test_the_same_file_is_not_attached_twice_and_the_page_works_without_a_script(
    client: Client, report: Report, liaison: User
) -> None:
    client.force_login(liaison)
    url = reverse("reports:evidence_add", args=[report.pk])
    client.post(url, {"attached": [upload("台账.pdf", PDF)]})
    again = client.post(url, {"attached": [upload("另一份.pdf", PDF)]}, follow=True)
    assert "已经上传过" in again.content.decode()
    assert "message error" in client.post(url, {}, follow=True).content.decode()
    assert Evidence.objects.count() == 1


def test_a_file_leaves_while_the_report_was_never_handed_in(
    report: Report, liaison: User, django_capture_on_commit_callbacks: object
) -> None:
    file = add_evidence(report, by=liaison, now=NOW, file=check_upload(upload()))
    assert len(stored_files()) == 2
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        remove_evidence(file, by=liaison, now=NOW)
    assert (Evidence.objects.kept().count(), stored_files()) == (0, [])


def test_what_was_handed_in_stays_on_the_disk(client: Client, report: Report, liaison: User) -> None:
    client.force_login(liaison)
    file = add_evidence(report, by=liaison, now=NOW, file=check_upload(upload()))
    remove = reverse("reports:evidence_remove", args=[report.pk, file.pk])
    filed = hand_in(report, by=liaison)
    with pytest.raises(ValidationError, match="已报送"):
        remove_evidence(file, by=liaison, now=NOW)
    shown = client.post(remove, headers={"HX-Request": "true"})
    assert "message error" in shown.content.decode()
    report.refresh_from_db()
    withdraw(report, by=liaison, version=report.version, now=NOW)
    client.post(remove, headers={"HX-Request": "true"})
    assert Evidence.objects.kept().count() == 0
    assert len(stored_files()) == 2
    assert [each["name"] for each in filed.content["evidence"]] == ["现场.jpg"]


def test_a_bad_file_does_not_keep_the_good_one_away(client: Client, report: Report, liaison: User) -> None:
    client.force_login(liaison)
    files = [upload("台账.pdf", PDF), upload("程序.pdf", b"MZ")]
    url = reverse("reports:evidence_add", args=[report.pk])
    page = client.post(url, {"attached": files}, headers={"HX-Request": "true"}).content.decode()
    assert list(Evidence.objects.values_list("name", flat=True)) == ["台账.pdf"]
    assert "程序.pdf" in page
