"""Runs as a process of its own, because a hostile file can bring a reader down or make it eat all memory.

Started by path in isolated mode; it imports nothing of the project, so that it starts in a few milliseconds.
Orders come as a marshalled dict on standard input. Answers are frames on standard output: a length of
8 bytes, then a pickle of plain values. The modules `json`, `pickle` and `typing` would double the time
it takes to start, so their C parts are used, or none.
"""

import gc
import io
import marshal
import os
import resource
import sys
from _pickle import Pickler
from array import array
from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, BinaryIO

ROWS_PER_FRAME = 2_000
SAMPLE = 60
NUMBERS = {float, int, bool}
PLAIN = {str, float, int, bool}


class RefusedError(Exception):
    """The file cannot be read; the arguments are a code and what belongs to it."""


def send(out: "BinaryIO", *frame: object) -> None:
    """Writes one frame."""
    buffer = io.BytesIO()
    pickler = Pickler(buffer, 5)
    # Nothing in a frame refers to itself: remembering every cell would double the time.
    pickler.fast = True
    pickler.dump(frame)
    out.write(buffer.tell().to_bytes(8, "little"))
    out.write(buffer.getbuffer())
    out.flush()


def read(out: "BinaryIO", path: str, max_rows: int, max_columns: int) -> None:
    """Sends each sheet's name, visibility and merged ranges, then its rows, beginning at cell A1."""
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_path(path) as workbook:
            for index, metadata in enumerate(workbook.sheets_metadata):
                if metadata.typ == calamine.SheetTypeEnum.WorkSheet:
                    hidden = metadata.visible != calamine.SheetVisibleEnum.Visible
                    sheet = workbook.get_sheet_by_index(index)
                    send_sheet(out, sheet, max_rows, max_columns, hidden=hidden)
    except calamine.PasswordError as error:
        raise RefusedError("password") from error
    except (calamine.CalamineError, OSError) as error:
        raise RefusedError("damaged") from error


def send_sheet(out: "BinaryIO", sheet: "Any", max_rows: int, max_columns: int, *, hidden: bool) -> None:
    last_row, last_column = sheet.end or (0, 0)
    if last_row >= max_rows:
        raise RefusedError("rows", sheet.name, last_row + 1)
    if last_column >= max_columns:
        raise RefusedError("columns", sheet.name, last_column + 1)
    send(out, "sheet", sheet.name, hidden, sheet.merged_cell_ranges or [])
    left = (sheet.start or (0, 0))[1]
    rows = iter(sheet.iter_rows())
    while block := list(islice(rows, ROWS_PER_FRAME)):
        send(out, "rows", *columns(block, left))


def columns(
    block: "Sequence[Sequence[object]]", left: int
) -> "tuple[list[Any], list[int], dict[int, bytes]]":
    """The block turned by 90 degrees, which columns hold days or times, and which are sent by their words.

    Days and times are pairs of code and text. Of a column that repeats itself its distinct values are sent,
    and which of them stands in each row. Whole columns are checked and pickled several times faster than
    cells one by one.
    """
    turned: list[Any] = [("",) * len(block)] * left
    temporal: list[int] = []
    repeated: dict[int, bytes] = {}
    for column in zip(*block, strict=True):
        kinds = set(map(type, column))
        values: Sequence[object] = column
        # Values of one kind only: 1, 1.0 and True are the same key.
        if len(kinds) == 1 and not kinds & NUMBERS and 2 * len(set(column[:SAMPLE])) <= len(column[:SAMPLE]):
            places = {value: place for place, value in enumerate(dict.fromkeys(column))}
            if 2 * len(places) <= len(column):
                repeated[len(turned)] = array("H", map(places.__getitem__, column)).tobytes()
                values = tuple(places)
        if not kinds <= PLAIN:
            temporal.append(len(turned))
            values = [value if type(value) in PLAIN else tagged(value) for value in values]
        turned.append(values)
    return turned, temporal, repeated


def tagged(value: "Any") -> "tuple[str, Any]":
    """A day or time as the name of its type and plain values."""
    name = type(value).__name__
    if name == "date":
        return name, value.toordinal()
    if name == "timedelta":
        return name, value.total_seconds()
    return name, value.isoformat()


def annotate(out: "BinaryIO", path: str, orders: "Any") -> None:
    """Sends the workbook with cells filled and commented: {"marks": [[sheet, row, column, text]...]}."""
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    workbook = load_workbook(path)
    fill = PatternFill("solid", fgColor=orders["colour"])
    for sheet, row, column, text in orders["marks"]:
        cell = whole_cell(workbook[sheet], row + 1, column + 1)
        cell.fill = fill
        cell.comment = Comment(text, orders["author"], width=280, height=110)
    buffer = io.BytesIO()
    workbook.save(buffer)
    send(out, "file", buffer.getvalue())


def whole_cell(sheet: "Any", row: int, column: int) -> "Any":
    """The cell, or the first of the merged range it is hidden in: only that one can be marked."""
    for merge in sheet.merged_cells.ranges:
        if merge.min_row <= row <= merge.max_row and merge.min_col <= column <= merge.max_col:
            return sheet.cell(merge.min_row, merge.min_col)
    return sheet.cell(row, column)


def limit(memory: int, seconds: int) -> None:
    """Bytes of address space and seconds of processor time; the kernel ends the process beyond them."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(orders: "Any", out: "BinaryIO") -> None:
    """Does one order and ends its answer with a frame "end" or "refused"."""
    limit(orders["memory"], orders["seconds"])
    try:
        if orders["do"] == "read":
            read(out, orders["path"], orders["max_rows"], orders["max_columns"])
        else:
            annotate(out, orders["path"], orders)
    except RefusedError as refusal:
        send(out, "refused", *refusal.args)
    else:
        send(out, "end")


if __name__ == "__main__":
    gc.disable()
    sys.path.append(sys.argv[1])
    main(marshal.load(sys.stdin.buffer), sys.stdout.buffer)  # noqa: S302 - the orders come from our own process
    # Nothing is left to tidy up, and freeing a million cells one by one takes its time.
    os._exit(0)
