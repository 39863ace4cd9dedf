"""What people found of a unit where records do not know it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.criterion import Criterion
from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models import Department
from departments.records import Record

if TYPE_CHECKING:
    from departments.models import User


class FindingQuerySet(models.QuerySet["Finding"]):
    """Questions about findings."""

    def visible_to(self, user: "User") -> "FindingQuerySet":
        """Return the findings the person may see: a liaison those of the own unit."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(unit=user.department_id)


class Finding(Record):
    """What a person found of a unit for a criterion (认定情况): the tier reached, the parts present, the
    aspects missing, the occurrences seen.

    ``inputs`` is what the criterion's rule makes points of; the rule makes them, not the person.
    """

    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="findings", verbose_name=_("criterion")
    )
    unit = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="findings", verbose_name=_("unit")
    )
    inputs = models.JSONField(pgettext_lazy("assessment", "what was found"), default=dict)
    note = models.CharField(_("note"), max_length=300, blank=True)
    found_at = models.DateTimeField(_("found at"))
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("found by")
    )

    history = tracked()
    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("assessment", "finding")
        verbose_name_plural = pgettext_lazy("assessment", "findings")
        ordering = ["criterion", "unit"]
        constraints = [
            models.UniqueConstraint(name="finding_once", fields=["criterion", "unit"]),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.criterion}"
