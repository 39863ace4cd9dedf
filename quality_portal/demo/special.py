"""The demonstration's special campaigns: batches of the county's usual checks were drawn for them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from departments.models import Department
from inspections.models import (
    Campaign,
    CampaignLevel,
    CampaignQuota,
    ProductClass,
    Sample,
    SpecialCampaign,
)
from quality_portal.demo.bulk import write, write_all
from quality_portal.demo.register_data import register_rows
from quality_portal.demo.scale import Setting
from quality_portal.lib.documents.wording import document_number

BUSIEST: Final = 5
"""Townships that a class's plan names; the others share one row."""

LEAST: Final = 5
"""Batches that a row plans at least."""


def load_specials(setting: Setting) -> None:
    """Store the special campaigns with their plans, and give them the batches they had drawn."""
    units = {unit.code: unit for unit in Department.objects.all()}
    for place, row in enumerate(register_rows("special"), 1):
        (campaign,) = write([_campaign(setting, row, place)], setting)
        _take_over(campaign, row)
        write_all([_special(setting, campaign, row, units)], setting)
        write_all(_plan(campaign, row), setting)


def _campaign(setting: Setting, row: Mapping[str, Any], place: int) -> Campaign:
    """Return the campaign; of one that is still running the results are known up to yesterday."""
    starts = setting.today - timedelta(days=row["first"])
    return Campaign(
        code=f"{starts.year}-special-{place}",
        name=f"{starts.year}年{row['name']}",
        level=CampaignLevel.COUNTY,
        field=row["field"],
        organiser="县市场监督管理局",
        document_number=document_number("和市监发", starts.year, 20 + place),
        starts_on=starts,
        ends_on=setting.today - timedelta(days=max(row["last"], 1)),
    )


def _take_over(campaign: Campaign, row: Mapping[str, Any]) -> None:
    usual = Sample.objects.filter(
        campaign__level=campaign.level,
        campaign__field=campaign.field,
        product_class__code__in=row["classes"],
        judged_on__range=(campaign.starts_on, campaign.ends_on),
    )
    usual.update(campaign=campaign)
    theirs = Sample.objects.filter(campaign=campaign).values("pk")
    Sample.history.filter(id__in=theirs).update(campaign_id=campaign.pk)


def _special(
    setting: Setting, campaign: Campaign, row: Mapping[str, Any], units: Mapping[str, Department]
) -> SpecialCampaign:
    return SpecialCampaign(
        campaign=campaign,
        goal=row["aim"],
        lead=units[row["lead"]],
        starts_on=campaign.starts_on,
        ends_on=setting.today - timedelta(days=row["last"]),
        summary=row["summary"],
    )


def _plan(campaign: Campaign, row: Mapping[str, Any]) -> Iterator[CampaignQuota]:
    """Plan each class for the busiest townships and for all others together; note the sum."""
    total = 0
    for product_class in ProductClass.objects.filter(code__in=row["classes"]).order_by("order"):
        drawn = Sample.objects.filter(campaign=campaign, product_class=product_class)
        counts = Counter(drawn.values_list("township", flat=True).order_by("pk"))
        busiest = counts.most_common(BUSIEST)
        rest = counts.total() - sum(count for _township, count in busiest)
        for township, count in [*busiest, (None, rest)]:
            planned = max(LEAST, round(count / row["done"]))
            total += planned
            yield CampaignQuota(
                campaign=campaign, product_class=product_class, township_id=township, planned=planned
            )
    Campaign.objects.filter(pk=campaign.pk).update(planned=total)
    Campaign.history.filter(id=campaign.pk).update(planned=total)
