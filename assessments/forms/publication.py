"""The form that confirms a publication."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import actions
from assessments.models import Scheme


class PublishForm(forms.Form):
    """Confirms a publication; the numbers are asked for when the year's last group is published."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    public_number = forms.IntegerField(
        label=gettext_lazy("Number of the public notice"), min_value=1, max_value=9999
    )
    internal_number = forms.IntegerField(
        label=gettext_lazy("Number of the internal notice"), min_value=1, max_value=9999
    )

    def __init__(self, scheme: Scheme, *args: Any, today: date, is_last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = scheme.version
        first = actions.next_number(today.year)
        self.fields["public_number"].initial = first
        self.fields["internal_number"].initial = first + 1
        if not is_last:
            del self.fields["public_number"], self.fields["internal_number"]

    def clean(self) -> dict[str, Any]:
        """Two papers never bear one number."""
        numbers = [self.cleaned_data.get(name) for name in ("public_number", "internal_number")]
        if numbers[0] is not None and numbers[0] == numbers[1]:
            self.add_error("internal_number", _("The two notices need different numbers."))
        return self.cleaned_data
