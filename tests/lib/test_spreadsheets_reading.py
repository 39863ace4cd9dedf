"""Reading tables in a child process."""

import io
import pickle
import resource
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import translation

from quality_portal.lib.spreadsheets import child
from quality_portal.lib.spreadsheets.cells import Cell
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.guard import Kind
from quality_portal.lib.spreadsheets.process import Child, Limits
from quality_portal.lib.spreadsheets.reading import Merge, _rows, read_workbook
from tests.lib.spreadsheet_files import make_ods, make_xls, make_xlsx, member, repacked


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The sentences are compared in the language they are written in."""
    with translation.override("en"):
        yield


ROWS: list[list[Cell]] = [
    ["序号", "产品名称", "生产日期"],
    [1.0, "水泥", date(2024, 5, 16)],
    [2.0, "", date(2024, 5, 17)],
]
TEXTS = [["序号", "产品名称"], ["1", "水泥"]]
SHEET = "xl/worksheets/sheet1.xml"


def test_xlsx_keeps_values_and_days(tmp_path: Path) -> None:
    workbook = read_workbook(make_xlsx(tmp_path / "a.xlsx", ROWS, sheet="结果"))
    assert (workbook.kind, workbook.warnings) == (Kind.XLSX, ())
    assert [(sheet.name, sheet.hidden, sheet.rows) for sheet in workbook.sheets] == [("结果", False, ROWS)]


def test_xls_and_ods_are_read_alike(tmp_path: Path) -> None:
    assert read_workbook(make_xls(tmp_path / "a.xls", TEXTS)).sheets[0].rows == TEXTS
    assert read_workbook(make_ods(tmp_path / "a.ods", TEXTS)).sheets[0].rows == TEXTS


def test_rows_begin_at_a1_whatever_stands_there(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", [[], ["", "", "右"], ["", "中"]])
    assert read_workbook(path).sheets[0].rows == [["", "", ""], ["", "", "右"], ["", "中", ""]]


def test_every_kind_of_time_survives(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for row, (value, form) in enumerate(
            [
                (datetime.combine(date(2024, 5, 16), time(8, 30)), "yyyy-mm-dd hh:mm"),
                (time(8, 30), "hh:mm"),
                (timedelta(hours=30), "[h]:mm"),
            ]
        ):
            page.write_datetime(row, 0, value, book.add_format({"num_format": form}))
        page.write(3, 0, True)
    rows = read_workbook(path).sheets[0].rows
    assert rows == [
        [datetime.combine(date(2024, 5, 16), time(8, 30))],
        [time(8, 30)],
        [timedelta(hours=30)],
        [True],
    ]


def make_merged(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["企业", "产品"])
        page.merge_range(1, 0, 2, 0, "甲")
        page.write(1, 1, "水泥")
        page.write(2, 1, "砂浆")
        page.merge_range(8, 5, 9, 6, "")
        book.add_worksheet("藏").hide()
    return path


def test_merged_cells_are_told_and_filled_on_request(tmp_path: Path) -> None:
    path = make_merged(tmp_path / "a.xlsx")
    plain, filled = read_workbook(path), read_workbook(path, fill_merged=True)
    assert plain.sheets[0].merges[0] == Merge(1, 0, 2, 0)
    assert plain.sheets[0].rows == [["企业", "产品"], ["甲", "水泥"], ["", "砂浆"]]
    assert filled.sheets[0].rows == [["企业", "产品"], ["甲", "水泥"], ["甲", "砂浆"]]
    assert [sheet.hidden for sheet in plain.sheets] == [False, True]


def test_a_sheet_is_read_by_content_not_by_its_declared_size(tmp_path: Path) -> None:
    good = make_xlsx(tmp_path / "good.xlsx", [["甲", "乙"], ["丙", "丁"]])
    for lie in (b'ref="A1"', b'ref="A1:XFD1048576"'):
        sheet = member(good, SHEET).replace(b'ref="A1:B2"', lie)
        path = repacked(good, tmp_path / "lie.xlsx", {SHEET: sheet})
        assert read_workbook(path).sheets[0].rows == [["甲", "乙"], ["丙", "丁"]]


def test_blank_formulas_are_warned_of(tmp_path: Path) -> None:
    good = make_xlsx(tmp_path / "good.xlsx", [["甲"], ["乙"]])
    sheet = member(good, SHEET).replace(b"</row>", b'<c r="B1"><f>1+1</f></c></row>', 1)
    workbook = read_workbook(repacked(good, tmp_path / "f.xlsx", {SHEET: sheet}))
    assert len(workbook.warnings) == 1


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpreadsheetError, match="no cell"):
        read_workbook(make_xlsx(tmp_path / "a.xlsx", []))


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(rows=2), "3 rows; at most 2"),
        (Limits(columns=2), "3 columns; at most 2"),
        (Limits(answer=100), "more text"),
        (Limits(memory=1024 * 1024), "could not be read"),
        (Limits(wait=0), "could not be read"),
    ],
)
def test_limits_end_in_a_sentence(tmp_path: Path, limits: Limits, said: str) -> None:
    with pytest.raises(SpreadsheetError, match=said):
        read_workbook(make_xlsx(tmp_path / "a.xlsx", ROWS), limits=limits)


def test_exactly_as_many_rows_as_allowed_are_read(tmp_path: Path) -> None:
    path = make_xlsx(tmp_path / "a.xlsx", ROWS)
    assert len(read_workbook(path, limits=Limits(rows=3, columns=3)).sheets[0].rows) == 3


def test_a_stray_cell_far_away_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write(0, 0, "甲")
        page.write(1_048_575, 16_383, "乙")
    with pytest.raises(SpreadsheetError):
        read_workbook(path)


def make_child(tmp_path: Path, answer: bytes) -> Path:
    """A child that takes its order and answers these bytes."""
    script = tmp_path / "child.py"
    script.write_text(f"import sys; sys.stdin.buffer.read1(1); sys.stdout.buffer.write({answer!r})")
    return script


def ask(script: Path, orders: dict[str, object]) -> None:
    with Child(Limits(wait=10), script=script) as process:
        list(process.ask(orders))


@pytest.mark.parametrize(
    "frame", [b"nope.", b"cos\nsystem\n.", b"", b"0.", b"h\x05.", pickle.dumps([1]), pickle.dumps(())]
)
def test_a_child_that_lies_is_a_sentence(tmp_path: Path, frame: bytes) -> None:
    script = make_child(tmp_path, len(frame).to_bytes(8, "little") + frame)
    with pytest.raises(SpreadsheetError, match="could not be read"):
        ask(script, {"do": "read"})


def test_a_child_that_dies_is_a_sentence(tmp_path: Path) -> None:
    script = tmp_path / "child.py"
    script.write_text("import os; os.abort()")
    with pytest.raises(SpreadsheetError, match="could not be read"):
        ask(script, {"do": "read", "path": "x" * 1_000_000})


def test_a_password_that_only_the_reader_notices_is_told(tmp_path: Path) -> None:
    path = make_xls(tmp_path / "a.xls", TEXTS)
    content = bytearray(path.read_bytes())
    first = content.find(b"\x5c\x00\x70\x00")
    content[first] = 0x2F  # the record "the rest is encrypted"
    path.write_bytes(content)
    out = io.BytesIO()
    child.main(make_orders(path), out)
    assert frames(out.getvalue()) == [("refused", "password")]
    with pytest.raises(SpreadsheetError, match="password"):
        read_workbook(path)


def frames(content: bytes) -> list[tuple[object, ...]]:
    stream, found = io.BytesIO(content), []
    while head := stream.read(8):
        found.append(pickle.loads(stream.read(int.from_bytes(head, "little"))))
    return found


def make_orders(path: Path, **changes: object) -> dict[str, object]:
    """Orders that leave the limits of this very process as they are."""
    memory, seconds = (resource.getrlimit(kind)[1] for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU))
    limits = {"memory": memory, "seconds": seconds, "max_rows": 10, "max_columns": 10}
    return {"do": "read", "path": str(path), **limits, **changes}


def test_the_child_sends_sheets_in_columns(tmp_path: Path) -> None:
    out = io.BytesIO()
    child.main(make_orders(make_xlsx(tmp_path / "a.xlsx", [["", "甲"], ["", date(2024, 5, 16)]])), out)
    day = ("date", date(2024, 5, 16).toordinal())
    assert frames(out.getvalue()) == [
        ("sheet", "表1", False, []),
        ("rows", [("", ""), ["甲", day]], [1], {}),
        ("end",),
    ]


def test_columns_that_repeat_themselves_come_by_their_words() -> None:
    days = [date(2024, 5, 16), date(2024, 5, 17)]
    block = [["合格", days[row % 2], float(row % 2), True if row else 1] for row in range(4)]
    columns, temporal, repeated = child.columns(block, 1)
    assert columns[1:3] == [("合格",), [("date", day.toordinal()) for day in days]]
    assert (temporal, sorted(repeated)) == ([2], [1, 2])
    assert _rows(columns, temporal, repeated) == [["", *row] for row in block]
    assert [type(row[4]) for row in _rows(*child.columns(block, 1))] == [int, bool, bool, bool]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"max_rows": 1}, ("refused", "rows", "表1", 2)),
        ({"max_columns": 1}, ("refused", "columns", "表1", 2)),
    ],
)
def test_the_child_says_why_it_refuses(
    tmp_path: Path, changes: dict[str, object], refusal: tuple[object, ...]
) -> None:
    out = io.BytesIO()
    child.main(make_orders(make_xlsx(tmp_path / "a.xlsx", TEXTS), **changes), out)
    assert frames(out.getvalue())[-1] == refusal


def test_the_child_refuses_what_is_not_there() -> None:
    out = io.BytesIO()
    child.main(make_orders(Path("/nowhere.xlsx")), out)
    assert frames(out.getvalue()) == [("refused", "damaged")]


def test_the_child_annotates_on_order(tmp_path: Path) -> None:
    out = io.BytesIO()
    orders = make_orders(
        make_xlsx(tmp_path / "a.xlsx", TEXTS), do="annotate", colour="FFC7CE", author="甲", marks=[]
    )
    child.main(orders, out)
    assert [frame[0] for frame in frames(out.getvalue())] == ["file", "end"]


def test_chart_sheets_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        chart = book.add_chart({"type": "line"})
        book.add_chartsheet("图").set_chart(chart)
        book.add_worksheet("表").write(0, 0, "甲")
        chart.add_series({"values": "=表!$A$1"})
    out = io.BytesIO()
    child.main(make_orders(path), out)
    assert [frame[1] for frame in frames(out.getvalue()) if frame[0] == "sheet"] == ["表"]
    assert [sheet.name for sheet in read_workbook(path).sheets] == ["表"]


def test_the_child_tags_times() -> None:
    assert child.tagged(timedelta(minutes=1)) == ("timedelta", 60.0)
    assert child.tagged(time(8, 30)) == ("time", "08:30:00")


def test_a_damaged_sheet_is_a_sentence(tmp_path: Path) -> None:
    good = make_xlsx(tmp_path / "good.xlsx", TEXTS)
    path = repacked(good, tmp_path / "bad.xlsx", {SHEET: b"<worksheet><sheetData><row"})
    with pytest.raises(SpreadsheetError):
        read_workbook(path)
