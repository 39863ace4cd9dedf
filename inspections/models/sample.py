"""Samples, their results and failed items."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import Role
from departments.history import tracked
from departments.models import Department
from departments.records import Record
from enterprises.models import Enterprise
from inspections.models.campaign import Campaign
from inspections.models.imports import ImportBatch
from inspections.models.reference import ProductClass
from quality_portal.lib.words import each_word, found

if TYPE_CHECKING:
    from departments.models import User


class Result(models.TextChoices):
    """The laboratory's verdict on a batch."""

    PASS = "pass", _("pass")
    FAIL = "fail", _("fail")


class Side(models.TextChoices):
    """Where the batch was drawn (生产领域、流通领域)."""

    PRODUCTION = "production", _("production")
    RETAIL = "retail", _("retail")


class SampleQuerySet(models.QuerySet["Sample"]):
    """Questions about samples."""

    def failed(self) -> "SampleQuerySet":
        """Return the batches that failed."""
        return self.filter(result=Result.FAIL)

    def for_year(self, year: int) -> "SampleQuerySet":
        """Return the batches judged in a calendar year."""
        return self.filter(judged_on__year=year)

    @each_word
    def naming(self, words: str) -> "SampleQuerySet":
        """Return the batches whose product, producer, seller or batch number contains every word."""
        return self.filter(found(Sample, words))

    def visible_to(self, user: "User") -> "SampleQuerySet":
        """Return the batches the person may see: a township's liaison those drawn in the township."""
        if user.role == Role.LIAISON and user.department and user.department.is_township:
            return self.filter(township=user.department_id)
        return self


class Sample(Record):
    """A sampled batch (抽样批次): one product, one producer, one batch, within one campaign.

    Names stay as printed; ``producer`` and ``seller`` point at the enterprise files they matched.
    ``judged_on`` is the day the batch counts on: when it was sampled, or else when the campaign's
    results were published. ``key`` is what makes two rows the same batch, ``digest`` what the published
    row said when it was last imported, ``imported_version`` the version that an import wrote: at any other
    the batch has been edited since.
    """

    SEARCHED = ("product", "producer_name", "seller_name", "batch")

    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        related_name="samples",
        verbose_name=_("campaign"),
        db_index=False,  # the constraint's index begins with it
    )
    key = models.CharField(max_length=64, editable=False)
    digest = models.CharField(max_length=64, editable=False, blank=True)
    serial = models.CharField(_("serial number"), max_length=40, blank=True)
    producer_name = models.CharField(_("producer"), max_length=200, blank=True)
    producer = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="produced_samples",
        verbose_name=_("producer's file"),
    )
    producer_region = models.CharField(_("producer's region"), max_length=200, blank=True)
    seller_name = models.CharField(_("seller or inspected unit"), max_length=200, blank=True)
    seller = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sold_samples",
        verbose_name=_("seller's file"),
    )
    township = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="samples",
        verbose_name=_("township"),
        db_index=False,  # one of the indexes below begins with it
    )
    product = models.CharField(_("product"), max_length=200)
    product_class = models.ForeignKey(
        ProductClass,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="samples",
        verbose_name=_("product class"),
        db_index=False,  # one of the indexes below begins with it
    )
    trademark = models.CharField(_("trademark"), max_length=100, blank=True)
    spec = models.CharField(_("model and specification"), max_length=200, blank=True)
    produced_raw = models.CharField(_("production date or batch as printed"), max_length=200, blank=True)
    produced_on = models.DateField(_("production or purchase date"), null=True, blank=True)
    batch = models.CharField(_("batch number"), max_length=100, blank=True)
    side = models.CharField(_("drawn in"), max_length=12, choices=Side.choices, blank=True)
    judged_on = models.DateField(_("counts on"))
    result = models.CharField(_("result"), max_length=8, choices=Result.choices)
    laboratory = models.CharField(_("laboratory"), max_length=200, blank=True)
    is_counterfeit = models.BooleanField(
        _("suspected counterfeit"),
        default=False,
        help_text=_("The named producer may not have made it: it does not count against the producer."),
    )
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    import_batch = models.ForeignKey(
        ImportBatch,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="samples",
        verbose_name=_("import"),
    )
    imported_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    raw = models.JSONField(_("row as published"), default=dict, blank=True)

    history = tracked(excluded_fields=["raw", "digest", "imported_version"])
    objects = SampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        ordering = ["-judged_on", "-pk"]
        indexes = [
            models.Index(name="sample_result_on", fields=["judged_on", "result"]),
            models.Index(name="sample_township", fields=["township", "judged_on", "result"]),
            models.Index(name="sample_class", fields=["product_class", "judged_on", "result"]),
            # Everything that figures about failures ask, so that none of them opens the table's wide rows.
            models.Index(
                name="sample_failed",
                fields=[
                    *("judged_on", "campaign", "is_counterfeit", "township"),
                    *("producer", "producer_name", "seller", "seller_name", "id"),
                ],
                condition=models.Q(result=Result.FAIL),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="sample_once_per_campaign",
                fields=["campaign", "key"],
                violation_error_message=_("The campaign already has this batch."),
            ),
            models.CheckConstraint(
                name="sample_result_known",
                condition=models.Q(result__in=Result.values) & models.Q(side__in=["", *Side.values]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.batch or self.produced_raw}".strip()

    @property
    def passed(self) -> bool:
        """Whether the laboratory let it pass."""
        return self.result == Result.PASS


class FailedItem(models.Model):
    """An item of a failed batch (不合格项目) with what was measured and what the standard allows."""

    sample = models.ForeignKey(
        Sample, on_delete=models.CASCADE, related_name="failed_items", verbose_name=_("sample")
    )
    name = models.CharField(_("item"), max_length=200)
    measured = models.CharField(_("measured"), max_length=100, blank=True)
    limit = models.CharField(_("limit"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("failed item")
        verbose_name_plural = _("failed items")
        ordering = ["sample", "order"]

    def __str__(self) -> str:
        return self.name
