"""From the rows of a sheet to entries, or to refusals with their reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from inspections.imports import columns
from inspections.imports.failed_items import Item, Order, order_of, parse_items, with_columns
from inspections.imports.layout import Layout
from inspections.imports.parsing import Values, parsed
from inspections.imports.words import words
from inspections.models import Result
from quality_portal.lib.dates import DateBatch
from quality_portal.lib.spreadsheets.cells import Cell, Row, is_blank
from quality_portal.lib.spreadsheets.parsing import Bad, Rejection
from quality_portal.lib.spreadsheets.reading import Sheet
from quality_portal.lib.text import TextError, key


class Entry(NamedTuple):
    """What one row says about a batch."""

    row: int
    cells: Row
    product: str
    category: str
    items: tuple[Item, ...]
    result: str
    judged_on: date | None
    is_counterfeit: bool
    serial: str
    producer: str
    producer_region: str
    seller: str
    trademark: str
    spec: str
    produced: DateBatch
    laboratory: str
    remark: str
    side: str
    credit_code: str
    sample_number: str


_DENIED = re.compile(r"(?:不是|不属于?|并?非|排除|未发现)(?:涉嫌)?假冒")
"""Remarks that say that it is no counterfeit."""

_MERGED = 3
"""Cells with one text, and nothing else in the row, that show a text merged over the table."""

# The values an entry takes over as they are stand last, in the order of its last fields.
_TAKEN = Values._fields.index("serial")


@dataclass(slots=True)
class SheetRows:
    """What a sheet gave: entries, refusals, and rows that are no tested batch (拒检、移送)."""

    read: int = 0
    entries: list[Entry] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)


def read_rows(sheet: Sheet, layout: Layout, *, today: date) -> SheetRows:
    """Read every data row of a sheet."""
    numbers, rows = _data_rows(sheet, layout)
    lines, faulty = parsed(rows, layout, today)
    result = SheetRows(read=len(rows))
    reader = _Reader(sheet.name, layout, faulty)
    for number, row, values in zip(numbers, rows, lines, strict=True):
        outcome = reader.entry(number, row, values)
        if type(outcome) is Entry:
            result.entries.append(outcome)
        elif isinstance(outcome, Rejection):
            result.rejections.append(outcome)
        else:
            result.withdrawn.append(number)
    return result


def _data_rows(sheet: Sheet, layout: Layout) -> tuple[list[int], list[Row]]:
    """Drop blank rows, notes, totals and repeated headings; rows that go on inherit from the row above."""
    names = [c.index for code in ("product", "product_detail", "producer", "seller") for c in layout.of(code)]
    failed = [c.index for code in ("failed_items", "measured", "limit") for c in layout.of(code)]
    own = [c.index for c in layout.columns]
    heading = {c.index: c.heading for c in layout.columns}
    numbers: list[int] = []
    rows: list[Row] = []
    for number, row in enumerate(sheet.rows[layout.first :], start=layout.first + 1):
        first = row[0] if row else None
        if is_blank(first):
            first = next((cell for cell in row if not is_blank(cell)), None)
        if first is None or _is_note(first) or _repeats(row, names[0], heading):
            continue
        if _says_one_thing(row, first, names, failed):
            continue
        if rows and _continues(row, names, failed):
            row = [  # noqa: PLW2901
                above if is_blank(cell) and i in own and i not in failed else cell
                for i, (cell, above) in enumerate(zip(row, rows[-1], strict=False))
            ]
        numbers.append(number)
        rows.append(row)
    return numbers, rows


def _is_note(first: Cell) -> bool:
    return isinstance(first, str) and columns.quick_key(first[:10]).startswith(words().trailing)


def _says_one_thing(row: Row, first: Cell, names: list[int], failed: list[int]) -> bool:
    """A note, the heading of a section, or a number before an empty row: one text merged over the table.

    A lone cell where names or failed items stand is no note but a row that lacks the others.
    """
    product = row[names[0]] if names[0] < len(row) else ""
    if not is_blank(product) and product != first:
        return False
    filled = [index for index, cell in enumerate(row) if not is_blank(cell)]
    if any(row[index] != first for index in filled):
        return False
    return len(filled) >= _MERGED or not {*filled} & {*names, *failed}


def _repeats(row: Row, index: int, heading: dict[int, str]) -> bool:
    cell = row[index] if index < len(row) else ""
    return isinstance(cell, str) and cell.strip() == heading[index]


def _continues(row: Row, names: list[int], failed: list[int]) -> bool:
    """A row below a merged one: no name of its own, only a further failed item."""
    for i in names:
        if i < len(row) and not is_blank(row[i]):
            return False
    return any(i < len(row) and not is_blank(row[i]) for i in failed)


class _Reader:
    """Turns the values of one row into an entry, a refusal, or None for a batch that was not tested."""

    def __init__(self, sheet: str, layout: Layout, faulty: Sequence[str]) -> None:
        self.sheet = sheet
        self.faulty = faulty
        self.lists_results = layout.has("result")
        self.order = next((order_of(column.heading) for column in layout.of("failed_items")), Order())
        self.places = {column.code: column for column in reversed(layout.columns)}
        self.items: dict[tuple[str, str, str], tuple[Item, ...]] = {}
        self.remarks: dict[str, tuple[bool, bool]] = {}

    def entry(self, number: int, row: Row, values: Values) -> Entry | Rejection | None:
        """Read one row."""
        for code in self.faulty:
            value = getattr(values, code)
            if isinstance(value, Bad):
                return self._refused(number, code, value.value, value.message)
        try:
            items = self._items(values.failed_items, values.measured, values.limit)
        except TextError as error:
            return self._refused(number, "failed_items", values.failed_items, str(error))
        counterfeit, withdrawn = self._remarked(values.remark)
        if withdrawn and not values.result and not items:
            return None
        product = values.product_detail or values.product
        fault = self._fault(values, product, items, counterfeit=counterfeit)
        if fault:
            return self._refused(number, *fault)
        return self._filled(number, row, values, product, items, counterfeit=counterfeit)

    def _remarked(self, remark: str) -> tuple[bool, bool]:
        """Whether it is a suspected counterfeit (涉嫌假冒), and whether it was not tested (拒检、移送)."""
        found = self.remarks.get(remark)
        if found is None:
            said = _DENIED.sub("", key(remark))
            found = self.remarks[remark] = (
                any(word in said for word in words().counterfeit),
                any(word in said for word in words().withdrawn),
            )
        return found

    def _filled(
        self,
        number: int,
        row: Row,
        values: Values,
        product: str,
        items: tuple[Item, ...],
        *,
        counterfeit: bool,
    ) -> Entry:
        category = values.category or (values.product if values.product_detail else "")
        failed = not self.lists_results or (not values.result and items)
        result = Result.FAIL.value if failed else values.result
        judged_on = values.sampled_on or values.notice_date
        own = (number, row, product, category, items, result, judged_on, counterfeit)
        return Entry._make((*own, *values[_TAKEN:]))

    def _items(self, text: str, measured: str, limit: str) -> tuple[Item, ...]:
        wanted = (text, measured, limit)
        found = self.items.get(wanted)
        if found is None:
            items = with_columns(parse_items(text, self.order), measured, limit)
            # 合格 in the place of failed items names none.
            found = tuple(item for item in items if columns.quick_key(item.name) not in words().passes)
            self.items[wanted] = found
        return found

    def _fault(
        self, values: Values, product: str, items: tuple[Item, ...], *, counterfeit: bool
    ) -> tuple[str, str, str] | None:
        """Return the column, its value and the reason why the row cannot be taken, or None."""
        if not product:
            return "product", "", _("The product's name is missing.")
        if not values.producer and not values.seller and not counterfeit:
            return "producer", "", _("Neither the producer nor the inspected unit is named.")
        if not values.result and not items and not (counterfeit and not self.lists_results):
            column = "result" if self.lists_results else "failed_items"
            return column, "", _("The row says neither pass nor failure and names no failed item.")
        if values.result == Result.PASS and items:
            return "result", values.result, _("The row says “pass” and names failed items.")
        return None

    def _refused(self, number: int, code: str, value: str, message: str) -> Rejection:
        place = self.places.get(code)
        heading = " ".join(place.heading.split()) if place else ""
        return Rejection(number, heading, value, message, self.sheet, place.index if place else 0)
