"""Form fields that the apps above share."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from enterprises.rules import normalise_credit_code
from quality_portal.lib import text

MOST = 20
"""Files of one name that are looked at; those merged into one count once."""


class EnterpriseField(forms.CharField):
    """An enterprise, by its credit code or its full name: there are too many for a list."""

    def __init__(self, **options: Any) -> None:
        usual: dict[str, Any] = {
            "label": _("enterprise"),
            "required": False,
            "max_length": 200,
            "help_text": _("Unified social credit code or full name."),
        }
        super().__init__(**(usual | options))

    def to_python(self, value: Any) -> Any:
        """Return the enterprise, None where nothing was written."""
        written = super().to_python(value)
        if not written:
            return None
        wanted = Q(credit_code=normalise_credit_code(written)) | Q(name_key=text.enterprise_key(written))
        rows = Enterprise.objects.select_related("township", "merged_into__township").filter(wanted)
        found = {row.merged_into or row for row in rows[:MOST]}
        if len(found) != 1:
            raise forms.ValidationError(
                _("No single enterprise has this code or name. Write the unified social credit code.")
            )
        return found.pop()

    def prepare_value(self, value: Any) -> Any:
        """Show a stored enterprise by its credit code."""
        if isinstance(value, int):
            return Enterprise.objects.values_list("credit_code", flat=True).get(pk=value)
        return value

    def run_validators(self, value: Any) -> None:
        """Nothing more to check: the enterprise was found."""
