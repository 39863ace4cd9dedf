"""Suspensions of credentials: from which day to which one does not count, and why."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.rules import Pause, pause_error
from departments.history import tracked
from departments.records import Record

if TYPE_CHECKING:
    from brands.models.credential import Credential


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    """Questions about suspensions."""

    def covering(self, on: date) -> "SuspensionQuerySet":
        """Return the suspensions in effect on a day, as ``Pause.covers`` judges each."""
        return self.filter(models.Q(lifted_on=None) | models.Q(lifted_on__gt=on), suspended_on__lte=on)


class Suspension(Record):
    """A suspension (暂停) of a credential; from ``lifted_on`` on it counts again."""

    credential = models.ForeignKey(
        "brands.Credential",
        on_delete=models.PROTECT,
        related_name="suspensions",
        verbose_name=_("credential"),
    )
    suspended_on = models.DateField(_("suspended on"))
    lifted_on = models.DateField(_("in force again on"), null=True, blank=True)
    reason = models.CharField(_("reason of the suspension"), max_length=200)
    document_number = models.CharField(_("document number"), max_length=100, blank=True)

    history = tracked()
    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["-suspended_on", "-pk"]
        indexes = [models.Index(name="suspension_days", fields=["suspended_on", "lifted_on"])]
        constraints = [
            models.UniqueConstraint(
                name="suspension_open_once",
                fields=["credential"],
                condition=models.Q(lifted_on=None),
                violation_error_message=_("The credential is suspended already."),
            ),
            models.CheckConstraint(
                name="suspension_days_in_order",
                condition=models.Q(lifted_on__isnull=True) | models.Q(lifted_on__gt=models.F("suspended_on")),
                violation_error_message=_("The suspension is lifted on a later day than it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credential} {self.suspended_on}"

    @property
    def pause(self) -> Pause:
        """Its days, for the rules."""
        return Pause(self.suspended_on, self.lifted_on)

    def clean(self) -> None:
        """Refuse days on which the credential is not in force or is suspended already."""
        if any(getattr(self, name) is None for name in ("suspended_on", "credential_id")):
            return
        credential: Credential = self.credential
        others = Suspension.objects.filter(credential=credential).exclude(pk=self.pk)
        course = replace(credential.course, pauses=tuple(other.pause for other in others))
        if found := pause_error(self.pause, course):
            raise ValidationError(dict([found]))
