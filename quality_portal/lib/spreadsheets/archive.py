"""What a zip container holds, found by really unpacking it within limits: its headers may lie."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext as _

from quality_portal.lib.spreadsheets.errors import SpreadsheetError

MAX_MEMBERS: Final = 200
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_RATIO: Final = 100

# Small parts of blank paper compress without end; a bomb must be large to do harm.
_RATIO_COUNTS_FROM: Final = 4 * 1024 * 1024
_MAX_DIRECTORY: Final = 256 * 1024
_BLOCK: Final = 64 * 1024
_PIECE: Final = 256 * 1024
_OVERLAP: Final = 32
_HEAD: Final = 64 * 1024
_MANIFEST: Final = "META-INF/manifest.xml"
_LOCAL_HEADER: Final = 30
_DIRECTORY_END: Final = 22
_XML_SUFFIXES: Final = (".xml", ".rels", ".vml")
_WIDE_STARTS: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_VALUELESS: Final = re.compile(rb"</f>\s*(?:</c>|<v\s*/>|<v>\s*</v>)")


@dataclass(frozen=True, slots=True)
class Archive:
    """`blank_formulas` tells that a sheet has formulas whose results were never saved."""

    names: frozenset[str]
    mimetype: str
    blank_formulas: bool
    encrypted: bool


def damaged() -> SpreadsheetError:
    """What is said of a file that cannot be unpacked or parsed."""
    return SpreadsheetError(
        _("The file is damaged. Open it in the office program, save it anew and upload it again.")
    )


def locked() -> SpreadsheetError:
    """What is said of an encrypted file."""
    return SpreadsheetError(_("The file is protected by a password. Remove it and upload the file again."))


def scan(path: Path) -> Archive:
    """Unpacks every member once, in memory piece by piece, and keeps nothing but the findings.

    Raises:
        SpreadsheetError: too many members, too large, too well compressed, encrypted, damaged,
            or a document type declaration (DOCTYPE) in a part.
    """
    try:
        with path.open("rb") as handle:
            return _scan_members(handle, _members(handle, path.stat().st_size))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, UnicodeDecodeError, EOFError) as error:
        raise damaged() from error


def _members(handle: IO[bytes], size: int) -> list[zipfile.ZipInfo]:
    handle.seek(max(0, size - _DIRECTORY_END - 0xFFFF))
    tail = handle.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < _DIRECTORY_END:
        raise damaged()
    if int.from_bytes(tail[end + 12 : end + 16], "little") > _MAX_DIRECTORY:
        raise _too_many_members()
    with zipfile.ZipFile(handle) as container:
        members = container.infolist()
    if len(members) > MAX_MEMBERS:
        raise _too_many_members()
    if any(member.flag_bits & 0x1 for member in members):
        raise locked()
    if sum(member.compress_size for member in members) > size:
        raise damaged()
    return members


def _too_many_members() -> SpreadsheetError:
    return SpreadsheetError(
        _("The file has more than %(limit)d parts. Copy the table into a new workbook and upload that.")
        % {"limit": MAX_MEMBERS}
    )


def _scan_members(handle: IO[bytes], members: list[zipfile.ZipInfo]) -> Archive:
    unpacked = 0
    blank_formulas = False
    heads = {"mimetype": b"", _MANIFEST: b""}
    for member in members:
        before = unpacked
        tail = b""
        is_sheet = member.filename.startswith("xl/worksheets/")
        for piece in _inflate(handle, member):
            unpacked += len(piece)
            if unpacked > MAX_UNPACKED:
                raise _too_large_inside()
            _check_xml(member.filename, piece, tail)
            blank_formulas = blank_formulas or (is_sheet and _has_valueless(piece))
            tail = piece[-_OVERLAP:]
            if member.filename in heads:
                heads[member.filename] += piece[:_HEAD]
        _check_member(member, unpacked - before)
    names = frozenset(member.filename for member in members)
    mimetype = heads["mimetype"].decode("ascii", "replace")
    return Archive(names, mimetype, blank_formulas, b"encryption-data" in heads[_MANIFEST])


def _has_valueless(piece: bytes) -> bool:
    return b"f" in piece and b"</f>" in piece and _VALUELESS.search(piece) is not None


def _inflate(handle: IO[bytes], member: zipfile.ZipInfo) -> Iterator[bytes]:
    handle.seek(member.header_offset)
    header = handle.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise damaged()
    handle.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if member.compress_type == zipfile.ZIP_STORED:
        yield from _blocks(handle, member.compress_size)
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise damaged()
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in _blocks(handle, member.compress_size):
        rest = packed
        while rest:
            yield inflater.decompress(rest, _PIECE)
            rest = inflater.unconsumed_tail
    yield inflater.flush()


def _blocks(handle: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0:
        block = handle.read(min(size, _BLOCK))
        if not block:
            raise damaged()
        size -= len(block)
        yield block


def _check_xml(name: str, piece: bytes, tail: bytes) -> None:
    wide = not tail and name.endswith(_XML_SUFFIXES) and piece.startswith(_WIDE_STARTS)
    # One character is found ten times faster than nine, and sheets hardly have any.
    begun = b"!" in piece and b"<!DOCTYPE" in piece
    if wide or begun or b"<!DOCTYPE" in tail + piece[:_OVERLAP]:
        raise SpreadsheetError(
            _("The file contains a declaration that tables never need. Copy the table into a new workbook.")
        )


def _check_member(member: zipfile.ZipInfo, unpacked: int) -> None:
    if unpacked != member.file_size:
        raise damaged()
    if unpacked > _RATIO_COUNTS_FROM and unpacked > MAX_RATIO * member.compress_size:
        raise _too_large_inside()


def _too_large_inside() -> SpreadsheetError:
    return SpreadsheetError(
        _("Unpacked, the file is far larger than a table should be. Delete empty rows, columns and sheets.")
    )
