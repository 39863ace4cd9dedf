"""A unit's way through an assessment, and the files that prove what it says."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.criterion import Criterion
from assessments.models.scheme import Scheme
from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models import Department
from departments.records import Record

if TYPE_CHECKING:
    from departments.models import User


class AssesseeQuerySet(models.QuerySet["Assessee"]):
    """Questions about assessed units."""

    def visible_to(self, user: "User") -> "AssesseeQuerySet":
        """Return the assessed units the person may see: a liaison the own unit."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(unit=user.department_id)


class Assessee(Record):
    """A unit in a scheme (考核对象): what it filed and handed in, whether it was drawn and visited.

    ``filed_targets`` are the goals the unit filed for the year (目标备案), ``self_report`` its report on
    itself (自评报告), ``visit_note`` what the on-site check found (实地核查记录).
    """

    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="assessees", verbose_name=_("scheme")
    )
    unit = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("unit")
    )
    filed_targets = models.TextField(_("targets filed"), max_length=10_000, blank=True)
    filed_at = models.DateTimeField(_("filed at"), null=True, blank=True, editable=False)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("filed by"),
    )
    self_report = models.TextField(_("report on itself"), max_length=20_000, blank=True)
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("handed in by"),
    )
    remark = models.CharField(_("remark of the office"), max_length=300, blank=True)
    is_drawn = models.BooleanField(_("drawn for the on-site check"), default=False, editable=False)
    visited_on = models.DateField(_("visited on"), null=True, blank=True)
    visit_note = models.TextField(_("findings of the visit"), max_length=10_000, blank=True)

    history = tracked()
    objects = AssesseeQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessed unit")
        verbose_name_plural = _("assessed units")
        ordering = ["scheme", "unit__order", "unit__code"]
        constraints = [
            models.UniqueConstraint(name="assessee_once", fields=["scheme", "unit"]),
            models.CheckConstraint(
                name="assessee_filed_by_somebody",
                condition=models.Q(filed_at=None, filed_by=None)
                | models.Q(filed_at__isnull=False, filed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="assessee_submitted_by_somebody",
                condition=models.Q(submitted_at=None, submitted_by=None)
                | models.Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.scheme}"


class ScoreEvidenceQuerySet(models.QuerySet["ScoreEvidence"]):
    """Questions about evidence."""

    def visible_to(self, user: "User") -> "ScoreEvidenceQuerySet":
        """Return the files the person may see: the own unit's, and those of the criteria it scores."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        if user.department_id is None:
            return self.none()
        own = models.Q(assessee__unit=user.department_id)
        return self.filter(own | models.Q(criterion__scored_by=user.department_id))

    def kept(self) -> "ScoreEvidenceQuerySet":
        """Return the files that were not removed."""
        return self.filter(removed_at=None)


class ScoreEvidence(Record):
    """A file that proves a unit's points for a criterion (佐证材料), kept under a name of ours."""

    assessee = models.ForeignKey(
        Assessee, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("assessed unit")
    )
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="evidence_files", verbose_name=_("criterion")
    )
    name = models.CharField(_("file name"), max_length=140)
    kind = models.CharField(_("kind"), max_length=8)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, editable=False)
    stored_as = models.CharField(max_length=120, editable=False, unique=True)
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
    objects = ScoreEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence for a score")
        verbose_name_plural = _("evidence for scores")
        ordering = ["assessee", "criterion", "pk"]
        constraints = [
            models.CheckConstraint(
                name="score_evidence_removed_by_somebody",
                condition=models.Q(removed_at=None, removed_by=None)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
