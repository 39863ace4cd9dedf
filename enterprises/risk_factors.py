"""What speaks against an enterprise in its own file: products without a standard, instruments overdue."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from enterprises.models import Enterprise, Instrument, Product
from enterprises.models.product import StandardGroup
from enterprises.risk import RiskFactor
from enterprises.rules.risk import Finding


def without_standard(enterprise: Enterprise, today: date, _months: int) -> Finding | None:
    """Find the main products produced today without any standard."""
    rows = Product.objects.main().filter(enterprise=enterprise)
    count = rows.filter(rows.producing(today)).in_group(StandardGroup.NONE, today).count()
    text = ngettext_lazy(
        "%(count)d main product runs on no standard.", "%(count)d main products run on no standard.", "count"
    )
    return Finding(text % {"count": count}, count, "#products") if count else None


def unverified_instruments(enterprise: Enterprise, today: date, _months: int) -> Finding | None:
    """Find the mandatory instruments in use without valid verification."""
    count = Instrument.objects.filter(enterprise=enterprise).lacking(today).count()
    text = ngettext_lazy(
        "%(count)d instrument under mandatory verification has no valid verification.",
        "%(count)d instruments under mandatory verification have no valid verification.",
        "count",
    )
    return Finding(text % {"count": count}, count, "#instruments") if count else None


FACTORS = [
    RiskFactor(
        "products.without_standard", _("A main product that runs on no standard"), 10, without_standard
    ),
    RiskFactor(
        "instruments.unverified",
        _("An instrument under mandatory verification without valid verification"),
        10,
        unverified_instruments,
    ),
]
