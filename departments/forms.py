"""The base of every form that edits a record."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from departments.backoffice.forms import CleanTextMixin
from departments.records import Record

Answer = TypeVar("Answer")


class RecordForm(forms.ModelForm):
    """A form that carries the record's version, so that a lost edit is told instead of happening."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instance = self.instance
        self.fields["version"].initial = instance.version if isinstance(instance, Record) else 1

    @property
    def read_version(self) -> int:
        """The version the person had before them; 0, which no record has, where it was tampered with."""
        return self.cleaned_data.get("version") or 0

    def values(self) -> dict[str, Any]:
        """Return the checked values of the record's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class Attempted(forms.BaseForm):
    """A form that shows what the action refused beside the fields it was refused for."""

    def attempt(self, action: Callable[[], Answer]) -> Answer | None:
        """Return what the action answers; None, with the reasons in the form, where anything was refused."""
        if not self.is_valid():
            return None
        try:
            return action()
        except ValidationError as error:
            refused = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error}
            for name, reasons in refused.items():
                self.add_error(name if name in self.fields else None, reasons)
            return None


class CheckedByAction(CleanTextMixin, Attempted, RecordForm):
    """A record's form that leaves judging the record as a whole to the action that stores it."""

    def _post_clean(self) -> None:
        """The action checks the record under its lock, with the fields that this form does not show."""
