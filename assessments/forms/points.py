"""Points as people type them."""

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quality_portal.lib.numbers import NumberError, format_decimal, parse_decimal

DECIMALS: Final = 2


class PointsField(forms.CharField):
    """Points as people type them: full-width digits are understood, at most two decimals."""

    def __init__(self, *, full: Decimal, **kwargs: Any) -> None:
        self.full = full
        attrs = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "10"}
        super().__init__(required=False, max_length=10, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """Return the points, None where nothing was entered."""
        try:
            points = parse_decimal(super().clean(value))
        except NumberError as error:
            raise ValidationError(str(error)) from error
        if points is None:
            return None
        if not 0 <= points <= self.full or points != round(points, DECIMALS):
            full = format_decimal(self.full)
            raise ValidationError(
                _("Enter points from 0 to %(full)s, with at most two decimals.") % {"full": full}
            )
        return points
