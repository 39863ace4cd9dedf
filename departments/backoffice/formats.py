"""The two kinds of file the back office takes and gives: workbooks and CSV."""

import os
import tempfile
from itertools import zip_longest
from pathlib import Path
from typing import Any

import tablib
from import_export.formats.base_formats import Format

from departments.backoffice.uploads import folder
from quality_portal.lib.spreadsheets.cells import as_text, is_blank
from quality_portal.lib.spreadsheets.reading import read_workbook
from quality_portal.lib.spreadsheets.writing import Column, Table, write_csv, write_xlsx


class GuardedFormat(Format):
    """Reads through the portal's one door for spreadsheets; gives cells that never run as formulas."""

    extension = ""
    content_type = ""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        """Return what the list of formats says."""
        return self.extension

    def get_extension(self) -> str:
        """Return the file name's ending."""
        return self.extension

    def get_content_type(self) -> str:
        """Return the media type of the answer."""
        return self.content_type

    def can_import(self) -> bool:
        """Tell that files of this kind are read."""
        return True

    def can_export(self) -> bool:
        """Tell that files of this kind are written."""
        return True

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """Return the first visible sheet as text, the first filled row as headers.

        Raises SpreadsheetError, whose message is a sentence, for a file that cannot be used.
        """
        handle, name = tempfile.mkstemp(dir=folder(), suffix=f".{self.extension}")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(in_stream)
            workbook = read_workbook(Path(name))
        finally:
            Path(name).unlink()
        sheets = [sheet for sheet in workbook.sheets if sheet.rows and not sheet.hidden]
        rows = sheets[0].rows if sheets else []
        filled = [[as_text(cell) for cell in row] for row in rows if not all(map(is_blank, row))]
        # Rows of unequal length are made equal: a table's last cells are often left out.
        even = list(zip(*zip_longest(*filled, fillvalue=""), strict=True))
        return tablib.Dataset(*even[1:], headers=even[0]) if even else tablib.Dataset()


class Workbook(GuardedFormat):
    """Excel's workbook."""

    extension = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        """Return the rows as a workbook."""
        columns = [Column(header) for header in dataset.headers or []]
        return write_xlsx([Table(str(dataset.title or "Sheet1"), columns, list(dataset))])


class Csv(GuardedFormat):
    """Comma-separated text, read in UTF-8 or GB18030, written in UTF-8 with a mark."""

    extension = "csv"
    content_type = "text/csv"

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        """Return the rows as CSV."""
        return b"".join(write_csv([dataset.headers or [], *dataset]))


FORMATS = (Workbook, Csv)
