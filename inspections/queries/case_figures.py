"""Figures and lists about the enforcement cases, as their pages show them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, DateField, F, Q, Value
from django.db.models.functions import Coalesce

from departments.models import User
from inspections.measures.cases import closed_by, closed_in_time_by
from inspections.models import CampaignLevel, CampaignRule, Ladder, Result, Sample
from inspections.models.case import CaseQuerySet
from inspections.models.sample import SampleQuerySet
from quality_portal.lib.dates import months_later
from quality_portal.lib.numbers import rate

COMING_DAYS = 14


@dataclass(frozen=True, slots=True)
class Overview:
    """Cases open, overdue and due soon, and the share of this year's closings that were in time."""

    open: int
    overdue: int
    coming: int
    closed: int
    in_time: Decimal | None


def case_overview(cases: CaseQuerySet, today: date) -> Overview:
    """Count the cases, in two queries: only of those closed this year is asked whether they were late."""
    is_open = Q(closed_on=None)
    found = cases.order_by().aggregate(
        open=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_open & Q(due_on__lt=today)),
        coming=Count("pk", filter=is_open & Q(due_on__range=(today, today + timedelta(days=COMING_DAYS)))),
        closed=Count("pk", filter=closed_by(today)),
    )
    in_time = cases.with_lateness().filter(closed_in_time_by(today)).count()
    return Overview(**found, in_time=rate(in_time, found["closed"]))


def in_order(cases: CaseQuerySet) -> CaseQuerySet:
    """Add ``due_rank``: the due day, cases without one last on either database."""
    return cases.annotate(due_rank=Coalesce(F("due_on"), Value(date.max), output_field=DateField()))


def failed_without_case() -> SampleQuerySet:
    """Return the failed samples that should have a case and have none."""
    spared = CampaignRule.objects.filter(opens_cases=False).values("campaign")
    theirs = Q(is_counterfeit=True, seller=None) | Q(
        producer=None, producer_name="", seller=None, seller_name=""
    )
    rows = Sample.objects.failed().filter(case=None).exclude(campaign__in=spared).exclude(theirs)
    return rows if Ladder.objects.filter(is_default=True).exists() else rows.none()


def rest_months() -> int:
    """Return for how many months a superior's passing check spares a product, by the ladder in use."""
    months = Ladder.objects.filter(is_default=True).order_by("field").values_list("rest_months", flat=True)
    return months.first() or 0


def spared_products(user: User, today: date) -> SampleQuerySet:
    """Return the superiors' passing checks that still spare the product from being sampled again."""
    since = months_later(today, -rest_months())
    return Sample.objects.visible_to(user).filter(
        result=Result.PASS,
        judged_on__range=(since, today),
        campaign__level__in=[level for level in CampaignLevel if level != CampaignLevel.COUNTY],
    )
