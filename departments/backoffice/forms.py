"""Forms of the back office: text cleaned by the portal's one rule, and nobody's change overwritten."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.forms import ImportExportFormBase, ImportForm

from quality_portal.lib import text
from quality_portal.lib.fields import DayField

if TYPE_CHECKING:
    FormBase = forms.BaseForm
else:
    FormBase = object

OPENED = "opened_version"
DAYS: Final[Mapping[type[models.Field[Any, Any]], Mapping[str, Any]]] = {
    models.DateField: {"form_class": DayField, "widget": AdminDateWidget}
}
"""Days are read as everywhere in the portal; the calendar is the back office's own."""


class CleanTextMixin(FormBase):
    """Cleans what is typed into text fields; what cannot be kept is told beside the field."""

    def clean(self) -> dict[str, Any]:
        """Return the cleaned values with every text in the form it is kept in."""
        super().clean()
        for name, value in list(self.cleaned_data.items()):
            field = self.fields.get(name)
            if isinstance(value, str) and type(field) is forms.CharField:
                try:
                    multiline = isinstance(field.widget, forms.Textarea)
                    self.cleaned_data[name] = text.clean(value, multiline=multiline)
                except text.TextError as error:
                    self.add_error(name, str(error))
        return self.cleaned_data


class RecordAdminForm(CleanTextMixin, forms.ModelForm):
    """A record's form: remembers the version it was opened at and refuses to overwrite a newer one."""

    opened_version = forms.IntegerField(
        label=gettext_lazy("Version when opened"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[OPENED].initial = self.instance.version if self.instance.pk else None

    def clean(self) -> dict[str, Any]:
        """Compare the version under the row's lock; what was typed stays in the form."""
        cleaned = super().clean()
        if self.instance.pk and self.has_changed():
            rows = type(self.instance)._default_manager.select_for_update()
            current = rows.filter(pk=self.instance.pk).values_list("version", flat=True).first()
            if current != self.cleaned_data.get(OPENED):
                raise forms.ValidationError(
                    _("Somebody else changed this record meanwhile. Reload the page to see the change.")
                )
        return cleaned


class TableForm(ImportForm):
    """Chooses the file to import and its kind."""


class TableExportForm(ImportExportFormBase):
    """Chooses the kind of file to export."""


class ConfirmForm(forms.Form):
    """Confirms what was uploaded and checked before."""

    upload = forms.CharField(max_length=1000, widget=forms.HiddenInput)
