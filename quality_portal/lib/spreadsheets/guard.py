"""Looks at a file before anything parses it: size, real kind, and what is inside."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from quality_portal.lib.spreadsheets.archive import locked, scan
from quality_portal.lib.spreadsheets.errors import SpreadsheetError


class Kind(StrEnum):
    """The kinds of table that are read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


MAX_SIZE: Final = 20 * 1024 * 1024
EXTENSIONS: Final[dict[str, Kind]] = {
    ".xlsx": Kind.XLSX,
    ".xls": Kind.XLS,
    ".ods": Kind.ODS,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".txt": Kind.CSV,
}

_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS_MIMETYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_MACRO_PARTS: Final = ("xl/vbaProject", "xl/macrosheets/", "Basic/", "Scripts/")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be parsed."""

    path: Path
    kind: Kind
    blank_formulas: bool = False


def check(path: Path, *, name: str = "") -> Checked:
    """Tells the real kind of a file; `name` is the uploaded name when `path` is a temporary one.

    Raises:
        SpreadsheetError: empty, too large, of another kind than its extension says, encrypted,
            with macros, damaged, or built to exhaust the reader.
    """
    extension = Path(name or path.name).suffix.lower()
    if extension not in EXTENSIONS:
        raise SpreadsheetError(_("Only tables of the kinds .xlsx, .xls, .ods and .csv can be read."))
    size = path.stat().st_size
    if size == 0:
        raise SpreadsheetError(_("The file is empty."))
    if size > MAX_SIZE:
        raise SpreadsheetError(
            _("The file has %(size)d MB; at most %(limit)d MB are possible. Split it into several files.")
            % {"size": -(-size // 1024**2), "limit": MAX_SIZE // 1024**2}
        )
    checked = _look_inside(path)
    if checked.kind != EXTENSIONS[extension]:
        raise SpreadsheetError(
            _("The file is named “%(extension)s” but is a “.%(kind)s” file. Save it under the right kind.")
            % {"extension": extension, "kind": checked.kind.value}
        )
    return checked


def _look_inside(path: Path) -> Checked:
    with path.open("rb") as handle:
        start = handle.read(8)
    if start.startswith(b"PK"):
        return _look_into_zip(path)
    if start == _OLE2:
        _refuse_locked_ole2(path.read_bytes())
        return Checked(path, Kind.XLS)
    if b"\x00" in path.read_bytes():
        raise _no_table()
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise SpreadsheetError(
            _("The file is a web page or XML text. Open it in the office program and save it as .xlsx.")
        )
    return Checked(path, Kind.CSV)


def _look_into_zip(path: Path) -> Checked:
    archive = scan(path)
    if any(name.startswith(_MACRO_PARTS) for name in archive.names):
        raise _macros()
    if archive.mimetype.strip() == _ODS_MIMETYPE and "content.xml" in archive.names:
        if archive.encrypted:
            raise locked()
        return Checked(path, Kind.ODS)
    if {"[Content_Types].xml", "xl/workbook.xml"} <= archive.names:
        return Checked(path, Kind.XLSX, archive.blank_formulas)
    raise _no_table()


def _refuse_locked_ole2(content: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise locked()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise _macros()
    if not any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        raise _no_table()


def _macros() -> SpreadsheetError:
    return SpreadsheetError(_("The file contains macros. Save it as a workbook without macros (.xlsx)."))


def _no_table() -> SpreadsheetError:
    return SpreadsheetError(_("The file is not a table. Upload an .xlsx, .xls, .ods or .csv file."))
