"""Form fields of tasks: days in any spelling, and the choice that narrows nothing."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from quality_portal.lib.dates import DateError, parse_date
from quality_portal.lib.uploads import ACCEPT, CheckedFile, UploadError, check_upload

ANY: Final = ("", _("any"))
"""The choice that narrows nothing."""


class DayField(forms.CharField):
    """A day, in any of the ways people write one."""

    widget = forms.DateInput(attrs={"type": "date"})

    def to_python(self, value: Any) -> Any:
        """Return the day, None where nothing was written."""
        try:
            return parse_date(value or None)
        except DateError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        """Show a stored day as the browser's field wants it."""
        return value.isoformat() if isinstance(value, date) else value

    def run_validators(self, value: Any) -> None:
        """Nothing more to check: the parser has refused what is no day."""


class EvidenceField(forms.FileField):
    """A file of a kind that may be kept."""

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
