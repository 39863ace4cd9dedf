"""What a demonstration zone has beyond its credential: crop, build period and acceptance."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.models.credential import Credential
from brands.models.kind import Family
from brands.pipeline_rules import ZoneStage, zone_stage
from departments.history import tracked
from departments.records import Record


class ZoneQuerySet(models.QuerySet["Zone"]):
    """Questions about zones."""

    def crops(self) -> list[str]:
        """Return every crop once, in order."""
        return list(self.exclude(crop="").order_by("crop").values_list("crop", flat=True).distinct())


class Zone(Record):
    """The build of a demonstration zone (示范区建设); level, area and term are its credential's."""

    credential = models.OneToOneField(
        Credential, on_delete=models.PROTECT, related_name="zone", verbose_name=_("credential")
    )
    crop = models.CharField(_("crop"), max_length=60)
    built_from = models.DateField(_("built from"), null=True, blank=True)
    built_until = models.DateField(_("built until"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    acceptance_document = models.CharField(_("document of the acceptance"), max_length=100, blank=True)

    history = tracked()
    objects = ZoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("demonstration zone")
        verbose_name_plural = _("demonstration zones")
        ordering = ["credential"]
        constraints = [
            models.CheckConstraint(
                name="zone_days_in_order",
                condition=models.Q(
                    models.Q(built_until=None)
                    | models.Q(built_from__isnull=False, built_until__gte=models.F("built_from")),
                    models.Q(accepted_on=None)
                    | models.Q(built_from=None)
                    | models.Q(accepted_on__gte=models.F("built_from")),
                ),
                violation_error_message=_("The build begins before it ends, and before it is accepted."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.crop} · {self.credential}"

    def stage_on(self, day: date) -> ZoneStage:
        """Return where the zone stands on a day."""
        return zone_stage(
            day,
            built_from=self.built_from,
            accepted_on=self.accepted_on,
            valid_until=self.credential.valid_until,
            ended_on=self.credential.ended_on,
        )


def in_stage(stage: str, on: date) -> models.Q:
    """Return the condition that a credential's zone stands so on a day, as ``zone_stage`` judges each."""
    over = models.Q(ended_on__isnull=False, ended_on__lte=on) | models.Q(
        valid_until__isnull=False, valid_until__lt=on
    )
    accepted = models.Q(zone__accepted_on__isnull=False, zone__accepted_on__lte=on)
    begun = models.Q(zone__built_from__isnull=False, zone__built_from__lte=on)
    conditions = {
        ZoneStage.EXPIRED: over,
        ZoneStage.ACCEPTED: ~over & accepted,
        ZoneStage.BUILDING: ~over & ~accepted & begun,
        ZoneStage.PLANNED: ~over & ~accepted & ~begun,
    }
    return models.Q(zone__isnull=False, kind__family=Family.ZONE) & conditions[ZoneStage(stage)]
