"""Figures of the registers: one function for each, which page, export and measure all call."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum

from inspections.models import Campaign, CampaignQuota, InfringementKind, Sample, SpecialCampaign
from inspections.models.infringement import InfringementCaseQuerySet
from inspections.models.quota import own_township
from inspections.queries.rates import FAILED
from inspections.rules.quotas import Place, closer_rows, row_for, takes_all
from quality_portal.lib.numbers import round_half_up

if TYPE_CHECKING:
    from departments.models import User


@dataclass(frozen=True, slots=True)
class InfringementTotal:
    """Cases of one kind, or of all kinds where ``kind`` is None; amounts in yuan, None while unknown."""

    kind: InfringementKind | None
    number: int
    goods_value: Decimal | None
    penalty: Decimal | None


def infringement_totals(rows: InfringementCaseQuerySet) -> list[InfringementTotal]:
    """Return number, value and penalty by kind with the total last, in one query."""
    found = (
        rows.order_by()
        .values_list("kind")
        .annotate(number=Count("*"), value=Sum("goods_value"), fine=Sum("penalty"))
    )
    kinds = {
        kind: InfringementTotal(InfringementKind(kind), number, _cents(value), _cents(fine))
        for kind, number, value, fine in found
    }
    totals = [kinds[kind] for kind in InfringementKind.values if kind in kinds]
    number = sum(total.number for total in totals)
    value = _sum(total.goods_value for total in totals)
    return [*totals, InfringementTotal(None, number, value, _sum(total.penalty for total in totals))]


def _cents(amount: Decimal | None) -> Decimal | None:
    """Give an amount its two decimals: not every database returns a sum with them."""
    return None if amount is None else round_half_up(amount, 2)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Add up what is known; None where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """A row of a campaign's plan against what was drawn; figures are None where they are not known.

    ``is_listed`` tells that the list of samples, narrowed to the row's class and township, shows exactly
    the batches that were counted.
    """

    quota: CampaignQuota
    drawn: int | None
    failed: int | None
    is_listed: bool


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """A campaign's plan against what was drawn; ``outside`` counts the batches no row was planned for."""

    lines: list[QuotaLine]
    planned: int | None
    drawn: int | None
    outside: int | None


def plan_progress(special: SpecialCampaign, user: "User") -> PlanProgress:
    """Return the plan against what was drawn, as far as the person may see it.

    ``special`` comes from ``with_progress``. A township's liaison sees the rows of the township. Where the
    published table lists failures only, nobody knows where the batches that passed were drawn.
    """
    township = own_township(user)
    quotas = list(CampaignQuota.objects.filter(campaign=special.campaign_id).with_names())
    shown = [quota for quota in quotas if township is None or quota.township_id == township]
    plan = {(quota.product_class_id, quota.township_id) for quota in quotas}
    known = not special.campaign.failures_only
    drawn, failed = _counts(special, user, plan) if known else (Counter(), Counter())
    lines = []
    for quota in shown:
        place = (quota.product_class_id, quota.township_id)
        line = QuotaLine(quota, drawn[place], failed[place], is_listed=takes_all(place, plan))
        lines.append(line if known else QuotaLine(quota, None, None, is_listed=False))
    total: int | None = special.drawn  # type: ignore[attr-defined]
    in_plan = sum(line.drawn or 0 for line in lines)
    outside = total - in_plan if known and total is not None else None
    return PlanProgress(lines, special.planned, total, outside)  # type: ignore[attr-defined]


def _counts(
    special: SpecialCampaign, user: "User", plan: set[Place]
) -> tuple[Counter[Place], Counter[Place]]:
    """Return the batches drawn and failed for each row of the plan, in one query."""
    rows = (
        Sample.objects.visible_to(user)
        .filter(campaign=special.campaign_id)
        .order_by()
        .values_list("product_class", "township")
        .annotate(drawn_count=Count("*"), failed_count=Count("pk", filter=FAILED))
    )
    drawn: Counter[Place] = Counter()
    failed: Counter[Place] = Counter()
    for product_class, township, number, bad in rows:
        place = row_for((product_class, township), plan)
        if place is not None:
            drawn[place] += number
            failed[place] += bad
    return drawn, failed


def batches_of(quota: CampaignQuota) -> Q:
    """Return what finds the batches that ``plan_progress`` counts for a row of a plan."""
    row = (quota.product_class_id, quota.township_id)
    found = Q(campaign=quota.campaign_id) & _within(row)
    for other in closer_rows(row, _places(quota.campaign_id)):
        found &= ~_within(other)
    return found


def batches_outside(campaign: Campaign) -> Q:
    """Return what finds the batches of a campaign that no row of its plan was made for."""
    found = Q(campaign=campaign.pk)
    for row in _places(campaign.pk):
        found &= ~_within(row)
    return found


def _places(campaign: int) -> list[Place]:
    rows = CampaignQuota.objects.filter(campaign=campaign).order_by()
    return list(rows.values_list("product_class", "township"))


def _within(row: Place) -> Q:
    """Return what finds the batches of a row's class and township; a row for every other one takes all."""
    product_class, township = row
    found = Q(pk__isnull=False)
    if product_class is not None:
        found &= Q(product_class=product_class)
    return found if township is None else found & Q(township=township)
