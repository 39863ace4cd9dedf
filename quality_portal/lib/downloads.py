"""Tables that a reader takes away: the same list as on the page, as a workbook or CSV."""

from collections.abc import Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from quality_portal.lib.spreadsheets.annotate import Mark, annotate
from quality_portal.lib.spreadsheets.writing import Table, write_csv, write_xlsx

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX = "xlsx"
CSV = "csv"


class FormatForm(forms.Form):
    """The kind of file asked for; a workbook where nothing fitting was asked."""

    format = forms.ChoiceField(choices=[(XLSX, "xlsx"), (CSV, "csv")], required=False)

    @property
    def chosen(self) -> str:
        """The kind of file to give."""
        return self.cleaned_data["format"] or XLSX if self.is_valid() else XLSX


def table_response(table: Table, form: FormatForm, *, on: date) -> HttpResponse:
    """Return the table as a file to keep, named after the sheet and the day."""
    if form.chosen == CSV:
        head = [column.header for column in table.columns]
        content = b"".join(write_csv(chain([head], table.rows)))
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(write_xlsx([table]), content_type=XLSX_TYPE)
    name = quote(f"{table.name}{on:%Y%m%d}.{form.chosen}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def tables_response(tables: Sequence[Table], form: FormatForm, *, on: date) -> HttpResponse:
    """Return several tables as the sheets of one workbook, named after the first; as CSV the first alone."""
    first = tables[0]
    if form.chosen == CSV:
        return table_response(first, form, on=on)
    return _workbook(write_xlsx(tables), f"{first.name}{on:%Y%m%d}")


def template_response(tables: Sequence[Table], name: str) -> HttpResponse:
    """Return a workbook to fill in."""
    return _workbook(write_xlsx(tables), name)


def marked_response(path: Path, marks: Sequence[Mark], *, name: str) -> HttpResponse:
    """Give somebody's own table back with the wrong cells marked red and the reason beside them.

    Raises SpreadsheetError when the file cannot be read any more.
    """
    content = annotate(path, marks, name=name)
    return _workbook(content, _("%(name)s, refused rows marked") % {"name": Path(name).stem})


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response
