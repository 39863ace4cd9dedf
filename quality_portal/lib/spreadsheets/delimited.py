"""Tables as delimited text (CSV): encoding and delimiter are found from the content."""

import csv
from typing import Final

from django.utils.translation import gettext as _

from quality_portal.lib.spreadsheets.cells import Row
from quality_portal.lib.spreadsheets.errors import SpreadsheetError
from quality_portal.lib.spreadsheets.process import Limits

_DELIMITERS: Final = (",", "\t", ";", "，")
_SAMPLE_ROWS: Final = 30


def parse_delimited(content: bytes, limits: Limits) -> list[Row]:
    """The rows of a CSV file in UTF-8 (with or without mark) or GB18030.

    Raises:
        SpreadsheetError: NUL characters, another encoding, too many rows or columns, an unclosed quote.
    """
    text = _decode(content)
    if "\x00" in text:
        raise SpreadsheetError(_("The file contains NUL characters and is not a table in text form."))
    rows: list[Row] = []
    try:
        for record in csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text), strict=True):
            rows.append(list(record))
            if len(rows) > limits.rows or len(record) > limits.columns:
                raise _too_many(limits)
    except csv.Error as error:
        raise SpreadsheetError(
            _("Row %(row)d of the file cannot be read; check its quotation marks.") % {"row": len(rows) + 1}
        ) from error
    return rows


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SpreadsheetError(_("The file's encoding is unknown. Save it as “CSV UTF-8” or as .xlsx."))


def _delimiter(text: str) -> str:
    """The delimiter that splits most of the first rows alike; the plain comma in doubt."""
    sample = text[:50_000].splitlines()[:_SAMPLE_ROWS]

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = [line.count(delimiter) for line in sample if delimiter in line]
        return (widths.count(max(set(widths), key=widths.count)), len(widths)) if widths else (0, 0)

    return max(_DELIMITERS, key=evenness)


def _too_many(limits: Limits) -> SpreadsheetError:
    return SpreadsheetError(
        _("The file has more than %(rows)d rows or %(columns)d columns. Split it into several files.")
        % {"rows": limits.rows, "columns": limits.columns}
    )
