"""Campaigns of spot checks."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.history import tracked
from departments.records import Record
from quality_portal.lib.words import each_word, holds

if TYPE_CHECKING:
    from departments.models import User


class CampaignLevel(models.TextChoices):
    """Whose campaign it is."""

    NATION = "nation", _("national")
    PROVINCE = "province", _("provincial")
    PREFECTURE = "prefecture", _("prefectural")
    COUNTY = "county", _("county")


class Field(models.TextChoices):
    """What is checked; objections run by different clocks (产品、食品、农产品)."""

    PRODUCT = "product", _("industrial products")
    FOOD = "food", _("food")
    FARM = "farm", _("farm produce")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Questions about campaigns."""

    @each_word
    def matching(self, words: str) -> "CampaignQuerySet":
        """Return the campaigns whose name, code or document number contains every word."""
        return self.filter(holds(words, "name", "code", "document_number"))

    def visible_to(self, user: "User") -> "CampaignQuerySet":
        """Return the campaigns the person may see: results are published, so everyone sees all."""
        return self if user.is_active else self.none()

    def with_counts(self) -> "CampaignQuerySet":
        """Annotate each campaign with its batches and those that failed, counterfeits excepted."""
        from inspections.models.sample import Result

        counted = models.Q(samples__is_counterfeit=False)
        return self.annotate(
            sample_count=models.Count("samples", filter=counted),
            failed_count=models.Count("samples", filter=counted & models.Q(samples__result=Result.FAIL)),
        )


class Campaign(Record):
    """A campaign (抽查任务、通告): one notice, whose batches are counted together."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    level = models.CharField(_("level"), max_length=12, choices=CampaignLevel.choices)
    field = models.CharField(_("field"), max_length=8, choices=Field.choices, default=Field.PRODUCT)
    organiser = models.CharField(_("organiser"), max_length=100, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("results published on"))
    planned = models.PositiveIntegerField(_("batches planned"), null=True, blank=True)
    tested = models.PositiveIntegerField(
        _("batches tested"),
        null=True,
        blank=True,
        help_text=_("Only for tables that list failures alone: how many batches were tested in all."),
    )

    failures_only = models.BooleanField(
        _("lists failures only"),
        default=False,
        help_text=_("The published table leaves out the batches that passed."),
    )

    history = tracked()
    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-ends_on", "code"]
        constraints = [
            models.CheckConstraint(
                name="campaign_days_in_order",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The campaign ends before it starts."),
            ),
            models.CheckConstraint(
                name="campaign_level_known",
                condition=models.Q(level__in=CampaignLevel.values) & models.Q(field__in=Field.values),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tested_known(self) -> int | None:
        """Batches tested, where the portal knows it; needs ``with_counts``."""
        count: int = self.sample_count  # type: ignore[attr-defined]
        return self.tested if self.failures_only else count
