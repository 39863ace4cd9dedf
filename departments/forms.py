"""The base of every form that edits a record."""

from typing import Any

from django import forms

from departments.records import Record


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
