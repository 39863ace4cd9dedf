"""Finds the table within a sheet: its header row, and the rows that are data."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from quality_portal.lib.spreadsheets.cells import Cell, is_blank
from quality_portal.lib.text import header_key, key

Known: TypeAlias = Callable[[str], str | None] | Mapping[str, str]

_NOTE_STARTS: Final = ("注:", "备注:", "注1", "附注", "说明", "声明", "填表说明", "填报说明")
_TOTALS: Final = frozenset({"合计", "总计", "小计", "共计", "合计:", "总计:", "小计:"})
_TOTAL_WITHIN: Final = 2


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """A header row: which column holds which known field.

    `unknown` are headers nobody knows; `ambiguous` are fields that several columns claim
    (`columns` then holds the first of them). Rows and columns count from 0.
    """

    row_index: int
    columns: dict[int, str]
    unknown: dict[int, str] = field(default_factory=dict)
    ambiguous: dict[str, list[int]] = field(default_factory=dict)

    @property
    def position(self) -> dict[str, int]:
        """The column of each known field."""
        return {name: column for column, name in self.columns.items()}


def find_header(
    rows: Sequence[Sequence[Cell]], known: Known, *, min_known: int = 3, within: int = 15
) -> HeaderMatch | None:
    """The row with the most known headers among the first `within`; None when none has `min_known`.

    `known` answers the field's name for a header, or is a mapping from `header_key` to it.
    """
    matches = [_match(index, row, known) for index, row in enumerate(rows[:within])]
    best = max(matches, key=lambda match: len(match.columns), default=None)
    return best if best and len(best.columns) >= min_known else None


def _match(index: int, row: Sequence[Cell], known: Known) -> HeaderMatch:
    match = HeaderMatch(index, {})
    claims: dict[str, list[int]] = {}
    for column, cell in enumerate(row):
        if not isinstance(cell, str) or is_blank(cell):
            continue
        name = known.get(header_key(cell)) if isinstance(known, Mapping) else known(cell)
        if name is None:
            match.unknown[column] = cell
        else:
            claims.setdefault(name, []).append(column)
    for name, columns in claims.items():
        match.columns[columns[0]] = name
        if len(columns) > 1:
            match.ambiguous[name] = columns
    return match


def data_rows(rows: Sequence[Sequence[Cell]], header: HeaderMatch) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The data below a header with their row numbers as the spreadsheet shows them (from 1).

    Left out: blank rows, notes (注：…), totals (合计) and repeated headers.
    """
    head = _bare(rows[header.row_index])
    for number, row in enumerate(rows[header.row_index + 1 :], start=header.row_index + 2):
        filled = [cell for cell in row if not is_blank(cell)]
        if filled and not _is_note(row, filled) and not _is_total(row) and _bare(row) != head:
            yield number, row


def _bare(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if not is_blank(cell)]


def _is_note(row: Sequence[Cell], filled: Sequence[Cell]) -> bool:
    first = filled[0]
    if len(set(filled)) > 1 or not isinstance(first, str) or len(row) < _TOTAL_WITHIN:
        return False
    return key(first).startswith(_NOTE_STARTS)


def _is_total(row: Sequence[Cell]) -> bool:
    return any(isinstance(cell, str) and key(cell) in _TOTALS for cell in row[:_TOTAL_WITHIN])
