"""What is refused before anything parses it."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.guard import MAX_SIZE, Kind, check
from tests.lib.spreadsheet_files import OLE2_START, make_ods, make_xls, make_xlsx, member, repacked


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The sentences are compared in the language they are written in."""
    with translation.override("en"):
        yield


ROWS = [["序号", "产品名称"], ["1", "水泥"]]
SHEET = "xl/worksheets/sheet1.xml"


def test_the_four_kinds_are_told_by_content(tmp_path: Path) -> None:
    csv = tmp_path / "a.csv"
    csv.write_text("序号,产品名称\n", encoding="utf-8")
    assert check(make_xlsx(tmp_path / "a.xlsx", ROWS)).kind == Kind.XLSX
    assert check(make_xls(tmp_path / "a.xls", ROWS)).kind == Kind.XLS
    assert check(make_ods(tmp_path / "a.ods", ROWS)).kind == Kind.ODS
    assert check(csv).kind == Kind.CSV


def test_the_uploaded_name_counts(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "upload.tmp", ROWS)
    assert check(path, name="结果.XLSX").kind == Kind.XLSX
    with pytest.raises(SpreadsheetError, match=r"\.xlsx, \.xls"):
        check(path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", b"MZ\x90\x00 this program", "not a table"),
        ("a.csv", b"a,b\n1,\x00\n", "not a table"),
        ("a.xls", b"<html><table>", "web page"),
        ("a.csv", b"\xef\xbb\xbf <?xml ?>", "web page"),
        ("a.xlsx", b"a,b\n1,2\n", "“.xlsx”"),
        ("a.xlsx", b"PK\x03\x04 nothing", "damaged"),
        ("a.xls", OLE2_START + b"\x00" * 600, "not a table"),
        ("a.xls", OLE2_START + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.xls", OLE2_START + "Workbook _VBA_PROJECT".encode("utf-16-le"), "macros"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SpreadsheetError, match=said):
        check(path)


def test_too_large_a_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as handle:
        handle.truncate(MAX_SIZE + 1)
    with pytest.raises(SpreadsheetError, match="21 MB"):
        check(path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"xl/vbaProject.bin": b"x"}, "macros"),
        ({f"xl/media/{number}.txt": b"x" for number in range(300)}, "200 parts"),
        (
            {"xl/a.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a/>'},
            "declaration",
        ),
        ({"xl/a.xml": b" " * (256 * 1024 - 4) + b"<!DOCTYPE a><a/>"}, "declaration"),
        ({"xl/a.xml": '<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16")}, "declaration"),
        ({"xl/a.xml": b"0" * (8 * 1024 * 1024)}, "Unpacked"),
        ({"xl/workbook.xml": b""}, ""),
    ],
)
def test_hostile_containers_are_refused(tmp_path: Path, changes: dict[str, bytes], said: str) -> None:
    path = repacked(make_xlsx(tmp_path / "good.xlsx", ROWS), tmp_path / "bad.xlsx", changes)
    if not said:
        assert check(path).kind == Kind.XLSX
        return
    with pytest.raises(SpreadsheetError, match=said):
        check(path)


def test_a_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for number in range(8):
            container.writestr(f"xl/{number}.bin", bytes(3 * 1024 * 1024) + b"%d" % number)
        with container.open("xl/huge.bin", "w") as handle:
            for _piece in range(210):
                handle.write(bytes(1024 * 1024))
    with pytest.raises(SpreadsheetError, match="Unpacked"):
        check(path)


def test_a_lying_size_is_found_by_unpacking(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", ROWS)
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(SpreadsheetError, match="damaged"):
        check(path)


@pytest.mark.parametrize(
    ("offset", "value", "said"),
    [
        (8, b"\x01\x00", "password"),
        (10, b"\x63\x00", "damaged"),
        (20, b"\xff\xff\xff\x00", "damaged"),
        (42, b"\x05\x00\x00\x00", "damaged"),
    ],
)
def test_a_strange_directory_is_refused(tmp_path: Path, offset: int, value: bytes, said: str) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", ROWS)
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"PK\x01\x02")
    content[entry + offset : entry + offset + len(value)] = value
    path.write_bytes(content)
    with pytest.raises(SpreadsheetError, match=said):
        check(path)


def test_a_huge_directory_is_refused_unread(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", ROWS)
    content = bytearray(path.read_bytes())
    end = content.rfind(b"PK\x05\x06")
    content[end + 12 : end + 16] = (10**7).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(SpreadsheetError, match="200 parts"):
        check(path)


def test_a_truncated_container_is_refused(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", ROWS)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(SpreadsheetError, match="damaged"):
        check(path)


def test_a_member_without_its_own_header_is_refused(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", ROWS)
    content = bytearray(path.read_bytes())
    content[1000:1002] = b"??"
    first = content.find(b"PK\x01\x02")
    content[first + 42 : first + 46] = (1000).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(SpreadsheetError, match="damaged"):
        check(path)


def test_a_member_that_ends_beyond_the_file_is_refused(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", ROWS)
    with zipfile.ZipFile(path) as container:
        sizes = [info.compress_size for info in container.infolist()]
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"PK\x01\x02")
    beyond = sizes[-1] + len(content) - sum(sizes)
    content[entry + 20 : entry + 24] = beyond.to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(SpreadsheetError, match="damaged"):
        check(path)


def test_a_member_with_broken_content_is_refused(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", ROWS)
    content = bytearray(path.read_bytes())
    content[60:90] = b"\xff" * 30
    path.write_bytes(content)
    with pytest.raises(SpreadsheetError, match="damaged"):
        check(path)


def test_stored_members_are_read_as_they_are(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", ROWS)
    stored = tmp_path / "stored.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert check(stored).kind == Kind.XLSX


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("readme.txt", "x")
    with pytest.raises(SpreadsheetError, match="not a table"):
        check(path)


def test_an_encrypted_ods_is_refused(tmp_path: Path) -> None:
    good = make_ods(tmp_path / "good.ods", ROWS)
    manifest = member(good, "META-INF/manifest.xml") + b"<!-- encryption-data -->"
    path = repacked(good, tmp_path / "bad.ods", {"META-INF/manifest.xml": manifest})
    with pytest.raises(SpreadsheetError, match="password"):
        check(path)


def test_ten_thousand_equal_rows_are_no_bomb(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", [["同一产品", "同一企业", 1] * 5] * 10_000)
    assert check(path).kind == Kind.XLSX


@pytest.mark.parametrize(
    ("cell", "missing"),
    [
        (b'<c r="A1"><f>1+1</f></c>', True),
        (b'<c r="A1"><f>1+1</f><v></v></c>', True),
        (b'<c r="A1"><f>1+1</f><v /></c>', True),
        (b'<c r="A1"><f>1+1</f><v>2</v></c>', False),
    ],
)
def test_formulas_without_a_saved_result_are_noticed(tmp_path: Path, cell: bytes, *, missing: bool) -> None:
    good = make_xlsx(tmp_path / "good.xlsx", ROWS)
    sheet = member(good, SHEET).replace(b"<sheetData>", b'<sheetData><row r="1">' + cell + b"</row>")
    assert check(repacked(good, tmp_path / "f.xlsx", {SHEET: sheet})).blank_formulas == missing
