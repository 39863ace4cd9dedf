"""Special campaigns and rows of their plan as pages show them: each with its meter and link."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from departments.models import User
from inspections.models import Result, SpecialCampaign
from inspections.models.quota import own_township
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
    """A row of a plan with the share that is done, in per cent, and where its batches are listed.

    Where nobody knows how many batches were drawn for the row, its addresses are empty.
    """

    line: QuotaLine
    share: Decimal | None
    meter: Meter
    url: str
    failed_url: str


def special_lines(rows: Iterable[SpecialCampaign]) -> list[SpecialLine]:
    """Return special campaigns, annotated by ``with_progress``, as lines."""
    figures = [(row, row.drawn, row.planned) for row in rows]  # type: ignore[attr-defined]
    return [SpecialLine(row, rate(drawn, planned), done(drawn, planned)) for row, drawn, planned in figures]


def plan_lines(special: SpecialCampaign, progress: PlanProgress) -> list[PlanLine]:
    """Return the rows of a plan as lines."""
    return [
        PlanLine(
            line,
            rate(line.drawn, line.quota.planned),
            done(line.drawn, line.quota.planned),
            "" if line.drawn is None else samples_url(special, line),
            ""
            if line.failed is None
            else samples_url(special, line, result=Result.FAIL.value, counterfeit=0),
        )
        for line in progress.lines
    ]


def done(drawn: int | None, planned: int | None) -> Meter:
    """Draw how much of a plan is done."""
    known = None if drawn is None else Decimal(drawn)
    complete = drawn is not None and planned is not None and drawn >= planned
    return meter(known, planned or 0, tone=Tone.GOOD if complete else Tone.PLAIN)


def samples_url(special: SpecialCampaign, line: QuotaLine, **narrower: str | int) -> str:
    """Return the address of the batches behind a row of the plan.

    Where closer rows take some batches of its class and township, the list is asked for the row itself.
    """
    quota = line.quota
    place = {"product_class": quota.product_class_id, "township": quota.township_id}
    within = (
        {name: value for name, value in place.items() if value} if line.is_listed else {"quota": quota.pk}
    )
    return (
        f"{reverse('inspections:list')}?{urlencode({'campaign': special.campaign_id, **within, **narrower})}"
    )


def outside_url(special: SpecialCampaign, user: User) -> str:
    """Return the address of the batches outside the plan; empty for who sees a part of the plan only."""
    return "" if own_township(user) else f"{reverse('inspections:list')}?outside={special.campaign_id}"
