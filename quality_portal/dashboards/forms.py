"""Forms of the dashboards."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from departments.backoffice import CleanTextMixin
from quality_portal.lib.fields import DayField, DayInput
from targets.forms import EARLIEST


class MomentForm(forms.Form):
    """The year and the day a dashboard speaks of; what does not fit falls back to today."""

    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    on = DayField(label=_("As of"), required=False, widget=DayInput({"id": "on", "data-submit": True}))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.is_valid()
        # What is shown is the day that counts, whatever was asked for.
        self.data = {"on": self.as_of.isoformat()}
        self.fields["on"].widget.attrs["data-latest"] = today.isoformat()

    @property
    def as_of(self) -> date:
        """The day asked for, never one in the future or before there could be a plan."""
        return max(min(self.cleaned_data.get("on") or self.today, self.today), EARLIEST)

    @property
    def asked_year(self) -> int:
        """The year asked for, else the day's own."""
        return self.cleaned_data.get("year") or self.as_of.year


class SearchForm(CleanTextMixin, forms.Form):
    """The words of the search box."""

    q = forms.CharField(label=_("Words"), max_length=60, required=False)

    @property
    def words(self) -> str:
        """The words to look for; none where they cannot be taken."""
        return str(self.cleaned_data.get("q", "")).strip() if self.is_valid() else ""
