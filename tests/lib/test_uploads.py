"""Attached files: what is taken, what is refused with a sentence, how they are kept and given back."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.utils.translation import override

from quality_portal.lib import uploads
from quality_portal.lib.uploads import UploadError, attachment, check_upload, kept

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
JPG = b"\xff\xd8\xff\xe0" + b"\x00" * 64
TYPES = "[Content_Types].xml"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read every sentence in English."""
    with override("en"):
        yield


def office_file(*names: str, content: bytes = b"<x/>", compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make a zip container with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as container:
        for name in names:
            container.writestr(name, content)
    return buffer.getvalue()


DOCX = office_file(TYPES, "word/document.xml")
XLSX = office_file(TYPES, "xl/workbook.xml", "xl/printerSettings/printerSettings1.bin")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "pdf"),
        ("现场 照片.JPG", JPG, "jpg"),
        ("b.jpeg", JPG, "jpg"),
        ("c.png", PNG, "png"),
        ("d.docx", DOCX, "docx"),
        ("e.xlsx", XLSX, "xlsx"),
        ("f.txt", "整改说明\r\n已完成".encode(), "txt"),
        ("g.txt", "整改说明".encode("gb18030"), "txt"),
    ],
)
def test_files_of_the_listed_kinds_are_taken(name: str, content: bytes, kind: str) -> None:
    checked = check_upload(SimpleUploadedFile(name, content))
    assert (checked.kind, checked.name, checked.content) == (kind, name, content)
    assert len(checked.sha256) == 64


KINDS = "Only files of the kinds"
OTHER = "is damaged or of another kind"
ACTIVE = "macros or embedded programs"
BROKEN = "has a password or is too large inside"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.exe", b"MZ\x90\x00", KINDS),
        ("a.svg", b"<svg onload='x'/>", KINDS),
        ("a.docm", DOCX, KINDS),
        ("a.pdf.exe", PDF, KINDS),
        ("noending", PDF, KINDS),
        ("a.html", b"<html>", KINDS),
        ("a.pdf", b"MZ\x90\x00" + b"\x00" * 90, OTHER),
        ("a.pdf", b"%PDF-1.7 cut off", OTHER),
        ("a.png", JPG, OTHER),
        ("a.jpg", b"GIF89a" + b"\x00" * 60, OTHER),
        ("a.txt", b"MZ\x90\x00\x01", OTHER),
        ("a.txt", b"<svg xmlns='x'/>", OTHER),
        ("a.txt", b"\xff\xff\xff", OTHER),
        ("a.docx", PDF, OTHER),
        ("a.docx", XLSX, OTHER),
        ("a.xlsx", office_file("xl/workbook.xml"), OTHER),
        ("a.docx", office_file(TYPES, "word/document.xml", "word/vbaProject.bin"), ACTIVE),
        ("a.xlsx", office_file(TYPES, "xl/workbook.xml", "xl/macrosheets/sheet1.xml"), ACTIVE),
        ("a.docx", office_file(TYPES, "word/document.xml", "word/embeddings/oleObject1.bin"), ACTIVE),
        ("a.docx", office_file(TYPES, "word/document.xml", "word/activeX/activeX1.xml"), ACTIVE),
        ("a.docx", DOCX[:60], BROKEN),
        ("a.xlsx", office_file(TYPES, "xl/workbook.xml", content=b"0" * 30_000_000), BROKEN),
        ("a.docx", office_file(TYPES, "word/document.xml", content=b"<!DOCTYPE x><x/>"), BROKEN),
        ("a.docx", office_file(TYPES, *(f"part{n}" for n in range(300))), BROKEN),
    ],
)
def test_other_files_are_refused_with_a_sentence(name: str, content: bytes, message: str) -> None:
    with pytest.raises(UploadError, match=message):
        check_upload(SimpleUploadedFile(name, content))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(UploadError, match="empty"):
        check_upload(SimpleUploadedFile("a.pdf", b""))


def test_a_file_larger_than_20_mb_is_refused_unread() -> None:
    large = TemporaryUploadedFile("a.pdf", "application/pdf", uploads.MAX_SIZE + 1, None)
    with large, pytest.raises(UploadError, match="larger than 20 MB"):
        check_upload(large)


def test_names_lose_folders_and_what_cannot_be_kept() -> None:
    file = SimpleUploadedFile("a.pdf", PDF)
    file._name = "C:\\temp\\报告\u202e" + "长" * 200 + ".pdf"  # type: ignore[attr-defined]
    assert check_upload(file).name == "报告" + "长" * 118 + ".pdf"
    file._name = "坏\x01名.pdf"  # type: ignore[attr-defined]
    with pytest.raises(UploadError, match="Rename the file"):
        check_upload(file)


def stored_files() -> list[Path]:
    """Return every file kept in this test."""
    root = Path(settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_a_random_name_and_comes_back_as_an_attachment() -> None:
    checked = check_upload(SimpleUploadedFile("整改 报告.pdf", PDF))
    with kept(checked, "proof") as name:
        assert name.startswith("proof/")
    with kept(checked, "proof") as other:
        assert other != name
    answer = attachment(name, checked.name)
    with answer.file_to_stream as file:  # type: ignore[union-attr]
        assert file.read() == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=UTF-8''%E6%95%B4%E6%94%B9%20%E6%8A%A5%E5%91%8A.pdf"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_file_goes_when_its_row_is_not_written() -> None:
    checked = check_upload(SimpleUploadedFile("a.pdf", PDF))
    with pytest.raises(RuntimeError), kept(checked, "proof"):
        raise RuntimeError
    assert stored_files() == []


def test_nothing_is_kept_of_no_file() -> None:
    with kept(None, "proof") as name:
        assert name == ""
    assert stored_files() == []


def test_a_lost_file_is_told() -> None:
    with pytest.raises(FileNotFoundError):
        attachment("proof/lost.pdf", "a.pdf")
