"""Files that stand behind a report."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.history import tracked
from departments.records import Record
from quality_portal.lib.words import each_word, holds
from reports.models.report import Report

if TYPE_CHECKING:
    from departments.models import User


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Questions about evidence."""

    def kept(self) -> "EvidenceQuerySet":
        """Return the files that were not removed."""
        return self.filter(removed_at=None)

    @each_word
    def matching(self, words: str) -> "EvidenceQuerySet":
        """Return the files whose name contains every word."""
        return self.filter(holds(words, "name"))

    def visible_to(self, user: "User") -> "EvidenceQuerySet":
        """Return the files of the reports the person may see."""
        return self.filter(report__in=Report.objects.visible_to(user).order_by().values("pk"))


class Evidence(Record):
    """A file that proves what a report says (佐证材料), kept under a name of ours.

    A file that was handed in once is only marked as removed: the submission goes on naming it.
    """

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("half-yearly report")
    )
    name = models.CharField(_("file name"), max_length=140)
    kind = models.CharField(_("kind"), max_length=8)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, editable=False)
    stored_as = models.CharField(max_length=120, editable=False, unique=True)
    thumbnail = models.CharField(max_length=120, editable=False, blank=True)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("removed by"),
    )

    history = tracked()
    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_removed_by_somebody",
                condition=models.Q(removed_at=None, removed_by=None)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
