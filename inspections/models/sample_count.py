"""Samples counted by day, which the database keeps itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.models import Department
from inspections.models.campaign import Campaign
from inspections.models.reference import ProductClass
from inspections.models.sample import Side


class Part(models.TextChoices):
    """What the batches of a campaign's day are counted by; each part counts all of them once."""

    DAY = "day", _("day")
    TOWNSHIP = "township", _("township")
    PRODUCT_CLASS = "product_class", _("product class")
    SIDE = "side", _("drawn in")


class SampleCount(models.Model):
    """How many batches of a campaign count on a day (抽样批次汇总), by one part at a time.

    Several rows may speak of one thing: what is asked for is always their sum. ``drawn`` are all batches
    and ``drawn_failed`` those that failed, ``tested`` and ``failed`` the same without suspected
    counterfeits. ``sample_counts`` says how the rows come about; nothing in the portal writes them.
    """

    part = models.CharField(_("counted by"), max_length=16, choices=Part.choices)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.DO_NOTHING, related_name="+", verbose_name=_("campaign")
    )
    judged_on = models.DateField(_("counts on"))
    township = models.ForeignKey(
        Department, on_delete=models.DO_NOTHING, null=True, related_name="+", verbose_name=_("township")
    )
    product_class = models.ForeignKey(
        ProductClass,
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        verbose_name=_("product class"),
    )
    side = models.CharField(_("drawn in"), max_length=12, choices=Side.choices, null=True)  # noqa: DJ001
    drawn = models.IntegerField(_("batches"))
    drawn_failed = models.IntegerField(_("failed batches"))
    tested = models.IntegerField(_("batches tested"))
    failed = models.IntegerField(_("batches that count as failed"))

    class Meta:
        managed = False
        verbose_name = _("count of samples")
        verbose_name_plural = _("counts of samples")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.judged_on} {self.part}"
