"""Forms of the import of records."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.models import TableImport
from enterprises.models.table_import import TableImportQuerySet
from quality_portal.lib.forms import TableField
from quality_portal.lib.lists import ListForm


class TableImportForm(forms.Form):
    """Takes a table of records."""

    file = TableField(
        label=_("Table of records"),
        help_text=_(
            "An .xlsx, .xls, .ods or .csv file of at most 10,000 rows; columns in any order. "
            "Cells left blank change nothing."
        ),
    )


class ConfirmForm(forms.Form):
    """Says whether the good rows go in although others are refused."""

    good_rows = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ImportListForm(ListForm[TableImportQuerySet]):
    """Pages through the imports of one kind of records."""

    SORTS: ClassVar[dict[str, tuple[str, ...]]] = {"uploaded": ("uploaded_at",), "name": ("file_name",)}
    DEFAULT_SORT = "-uploaded"

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("any")), *TableImport.State.choices]
    )

    def filtered(self, rows: TableImportQuerySet) -> TableImportQuerySet:
        """Narrow the imports."""
        state = self.value("state")
        return rows.filter(state=state) if state else rows
