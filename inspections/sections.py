"""What the spot checks contribute to an enterprise's quality file."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from departments.access import Permission
from enterprises.models import Enterprise
from enterprises.sections import Context, Section
from inspections.models import Sample
from inspections.queries import COUNTED, FAILED, samples_of

if TYPE_CHECKING:
    from departments.models import User

SHOWN = 20
"""Batches the file shows; the list of samples has them all."""


def samples(enterprise: Enterprise, user: "User", _today: date) -> Context | None:
    """Return the enterprise's latest batches, and how many of its own products were tested and failed."""
    if not user.may(Permission.VIEW_INSPECTIONS):
        return None
    own = Q(producer=enterprise)
    counts = Sample.objects.order_by().aggregate(
        total=Count("pk", filter=own & COUNTED), failed=Count("pk", filter=own & FAILED)
    )
    latest = samples_of(enterprise).visible_to(user)[:SHOWN]
    return {"samples": list(latest), "enterprise": enterprise.pk, **counts}


SAMPLES = Section(
    code="samples",
    title=_("Spot checks"),
    template="inspections/_section.html",
    context=samples,
    order=30,
)
