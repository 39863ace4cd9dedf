"""What the register says about the risk of an enterprise: licences and certificates that ran out."""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from brands.models import Credential
from brands.models.kind import Family
from enterprises.models import Enterprise, Product
from enterprises.risk import RiskFactor
from enterprises.rules.risk import Finding

CERTIFICATES = (Family.MANAGEMENT_SYSTEM, Family.PRODUCT_CERTIFICATE, Family.FOOD_LABEL)


def ran_out(enterprise: Enterprise, families: tuple[str, ...], today: date) -> int:
    """Return in how many kinds the enterprise's credential ran out while it still produces.

    A kind of which the enterprise holds another one in force does not count: it was renewed.
    """
    products = Product.objects.filter(enterprise=enterprise)
    if enterprise.closed_on or not products.filter(products.producing(today)).exists():
        return 0
    held = Credential.objects.filter(enterprise=enterprise)
    renewed = held.valid_on(today).filter(kind=OuterRef("kind"))
    over = held.filter(kind__family__in=families, valid_from__lte=today).filter(
        Q(valid_until__lt=today) | Q(ended_on__lte=today)
    )
    return over.exclude(Exists(renewed)).order_by().values("kind").distinct().count()


def licence_ran_out(enterprise: Enterprise, today: date, _months: int) -> Finding | None:
    """Find the licences that ran out while the enterprise still produces."""
    count = ran_out(enterprise, (Family.LICENCE,), today)
    text = ngettext_lazy(
        "%(count)d licence ran out while production goes on.",
        "%(count)d licences ran out while production goes on.",
        "count",
    )
    return Finding(text % {"count": count}, count, "#credentials") if count else None


def certificate_ran_out(enterprise: Enterprise, today: date, _months: int) -> Finding | None:
    """Find the certificates that ran out while the enterprise still produces."""
    count = ran_out(enterprise, CERTIFICATES, today)
    text = ngettext_lazy(
        "%(count)d certificate ran out while production goes on.",
        "%(count)d certificates ran out while production goes on.",
        "count",
    )
    return Finding(text % {"count": count}, count, "#credentials") if count else None


FACTORS = [
    RiskFactor("licences.ran_out", _("A licence that ran out while production goes on"), 40, licence_ran_out),
    RiskFactor(
        "certificates.ran_out",
        _("A certificate that ran out while production goes on"),
        10,
        certificate_ran_out,
    ),
]
