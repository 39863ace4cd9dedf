"""Forms about files that may belong to one enterprise."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from departments.backoffice import CleanTextMixin
from enterprises.models import Enterprise
from quality_portal.lib.lists import ListForm


class DuplicateListForm(ListForm[Any]):
    """Pages through the pairs of files with near names."""


class MergeForm(CleanTextMixin, forms.Form):
    """Decides which of two files is kept, and why they are one enterprise."""

    keep = forms.ChoiceField(label=_("File that is kept"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why they are one enterprise"),
        max_length=200,
        help_text=_("For example: same legal representative and address, checked by telephone."),
    )

    def __init__(self, *args: Any, couple: tuple[Enterprise, Enterprise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.couple = couple
        choices = [(str(each.pk), f"{each.name}（{each.credit_code}）") for each in couple]
        self.fields["keep"].choices = choices  # type: ignore[attr-defined]
        for each in couple:
            self.fields[f"version_{each.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=each.version
            )

    @property
    def kept(self) -> Enterprise:
        """The file that is kept."""
        return next(each for each in self.couple if str(each.pk) == self.cleaned_data["keep"])

    @property
    def gone(self) -> Enterprise:
        """The file that is closed."""
        return next(each for each in self.couple if str(each.pk) != self.cleaned_data["keep"])

    @property
    def versions(self) -> dict[int, int]:
        """The versions the person had before them, by primary key."""
        return {each.pk: self.cleaned_data[f"version_{each.pk}"] for each in self.couple}


class ApartForm(CleanTextMixin, forms.Form):
    """Notes why two files belong to two enterprises."""

    apart_reason = forms.CharField(label=_("Why they are two enterprises"), max_length=200)
