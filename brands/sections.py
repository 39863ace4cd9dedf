"""What the register contributes to an enterprise's quality file."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from brands.lines import lines, not_renewed
from brands.models import Credential
from brands.models.credential import CredentialQuerySet
from brands.models.kind import Family
from brands.rules import Status
from enterprises.models import Enterprise
from enterprises.sections import Context, Section

if TYPE_CHECKING:
    from departments.models import User


def _rows(enterprise: Enterprise, user: "User") -> CredentialQuerySet:
    rows = Credential.objects.visible_to(user).filter(enterprise=enterprise).with_holders()
    return rows.order_by("-valid_until", "-issued_on", "-pk")


def credentials(enterprise: Enterprise, user: "User", today: date) -> Context:
    """Return the enterprise's brands, certificates and licences with their status today."""
    rows = _rows(enterprise, user).exclude(kind__family=Family.HONOUR)
    shown = lines(rows, today)
    counts = Counter(line.status for line in shown)
    return {
        "lines": shown,
        "enterprise": enterprise,
        "ending": counts[Status.EXPIRING],
        "lapsed": not_renewed(shown, today),
        "suspended": counts[Status.SUSPENDED],
    }


def honours(enterprise: Enterprise, user: "User", today: date) -> Context:
    """Return the enterprise's quality awards, honours and credit marks with their status today."""
    rows = _rows(enterprise, user).filter(kind__family=Family.HONOUR)
    return {"lines": lines(rows, today)}


CREDENTIALS = Section(
    code="credentials",
    title=_("Brands and certification"),
    template="brands/_section.html",
    context=credentials,
    order=40,
    paper="papers/enterprises/_credentials.html",
)

HONOURS = Section(
    code="honours",
    title=_("Honours and credit marks"),
    template="brands/_honours_section.html",
    context=honours,
    order=45,
    paper="papers/enterprises/_credentials.html",
)
