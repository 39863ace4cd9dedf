"""Makes one batch of all rows that speak of it.

The same producer, product, specification and batch (or date) within a campaign is one batch; where the
producer or the batch is not known the seller and the sample number tell batches apart too.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from django.utils.translation import gettext as _

from inspections.imports.columns import new_key, quick_key
from inspections.imports.failed_items import Item
from inspections.imports.layout import Layout
from inspections.imports.rows import Entry
from quality_portal.lib.dates import DateBatch
from quality_portal.lib.spreadsheets.parsing import Rejection

_BETWEEN = "\x1f"
_as_json = json.JSONEncoder(ensure_ascii=False, default=str).encode


@dataclass(slots=True)
class Batch:
    """A sampled batch with everything the table says about it."""

    identity: tuple[str, ...]
    entry: Entry
    items: tuple[Item, ...]
    sheet: str
    layout: Layout
    further: list[Entry] = field(default_factory=list)
    _key: str = ""

    @property
    def key(self) -> str:
        """What makes it the same batch in another table, in one word."""
        if not self._key:
            self._key = sha256(_BETWEEN.join(self.identity).encode()).hexdigest()
        return self._key

    @property
    def digest(self) -> str:
        """What the published rows say, in one word; the serial number does not count."""
        entry = self.entry
        said = (
            *(entry.producer, entry.producer_region, entry.seller, entry.product, entry.category),
            *(entry.trademark, entry.spec, entry.produced.raw, entry.produced.batch, entry.result),
            *(entry.laboratory, entry.remark, entry.side, entry.credit_code),
            *(str(entry.produced.date), str(entry.judged_on)),
            *sorted(f"{item.name}\x1e{item.measured}\x1e{item.limit}" for item in self.items),
        )
        return sha256(_BETWEEN.join(said).encode()).hexdigest()

    @property
    def raw(self) -> str:
        """The rows as published, with their headings in the table's order, as JSON."""
        rows = [[entry.row, entry.cells] for entry in (self.entry, *self.further)]
        return f'{_beginning(self.sheet, tuple(self.layout.headings))}"rows": {_as_json(rows)}}}'


@lru_cache(maxsize=100)
def _beginning(sheet: str, headings: tuple[str, ...]) -> str:
    return f'{{"sheet": {_as_json(sheet)}, "headings": {_as_json(headings)}, '


class Gathering:
    """Gathers entries into batches, sheet after sheet."""

    def __init__(self) -> None:
        self.batches: dict[tuple[str, ...], Batch] = {}
        self.repeated: list[int] = []
        self.rejections: list[Rejection] = []

    def add(self, entries: Iterable[Entry], sheet: str, layout: Layout) -> None:
        """Add the entries of a sheet; a row that contradicts an earlier one of its batch is refused."""
        for entry in entries:
            identity = _identity(entry)
            batch = self.batches.get(identity)
            if batch is None:
                self.batches[identity] = Batch(identity, entry, entry.items, sheet, layout)
            elif batch.entry.result != entry.result:
                self.rejections.append(_contradiction(entry, batch, sheet))
            else:
                batch.further.append(entry)
                batch.items = tuple(dict.fromkeys(batch.items + entry.items))
                if not entry.items or set(entry.items) == set(batch.entry.items):
                    self.repeated.append(entry.row)


def _identity(entry: Entry) -> tuple[str, ...]:
    """Return what tells batches apart within a campaign."""
    printed = _printed(entry.produced)
    parts = (quick_key(entry.producer), quick_key(entry.product), quick_key(entry.spec), printed)
    if entry.producer and printed:
        return parts
    return (*parts, quick_key(entry.seller), quick_key(entry.sample_number))


def _printed(produced: DateBatch) -> str:
    """Return the key of day and batch however they were typed: 2023/5/1 and a true date are the same day.

    It is not remembered, because it hardly ever stands there twice.
    """
    day, batch = produced.date, produced.batch
    if day and not produced.date_to:
        return day.isoformat() + new_key(batch) if batch else day.isoformat()
    return new_key(produced.raw if day else batch)


def _contradiction(entry: Entry, batch: Batch, sheet: str) -> Rejection:
    column = next(iter(batch.layout.of("result")), None)
    message = _("Row %(row)d speaks of the same batch with another result.") % {"row": batch.entry.row}
    return Rejection(
        entry.row,
        column.heading if column else "",
        entry.result,
        message,
        sheet,
        column.index if column else 0,
    )
