"""Files that people attach: checked by what they are, kept under random names, given back as attachments.

A file is what its signature says, not what its name says. Nothing is opened or converted here.
"""

import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import quote

import filetype
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.utils.translation import gettext as _

from quality_portal.lib import text
from quality_portal.lib.spreadsheets.archive import scan
from quality_portal.lib.spreadsheets.errors import SpreadsheetError

MAX_SIZE: Final = 20 * 1024 * 1024
LONGEST_NAME: Final = 120
MEDIA_TYPES: Final[dict[str, str]] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ofd": "application/ofd",
    "jpg": "image/jpeg",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
}
ACCEPT: Final = ",".join(f".{kind}" for kind in (*MEDIA_TYPES, "jpeg"))
"""What a file field lets its dialog offer."""

_CONTENT_TYPES: Final = "[Content_Types].xml"
_PARTS: Final = {
    "docx": frozenset({_CONTENT_TYPES, "word/document.xml"}),
    "xlsx": frozenset({_CONTENT_TYPES, "xl/workbook.xml"}),
    "pptx": frozenset({_CONTENT_TYPES, "ppt/presentation.xml"}),
    "ofd": frozenset({"OFD.xml"}),
}
"""Parts without which an archive is not of the kind: Office documents, and OFD by GB/T 33190-2016."""
_ACTIVE_PARTS: Final = re.compile(r"vbaproject|macrosheets/|activex|\.(bin|exe|dll|js|vbs)$", re.IGNORECASE)
# Printer settings are the one binary part that harmless workbooks have.
_PASSIVE_PARTS: Final = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PDF_END_WITHIN: Final = 2048


class UploadError(ValueError):
    """The file cannot be taken; the message is a sentence saying why and what to do."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept: its kind, the name it was given, its content and checksum."""

    kind: str
    name: str
    content: bytes
    sha256: str


def check_upload(file: File) -> CheckedFile:
    """Tell whether a file is of a kind that is taken, by its ending and its signature.

    Raises:
        UploadError: another kind, another kind than its name says, empty, too large, with macros or
            active content, protected by a password, damaged, or built to exhaust whoever unpacks it.
    """
    name = _shown_name(str(file.name or ""))
    kind = PurePath(name).suffix.lower().removeprefix(".").replace("jpeg", "jpg")
    if kind not in MEDIA_TYPES:
        raise UploadError(
            _("Only files of the kinds pdf, ofd, docx, xlsx, pptx, jpg, png and txt can be attached.")
        )
    if file.size > MAX_SIZE:
        raise UploadError(_("The file is larger than %(limit)d MB.") % {"limit": MAX_SIZE // 1024**2})
    content = b"".join(file.chunks())
    if not content:
        raise UploadError(_("The file is empty."))
    _check_content(kind, content)
    return CheckedFile(kind, name, content, hashlib.sha256(content).hexdigest())


def _shown_name(name: str) -> str:
    """Return the name without folders and characters that cannot be kept; its ending stays."""
    try:
        cleaned = text.clean(PurePath(name.replace("\\", "/")).name)
    except text.TextError as error:
        raise UploadError(_("Rename the file: its name has characters that cannot be kept.")) from error
    path = PurePath(cleaned or "_")
    return f"{path.stem[:LONGEST_NAME]}{path.suffix[:10]}"


def _check_content(kind: str, content: bytes) -> None:
    if kind == "txt":
        _check_text(content)
        return
    if kind in _PARTS:
        _check_office(kind, content)
        return
    found = filetype.guess(content)
    complete = kind != "pdf" or b"%%EOF" in content[-_PDF_END_WITHIN:]
    if found is None or found.extension != kind or not complete:
        raise _other_kind(kind)


def _other_kind(kind: str) -> UploadError:
    return UploadError(
        _("The file is named “.%(kind)s” but is damaged or of another kind. Save it anew as .%(kind)s.")
        % {"kind": kind}
    )


def _check_text(content: bytes) -> None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROLS.search(words) or words.lstrip().startswith("<"):
            break
        return
    raise _other_kind("txt")


def _check_office(kind: str, content: bytes) -> None:
    if not content.startswith(b"PK\x03\x04"):
        raise _other_kind(kind)
    with tempfile.NamedTemporaryFile(suffix=f".{kind}") as copy:
        copy.write(content)
        copy.flush()
        try:
            names = scan(Path(copy.name)).names
        except SpreadsheetError as error:
            raise UploadError(
                _("The file is damaged, has a password or is too large inside. Save it anew as .%(kind)s.")
                % {"kind": kind}
            ) from error
    if not _PARTS[kind] <= names:
        raise _other_kind(kind)
    if any(_ACTIVE_PARTS.search(name) and not _PASSIVE_PARTS.search(name) for name in names):
        raise UploadError(_("The file contains macros or embedded programs. Save it without them."))


@contextmanager
def kept(checked: CheckedFile | None, folder: str) -> Iterator[str]:
    """Keep the file on disk below ``folder`` and give its storage name; remove it when the block fails.

    The row that names it is written inside the block, after the file is safely on the disk.
    """
    if checked is None:
        yield ""
        return
    name = f"{folder}/{secrets.token_hex(16)}.{checked.kind}"
    try:
        default_storage.save(name, ContentFile(checked.content))
        _to_disk(name)
        yield name
    except BaseException:
        default_storage.delete(name)
        raise


def _to_disk(name: str) -> None:
    descriptor = os.open(default_storage.path(name), os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def attachment(storage_name: str, shown_name: str) -> FileResponse:
    """Give a kept file back: to be saved, never shown or run inside the portal.

    Raises FileNotFoundError when the file is gone from the disk.
    """
    kind = PurePath(storage_name).suffix.removeprefix(".")
    response = FileResponse(
        default_storage.open(storage_name),
        content_type=MEDIA_TYPES.get(kind, "application/octet-stream"),
    )
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(shown_name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
