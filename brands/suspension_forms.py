"""Forms of suspensions and of the papers behind a credential."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from brands.models import Suspension
from departments.backoffice import CleanTextMixin
from departments.forms import RecordForm
from enterprises.forms import DayField
from quality_portal.lib.forms import CheckedFileField


class SuspensionForm(CleanTextMixin, RecordForm):
    """Enters, lifts or corrects a suspension; the credential is set by the page."""

    suspended_on = DayField(label=_("suspended on"), help_text=_("The first day it does not count."))
    lifted_on = DayField(
        label=_("in force again on"),
        required=False,
        help_text=_("The first day it counts again; empty while the suspension lasts."),
    )

    class Meta:
        model = Suspension
        fields: ClassVar[list[str]] = ["suspended_on", "lifted_on", "reason", "document_number"]

    def _get_validation_exclusions(self) -> set[str]:
        """Check that only one suspension is open, though the credential is no field of the form."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"credential"}


class DocumentForm(CleanTextMixin, forms.Form):
    """Attaches a paper to a credential."""

    title = forms.CharField(
        label=_("what it is"), max_length=100, help_text=_("Such as certificate, announcement, approval.")
    )
    file = CheckedFileField(label=_("file"), help_text=_("pdf, docx, xlsx, jpg, png or txt, at most 20 MB"))
