"""Everything a quality file (企业质量档案) says on a day: the page and the printed file both show this."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.functional import Promise

from enterprises.instrument_lines import InstrumentLine, lines
from enterprises.models import Enterprise, Product, ProductStandard, Verification
from enterprises.risk import explained, figures, risk_of
from enterprises.rules.risk import Risk
from enterprises.sections import FilledSection, sections_of

if TYPE_CHECKING:
    from departments.models import User


@dataclass(frozen=True, slots=True)
class QualityFile:
    """One enterprise's file on a day, as far as the reader may see it."""

    enterprise: Enterprise
    today: date
    products: list[Product]
    instruments: list[InstrumentLine]
    absorbed: list[Enterprise]
    risk: Risk
    risk_figures: list[tuple[Promise | str, int]]
    sections: list[FilledSection]


def quality_file(enterprise: Enterprise, user: "User", today: date) -> QualityFile:
    """Return the file; a fixed number of queries, whatever it holds."""
    standards = Prefetch("standards", queryset=ProductStandard.objects.order_by("-effective_on"))
    verifications = Prefetch("verifications", queryset=Verification.objects.order_by("-verified_on", "-pk"))
    instruments = enterprise.instruments.with_last(today).prefetch_related(verifications)
    held = figures()
    return QualityFile(
        enterprise=enterprise,
        today=today,
        products=list(enterprise.products.prefetch_related(standards)),
        instruments=lines(instruments, today),
        absorbed=list(enterprise.merged_from.order_by("name_key", "pk")),
        risk=risk_of(enterprise, today, held),
        risk_figures=explained(held),
        sections=sections_of(enterprise, user, today),
    )
