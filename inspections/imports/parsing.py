"""The values of every column of ours that a table has."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import repeat
from typing import Any, NamedTuple

from inspections.imports import columns
from inspections.imports.layout import Column, Layout
from quality_portal.lib.dates import DateBatch
from quality_portal.lib.spreadsheets.cells import Cell, Row, as_text
from quality_portal.lib.spreadsheets.parsing import Bad, column, each, text_of
from quality_portal.lib.text import header_key

LENGTHS = {
    "serial": 40,
    "producer": 200,
    "producer_region": 200,
    "seller": 200,
    "product": 200,
    "product_detail": 200,
    "category": 200,
    "trademark": 100,
    "spec": 200,
    "laboratory": 200,
    "remark": 500,
    "sample_number": 60,
    "measured": 500,
    "limit": 500,
}
BATCH_HEADINGS = frozenset(map(header_key, ("批号", "生产批号", "出厂编号", "产品批号", "批次号")))
NO_DATE = DateBatch("")


class Values(NamedTuple):
    """The values of one row; what the table has no column for is blank. A cell may be a ``Bad``."""

    product: Any = ""
    product_detail: Any = ""
    category: Any = ""
    result: Any = ""
    failed_items: Any = ""
    measured: Any = ""
    limit: Any = ""
    sampled_on: Any = None
    notice_date: Any = None
    serial: Any = ""
    producer: Any = ""
    producer_region: Any = ""
    seller: Any = ""
    trademark: Any = ""
    spec: Any = ""
    produced: Any = NO_DATE
    laboratory: Any = ""
    remark: Any = ""
    field: Any = ""
    credit_code: Any = ""
    sample_number: Any = ""


def parsed(rows: Sequence[Row], layout: Layout, today: date) -> tuple[Iterator[Values], list[str]]:
    """Return the values of every row, and which columns hold cells that cannot be used."""
    values, faulty = _columns(rows, layout, today)
    blank = Values()._asdict()
    columns_in_order = (values.get(code) or repeat(blank[code], len(rows)) for code in Values._fields)
    # Made from whole tuples, because naming 21 values takes twice as long.
    return map(Values._make, zip(*columns_in_order, strict=True)), faulty


def _columns(rows: Sequence[Row], layout: Layout, today: date) -> tuple[dict[str, list[Any]], list[str]]:
    """Return the values of every column the table has, and which of them hold cells that cannot be used."""
    values: dict[str, list[Any]] = {}
    faulty: list[str] = []
    for code, parse in _parsers(today).items():
        found = layout.of(code)
        if found:
            values[code], bad = each(column(rows, found[0].index), parse)
            faulty += [code] * bad
    if layout.has("produced"):
        values["produced"], bad = _produced(rows, layout.of("produced"), today)
        faulty += ["produced"] * bad
    return values, faulty


def _parsers(today: date) -> dict[str, Callable[[Cell], Any]]:
    return {code: text_of(limit) for code, limit in LENGTHS.items()} | {
        "producer": columns.maker_of(text_of(LENGTHS["producer"])),
        "failed_items": columns.long_text,
        "credit_code": columns.code_of,
        "result": columns.result_of,
        "field": columns.side_of,
        "sampled_on": columns.day_by(today),
        "notice_date": columns.day_by(today),
    }


def _produced(rows: Sequence[Row], found: Sequence[Column], today: date) -> tuple[list[Any], bool]:
    parse = columns.produced_by(today)
    text = text_of(columns.LONGEST_BATCH)
    parts, bad = [], False
    for place in found:
        cells = column(rows, place.index)
        if place.key not in BATCH_HEADINGS:
            part, faulty = each(cells, parse)
        elif len(found) > 1:
            part, faulty = each(cells, lambda cell: _as_batch(text(cell)))
        else:
            # A bare number below 批号 is no spreadsheet's day number, though 20240516 is a day.
            part, faulty = each(cells, lambda cell: parse(_no_day_number(cell)))
        parts.append(part)
        bad = bad or faulty
    return (parts[0] if len(parts) == 1 else [_joined(several) for several in zip(*parts, strict=True)]), bad


def _no_day_number(cell: Cell) -> Cell:
    return as_text(cell) if isinstance(cell, int | float) else cell


def _as_batch(text: str) -> DateBatch:
    return DateBatch(text, batch=text)


def _joined(several: tuple[DateBatch | Bad, ...]) -> DateBatch | Bad:
    """Date and batch number from columns of their own."""
    bad = next((part for part in several if isinstance(part, Bad)), None)
    if bad:
        return bad
    parts = [part for part in several if isinstance(part, DateBatch)]
    dated = next((part for part in parts if part.date), NO_DATE)
    batch = next((part.batch for part in parts if part.batch), "")
    raw = " / ".join(part.raw for part in parts if part.date or part.batch)
    return DateBatch(raw[:200], dated.date, dated.date_to, batch, dated.kind)
