"""Tables that a reader takes away: the same list as on the page, as a workbook or CSV."""

from datetime import date
from itertools import chain
from urllib.parse import quote

from django import forms
from django.http import HttpResponse

from quality_portal.lib.spreadsheets.writing import Table, write_csv, write_xlsx

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
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(write_xlsx([table]), content_type=kind)
    name = quote(f"{table.name}{on:%Y%m%d}.{form.chosen}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
