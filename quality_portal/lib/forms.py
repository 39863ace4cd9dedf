"""How forms are dressed, once for every form of the portal."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _

from quality_portal.lib.spreadsheets.guard import EXTENSIONS, MAX_SIZE
from quality_portal.lib.uploads import ACCEPT, CheckedFile, UploadError, check_upload


class PortalRenderer(TemplatesSetting):
    """Draws forms from ``templates/forms/``; the back office keeps Django's own widgets."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class PortalErrorList(ErrorList):
    """Errors in words beside the field they belong to."""

    template_name = "forms/errors.html"


class CheckedFileField(forms.FileField):
    """A file of a kind that may be kept, checked by what it is."""

    widget = forms.ClearableFileInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        """Return the checked file, None where none was attached."""
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return check_upload(file)
        except UploadError as error:
            raise ValidationError(str(error)) from error


class TableField(forms.FileField):
    """A table of a kind that is read, refused by its name and size before anything reads it."""

    widget = forms.FileInput(attrs={"accept": ",".join(EXTENSIONS)})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file."""
        file = super().clean(data, initial)
        if not file:
            return file
        if Path(file.name).suffix.lower() not in EXTENSIONS:
            raise ValidationError(_("Only tables of the kinds .xlsx, .xls, .ods and .csv can be read."))
        if file.size > MAX_SIZE:
            raise ValidationError(_("The file is larger than 20 MB. Split the table into several files."))
        return file
