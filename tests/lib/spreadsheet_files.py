"""Small tables, good and hostile, for the tests of the spreadsheet library."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

OLE2_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def make_xlsx(path: Path, rows: Sequence[Sequence[Any]], *, sheet: str = "表1") -> Path:
    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
    ) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def make_xls(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("表1")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(number, column, value)
    book.save(str(path))
    return path


def make_ods(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """An OpenDocument table as LibreOffice lays it out: the type first and unpacked, then the content."""
    lines = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(value)}</text:p></table:table-cell>"
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="表1">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    listed = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("mimetype", kind, zipfile.ZIP_STORED)
        container.writestr("content.xml", content)
        container.writestr("META-INF/manifest.xml", listed)
    return path


def repacked(source: Path, target: Path, changes: Mapping[str, bytes]) -> Path:
    """A copy of a zip container with some members replaced or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return target


def member(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as container:
        return container.read(name)


def member_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        return container.read(name).decode()
