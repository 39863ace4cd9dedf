"""What the spot checks contribute to an enterprise's quality file."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from departments.access import Permission
from enterprises.models import Enterprise
from enterprises.sections import Context, Section
from inspections.enterprise_samples import sample_chart
from inspections.models import Case, Incident, InfringementCase, Sample
from inspections.queries.rates import COUNTED, FAILED, samples_of

if TYPE_CHECKING:
    from departments.models import User

SHOWN = 20
"""Batches the file shows; the list of samples has them all."""


def samples(enterprise: Enterprise, user: "User", today: date) -> Context | None:
    """Return the batches by quarter, the latest ones, and how many of its own products were tested.

    Counts and chart speak of all; ``latest`` holds those the person may open, ``hidden`` tells of others.
    """
    if not user.may(Permission.VIEW_INSPECTIONS):
        return None
    own = Q(producer=enterprise)
    counts = (
        Sample.objects.filter(own | Q(seller=enterprise))
        .order_by()
        .aggregate(
            total=Count("pk", filter=own & COUNTED), failed=Count("pk", filter=own & FAILED), all=Count("pk")
        )
    )
    rows = samples_of(enterprise).visible_to(user)
    return {
        "samples": list(rows[:SHOWN]),
        "hidden": counts.pop("all") - rows.count(),
        "enterprise": enterprise.pk,
        "chart": sample_chart(enterprise, today),
        **counts,
    }


def cases(enterprise: Enterprise, user: "User", today: date) -> Context | None:
    """Return enforcement cases, infringements and incidents with where each stands, the latest first."""
    if not user.may(Permission.VIEW_INSPECTIONS):
        return None
    own = Case.objects.visible_to(user).filter(enterprise=enterprise).with_stage()
    return {
        "cases": list(own.select_related("sample", "due_step").order_by("-opened_on", "-serial")),
        "infringements": list(InfringementCase.objects.visible_to(user).filter(enterprise=enterprise)),
        "incidents": list(Incident.objects.visible_to(user).filter(enterprise=enterprise)),
        "today": today,
    }


SAMPLES = Section(
    code="samples",
    title=_("Spot checks"),
    template="inspections/_section.html",
    context=samples,
    order=30,
    paper="papers/enterprises/_samples.html",
)

CASES = Section(
    code="cases",
    title=_("Cases and incidents"),
    template="inspections/_cases_section.html",
    context=cases,
    order=35,
    paper="papers/enterprises/_cases.html",
)
