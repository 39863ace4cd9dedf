"""What the register contributes to an enterprise's quality file."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from brands.lines import lines
from brands.models import Credential
from enterprises.models import Enterprise
from enterprises.sections import Context, Section

if TYPE_CHECKING:
    from departments.models import User


def credentials(enterprise: Enterprise, user: "User", today: date) -> Context:
    """Return the enterprise's credentials with their status today, the valid ones first."""
    rows = Credential.objects.visible_to(user).filter(enterprise=enterprise).with_holders()
    return {"lines": lines(rows.order_by("-valid_until", "-issued_on"), today), "enterprise": enterprise}


CREDENTIALS = Section(
    code="credentials",
    title=_("Brands and certification"),
    template="brands/_section.html",
    context=credentials,
    order=40,
)
