"""Changes to special campaigns and their plan of batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from departments.models import Department
from departments.records import change_record, create_record
from inspections.actions.campaigns import change_campaign
from inspections.models import CampaignQuota, ProductClass, SpecialCampaign
from inspections.rules.quotas import Place


@dataclass(frozen=True, slots=True)
class PlannedBatches:
    """A row of the plan as it was entered."""

    product_class: ProductClass | None
    township: Department | None
    planned: int

    @property
    def place(self) -> Place:
        """What the row is known by."""
        return (
            self.product_class.pk if self.product_class else None,
            self.township.pk if self.township else None,
        )


def open_special_campaign(*, by: object, **values: Any) -> SpecialCampaign:
    """Make a campaign a special one; raises ValidationError with the fields' messages."""
    return create_record(SpecialCampaign(**values), by=by)


def change_special_campaign(
    special: SpecialCampaign, *, by: object, version: int, **values: Any
) -> SpecialCampaign:
    """Change a special campaign read at ``version``; raises EditConflict when somebody was faster."""
    return change_record(special, by=by, version=version, **values)


@transaction.atomic
def plan_batches(
    special: SpecialCampaign, *, by: object, version: int, rows: Sequence[PlannedBatches]
) -> SpecialCampaign:
    """Replace a special campaign's plan by these rows; the campaign's number of planned batches follows.

    The version is that of the special campaign, so that of two people editing the table the second is
    told (EditConflict). Raises ValidationError when two rows mean the same or a number does not fit.
    """
    plan = {row.place: row for row in rows}
    if len(plan) < len(rows):
        raise ValidationError(_("Two rows name the same product class and township. Put them together."))
    changed = change_record(special, by=by, version=version)
    campaign = changed.campaign
    for quota in CampaignQuota.objects.filter(campaign=campaign):
        row = plan.pop((quota.product_class_id, quota.township_id), None)
        if row is None:
            _drop(quota, by=by)
        elif row.planned != quota.planned:
            change_record(quota, by=by, version=quota.version, planned=row.planned)
    for row in plan.values():
        quota = CampaignQuota(
            campaign=campaign, product_class=row.product_class, township=row.township, planned=row.planned
        )
        create_record(quota, by=by)
    total = sum(row.planned for row in rows) or None
    if campaign.planned != total:
        change_campaign(campaign, by=by, version=campaign.version, planned=total)
    return changed


def _drop(quota: CampaignQuota, *, by: object) -> None:
    """Take a row out of the plan; its history stays."""
    quota._history_user = by  # type: ignore[attr-defined]
    quota.delete()
