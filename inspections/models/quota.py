"""Special campaigns and their plan of batches."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from departments.access import Role
from departments.history import tracked
from departments.models import Department, DepartmentKind
from departments.records import Record
from inspections.models.campaign import Campaign
from inspections.models.infringement import InfringementCase
from inspections.models.reference import ProductClass
from inspections.models.sample import Sample
from quality_portal.lib.words import each_word

if TYPE_CHECKING:
    from departments.models import User

LARGEST_QUOTA = 100_000


def own_township(user: "User") -> int | None:
    """Return the township whose figures alone the person may see; None for those who see the county's."""
    within = user.role == Role.LIAISON and user.department and user.department.is_township
    return user.department_id if within else None


class SpecialCampaignQuerySet(models.QuerySet["SpecialCampaign"]):
    """Questions about special campaigns."""

    def for_year(self, year: int) -> "SpecialCampaignQuerySet":
        """Return the special campaigns that run in a calendar year."""
        return self.filter(starts_on__lte=date(year, 12, 31), ends_on__gte=date(year, 1, 1))

    @each_word
    def matching(self, words: str) -> "SpecialCampaignQuerySet":
        """Return the special campaigns whose name, code or document number contains every word."""
        return self.filter(
            models.Q(campaign__name__icontains=words)
            | models.Q(campaign__code__icontains=words)
            | models.Q(campaign__document_number__icontains=words)
        )

    def with_progress(self, user: "User") -> "SpecialCampaignQuerySet":
        """Add the batches ``planned`` and ``drawn`` and the cases found, as far as the person may see them.

        Both batch figures are None where they are not known. Where the published table lists failures only,
        the number tested that was entered for the whole campaign stands for the batches drawn.
        """
        campaign = models.OuterRef("campaign")
        quotas = CampaignQuota.objects.visible_to(user).filter(campaign=campaign).order_by()
        drawn = Sample.objects.visible_to(user).filter(campaign=campaign).order_by()
        cases = InfringementCase.objects.visible_to(user).filter(campaign=campaign).order_by()
        planned = quotas.values("campaign").annotate(total=models.Sum("planned")).values("total")
        own = own_township(user) is not None
        unknown = models.Value(None, output_field=models.IntegerField())
        return self.select_related("campaign", "lead").annotate(
            planned=Coalesce(models.Subquery(planned), unknown if own else models.F("campaign__planned")),
            drawn=models.Case(
                models.When(
                    campaign__failures_only=True, then=unknown if own else models.F("campaign__tested")
                ),
                default=_number_of(drawn),
            ),
            case_count=_number_of(cases),
        )

    def visible_to(self, user: "User") -> "SpecialCampaignQuerySet":
        """Return the special campaigns the person may see: they are announced, so everyone sees all."""
        return self if user.is_active else self.none()


def _number_of(rows: models.QuerySet) -> Coalesce:
    """Return how many rows belong to the campaign, as a subquery."""
    counted = rows.values("campaign").annotate(number=models.Count("*")).values("number")
    return Coalesce(models.Subquery(counted), 0)


class SpecialCampaign(Record):
    """A special campaign (专项行动): a campaign with a goal, a leading department and a period of its own."""

    campaign = models.OneToOneField(
        Campaign, on_delete=models.PROTECT, related_name="special", verbose_name=_("campaign")
    )
    goal = models.TextField(_("aim"), max_length=1000)
    lead = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="special_campaigns",
        verbose_name=_("leading department"),
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    summary = models.TextField(_("summary of the work"), max_length=4000, blank=True)

    history = tracked()
    objects = SpecialCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("special campaign")
        verbose_name_plural = _("special campaigns")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="special_campaign_days_in_order",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The special campaign ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.campaign.name


class CampaignQuotaQuerySet(models.QuerySet["CampaignQuota"]):
    """Questions about planned batches."""

    def with_names(self) -> "CampaignQuotaQuerySet":
        """Bring product class and township along."""
        return self.select_related("product_class", "township")

    def visible_to(self, user: "User") -> "CampaignQuotaQuerySet":
        """Return the plan's rows the person may see: a township's liaison those of the township."""
        township = own_township(user)
        return self if township is None else self.filter(township=township)


class CampaignQuota(Record):
    """Batches planned (计划批次) in a campaign for a product class and a township.

    Without a product class the row stands for every other product, without a township for every other
    place: a batch counts for the closest row and for no second one.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="quotas", verbose_name=_("campaign")
    )
    product_class = models.ForeignKey(
        ProductClass,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quotas",
        verbose_name=_("product class"),
    )
    township = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quotas",
        verbose_name=_("township"),
        limit_choices_to={"kind": DepartmentKind.TOWNSHIP},
    )
    planned = models.PositiveIntegerField(_("batches planned"))

    history = tracked()
    objects = CampaignQuotaQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned batches")
        verbose_name_plural = _("planned batches")
        ordering = ["campaign", "product_class__order", "township__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                models.F("campaign"),
                Coalesce("product_class", 0, output_field=models.BigIntegerField()),
                Coalesce("township", 0, output_field=models.BigIntegerField()),
                name="quota_once_per_class_and_township",
                violation_error_message=_("The plan already has a row for this product class and township."),
            ),
            models.CheckConstraint(
                name="quota_in_bounds",
                condition=models.Q(planned__gte=1, planned__lte=LARGEST_QUOTA),
                violation_error_message=_("Plan between 1 and 100,000 batches in a row."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_class or '—'} · {self.township or '—'}"
