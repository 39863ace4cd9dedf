"""Finds a table within a sheet: its header, what each column holds, and which known layout it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from inspections.imports.headings import IGNORE, REPEATABLE, Headings, field_label
from inspections.imports.words import words
from quality_portal.lib.spreadsheets.cells import Cell, Row
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.reading import Sheet
from quality_portal.lib.spreadsheets.tables import find_header
from quality_portal.lib.text import header_key

GENERIC = "generic"
MIN_LIKENESS = 0.6
"""Share of headings that a table has in common with a known layout to be called by its name."""


class TotalsError(SpreadsheetError):
    """A sheet of totals (汇总表), which has no single samples."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its place, its heading as printed, and what it was taken for.

    ``candidates`` are the possible meanings where a person has to decide.
    """

    index: int
    heading: str
    code: str = ""
    candidates: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the heading is compared by."""
        return header_key(self.heading)


@dataclass(frozen=True)
class Layout:
    """A table within a sheet. Rows and columns count from 0; ``first`` is the first row below the header."""

    header: int
    first: int
    columns: tuple[Column, ...]
    title: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)

    def of(self, code: str) -> list[Column]:
        """Return the columns that hold this."""
        return [column for column in self.columns if column.code == code]

    def has(self, code: str) -> bool:
        """Tell whether any column holds this."""
        return any(column.code == code for column in self.columns)

    @cached_property
    def headings(self) -> list[str]:
        """The heading of every column from the first, "" where there is none."""
        found = {column.index: column.heading for column in self.columns}
        return [found.get(index, "") for index in range(max(found) + 1)]

    @property
    def code_is_sellers(self) -> bool:
        """Whether the credit codes are the sellers': the nearest name to the left of them is a seller's."""
        code = next(iter(self.of("credit_code")), None)
        left = [c for c in self.columns if code and c.index < code.index and c.code in {"producer", "seller"}]
        return bool(left) and left[-1].code == "seller"

    @property
    def undecided(self) -> list[Column]:
        """The columns whose meaning a person has to decide."""
        return [column for column in self.columns if len(column.candidates) > 1]

    @property
    def variant(self) -> str:
        """The name of the known layout this one is most alike, or "generic"."""
        keys = frozenset(column.key for column in self.columns)
        likeness = {code: len(keys & known) / len(keys | known) for code, known in words().variants.items()}
        best = max(likeness, key=lambda code: likeness[code])
        return best if likeness[best] >= MIN_LIKENESS else GENERIC


def find_layout(sheet: Sheet, headings: Headings) -> Layout | None:
    """Return the table of a sheet, or None when the sheet holds none.

    Raises:
        TotalsError: the sheet is a table of totals.
    """
    known = words()
    first_of = {heading: codes[0] for heading, codes in headings.candidates.items()}
    match = find_header(sheet.rows, first_of, min_known=known.minimum_known, within=known.search_rows)
    _refuse_totals(sheet, known_header=match is not None and not _lacks_samples(set(match.columns.values())))
    if match is None:
        return None
    titles = _titles(sheet.rows[: match.row_index])
    cells, first = _heading_cells(sheet.rows, match.row_index, headings)
    columns = _columns(cells, headings)
    layout = Layout(match.row_index, first, columns, titles)
    layout.warnings.extend(_remarks(layout))
    return layout


def _lacks_samples(codes: set[str]) -> bool:
    return not codes & {"producer", "seller", "failed_items", "spec", "produced"}


def _refuse_totals(sheet: Sheet, *, known_header: bool) -> None:
    if known_header:
        return
    known = words()
    top = sheet.rows[: known.search_rows]
    found = {header_key(cell) for row in top for cell in row if isinstance(cell, str)} & known.aggregate
    if len(found) >= known.aggregate_minimum:
        raise TotalsError(
            _(
                "Sheet “%(sheet)s” holds totals (%(headings)s), not single samples. "
                "Upload the table that lists every batch on a row of its own."
            )
            % {"sheet": sheet.name, "headings": "、".join(sorted(found)[:4])}
        )


def _titles(rows: Sequence[Row]) -> tuple[str, ...]:
    texts = [cell.strip() for row in rows for cell in row if isinstance(cell, str) and cell.strip()]
    return tuple(dict.fromkeys(texts))


def _heading_cells(rows: Sequence[Row], index: int, headings: Headings) -> tuple[list[Cell], int]:
    """Return the headings and the first data row; a second header row below merged cells is taken in."""
    top = rows[index]
    below = rows[index + 1] if index + 1 < len(rows) else []
    upper = [header_key(cell) if isinstance(cell, str) else "" for cell in top]
    lower = [header_key(cell) if isinstance(cell, str) else str(cell) for cell in below[: len(top)]]
    split = [i for i, key in enumerate(lower) if key and key != upper[i]]
    if len(split) < 2 or not all(lower[i] in headings.candidates for i in split):
        return top, index + 1
    return [below[i] if i in split else cell for i, cell in enumerate(top)], index + 2


def _columns(cells: Sequence[Cell], headings: Headings) -> tuple[Column, ...]:
    found = [
        Column(index, cell.strip(), candidates=headings.candidates.get(header_key(cell), ()))
        for index, cell in enumerate(cells)
        if isinstance(cell, str) and cell.strip()
    ]
    certain = {column.candidates[0] for column in found if len(column.candidates) == 1}
    taken: set[str] = set()
    result: list[Column] = []
    for column in found:
        open_codes = _open_candidates(column, certain)
        code = open_codes[0] if open_codes else ""
        if code in taken and code not in REPEATABLE | {IGNORE}:
            code, open_codes = "", ()
        taken.add(code)
        result.append(Column(column.index, column.heading, code, open_codes))
    return tuple(result)


def _open_candidates(column: Column, certain: set[str]) -> tuple[str, ...]:
    """Return the meanings left for an ambiguous heading when the table's other headings are certain."""
    if len(column.candidates) < 2:
        return column.candidates
    left = tuple(code for code in column.candidates if code not in certain)
    if "measured" in left and "limit" in certain:
        return ("measured",)
    return left


def _remarks(layout: Layout) -> list[str]:
    remarks = []
    unknown = [column.heading for column in layout.columns if not column.code]
    if unknown:
        remarks.append(
            _("These columns are not imported, but kept with each row: %(headings)s")
            % {"headings": "、".join(" ".join(heading.split()) for heading in unknown)}
        )
    remarks += [
        _("The heading “%(heading)s” has several meanings; it was taken for “%(column)s”.")
        % {"heading": column.heading, "column": field_label(column.code)}
        for column in layout.undecided
    ]
    return remarks
