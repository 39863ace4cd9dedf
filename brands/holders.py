"""Who holds a credential: an enterprise, a cooperative, or a township or department."""

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from brands.models import Credential
from enterprises.rules.credit_codes import COOPERATIVE


class HolderKind(TextChoices):
    """Kinds of holders."""

    ENTERPRISE = "enterprise", _("enterprise")
    COOPERATIVE = "cooperative", _("farmers' cooperative")
    DEPARTMENT = "department", _("township or department")


def held_by(kind: str) -> Q:
    """Return the condition that a credential is held so; a cooperative is known by its credit code."""
    cooperative = Q(enterprise__credit_code__startswith=COOPERATIVE)
    conditions = {
        HolderKind.ENTERPRISE: Q(enterprise__isnull=False) & ~cooperative,
        HolderKind.COOPERATIVE: cooperative,
        HolderKind.DEPARTMENT: Q(department__isnull=False),
    }
    return conditions[HolderKind(kind)]


def holder_kind(credential: Credential) -> HolderKind:
    """Return what kind of holder a credential has."""
    if credential.enterprise is None:
        return HolderKind.DEPARTMENT
    if credential.enterprise.credit_code.startswith(COOPERATIVE):
        return HolderKind.COOPERATIVE
    return HolderKind.ENTERPRISE
