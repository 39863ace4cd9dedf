"""The figures of a chart as a table, for readers who cannot or do not want to look at the picture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row: its heading and one printed figure per column."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataTable:
    """Caption, column headings and rows; every cell is already written out."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[DataRow, ...]
