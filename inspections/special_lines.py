"""Special campaigns and rows of their plan as pages show them: each with its meter and link."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from inspections.models import SpecialCampaign
from inspections.queries.registers import PlanProgress, QuotaLine
from quality_portal.lib.charts.meter import Meter, meter
from quality_portal.lib.charts.tones import Tone
from quality_portal.lib.numbers import rate


@dataclass(frozen=True, slots=True)
class SpecialLine:
    """A special campaign with the share of its plan that is done, in per cent."""

    special: SpecialCampaign
    share: Decimal | None
    meter: Meter


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A row of a plan with the share that is done, in per cent, and the address of the batches drawn."""

    line: QuotaLine
    share: Decimal | None
    meter: Meter
    url: str


def special_lines(rows: Iterable[SpecialCampaign]) -> list[SpecialLine]:
    """Return special campaigns, annotated by ``with_progress``, as lines."""
    figures = [(row, row.drawn, row.planned) for row in rows]  # type: ignore[attr-defined]
    return [SpecialLine(row, rate(drawn, planned), done(drawn, planned)) for row, drawn, planned in figures]


def plan_lines(special: SpecialCampaign, progress: PlanProgress) -> list[PlanLine]:
    """Return the rows of a plan as lines; a row whose batches no list shows exactly has no address."""
    return [
        PlanLine(
            line,
            rate(line.drawn, line.quota.planned),
            done(line.drawn, line.quota.planned),
            samples_url(special, line) if line.is_listed else "",
        )
        for line in progress.lines
    ]


def done(drawn: int | None, planned: int | None) -> Meter:
    """Draw how much of a plan is done."""
    known = None if drawn is None else Decimal(drawn)
    complete = drawn is not None and planned is not None and drawn >= planned
    return meter(known, planned or 0, tone=Tone.GOOD if complete else Tone.PLAIN)


def samples_url(special: SpecialCampaign, line: QuotaLine) -> str:
    """Return the address of the batches behind a row of the plan."""
    values = {
        "campaign": special.campaign_id,
        "product_class": line.quota.product_class_id,
        "township": line.quota.township_id,
    }
    return f"{reverse('inspections:list')}?{urlencode({k: v for k, v in values.items() if v})}"
