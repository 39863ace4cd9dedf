"""Form fields of the whole portal: days in any spelling, files and photographs that may be kept."""

from datetime import date
from pathlib import Path
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quality_portal.lib.dates import DateError, parse_date
from quality_portal.lib.pictures import PictureError, thumbnail
from quality_portal.lib.spreadsheets.guard import EXTENSIONS, MAX_SIZE
from quality_portal.lib.uploads import ACCEPT, CheckedFile, UploadError, check_upload

ANY: Final = ("", gettext_lazy("any"))
"""The choice that narrows nothing."""

PICTURE_KINDS: Final = ("jpg", "png")
MOST_PICTURES: Final = 9
"""Photographs taken at a time; together they stay below what a server lets through."""


class DayInput(forms.DateInput):
    """A day typed as people write it; a script adds a button that opens the browser's calendar."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        words = {"data-day": gettext_lazy("Choose a day"), "placeholder": gettext_lazy("YYYY-MM-DD")}
        super().__init__({**words, "autocomplete": "off", **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.CharField):
    """A day, in any of the ways people write one."""

    widget = DayInput

    def to_python(self, value: Any) -> Any:
        """Return the day, None where nothing was written."""
        try:
            return parse_date(value or None)
        except DateError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        """Show a stored day in the spelling that messages ask for."""
        return value.isoformat() if isinstance(value, date) else value

    def run_validators(self, value: Any) -> None:
        """Nothing more to check: the parser has refused what is no day."""


class PicturesInput(forms.FileInput):
    """Chooses several photographs, on a phone from its camera too."""

    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Photographs that may be kept; each is opened once, so that a damaged one is told at once."""

    widget = PicturesInput(attrs={"accept": "image/jpeg,image/png", "multiple": True})

    def __init__(self, *, thumbnail_size: int, **kwargs: Any) -> None:
        self.thumbnail_size = thumbnail_size
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[tuple[CheckedFile, bytes]]:
        """Return the checked photographs, each with its thumbnail."""
        files = [file for file in data or [] if file]
        if len(files) > MOST_PICTURES:
            raise ValidationError(
                _("At most %(limit)d photographs can be added at a time.") % {"limit": MOST_PICTURES}
            )
        return [self._checked(super(PicturesField, self).clean(file, initial)) for file in files]

    def _checked(self, file: Any) -> tuple[CheckedFile, bytes]:
        try:
            checked = check_upload(file)
            if checked.kind not in PICTURE_KINDS:
                raise UploadError(_("Photographs are files of the kinds jpg and png."))
            return checked, thumbnail(checked.content, self.thumbnail_size)
        except (UploadError, PictureError) as error:
            raise ValidationError(f"{file.name}: {error}") from error


class ManyField(forms.ModelMultipleChoiceField):
    """Several records to choose; a key larger than the database counts is none of them."""

    def clean(self, value: Any) -> Any:
        """Return the chosen records."""
        try:
            return super().clean(value)
        except OverflowError as error:
            message = self.error_messages["invalid_pk_value"]
            raise ValidationError(message, code="invalid_pk_value", params={"pk": "…"}) from error


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
