"""What was handed in, when and by whom, and what the office said to it."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.access import Permission
from reports.models.report import Report, ReportLine

if TYPE_CHECKING:
    from departments.models import User


class Decision(models.TextChoices):
    """What became of a submission."""

    NONE = "", _("not decided")
    RETURNED = "returned", pgettext_lazy("report", "returned")
    ACCEPTED = "accepted", pgettext_lazy("report", "accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("report", "taken back")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Questions about submissions."""

    def standing(self) -> "SubmissionQuerySet":
        """Return the submissions that were not taken back."""
        return self.exclude(decision=Decision.WITHDRAWN)


class Submission(models.Model):
    """A report as it was handed in (报送版本): kept as it was, whatever becomes of lines and records.

    ``due_on`` is the due date as it stood on the day, ``is_late`` what follows from it. A report filed on
    behalf of a unit (代报) keeps both names: ``submitted_by`` who did it, ``filed_for`` for whom.
    """

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("half-yearly report")
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("submission", "number"))
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )
    submitted_name = models.CharField(_("name of who submitted"), max_length=200)
    filed_for = models.CharField(_("on behalf of"), max_length=100, blank=True)
    filed_for_reason = models.CharField(_("reason for filing on behalf"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"))
    is_late = models.BooleanField(_("late"))
    content = models.JSONField(_("content"))
    decision = models.CharField(
        _("decision"), max_length=12, choices=Decision.choices, default=Decision.NONE, blank=True
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(name="submission_number_once", fields=["report", "number"]),
            models.CheckConstraint(
                name="submission_decided_by_somebody",
                condition=models.Q(decision=Decision.NONE, decided_at=None, decided_by=None)
                | (
                    models.Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~models.Q(decision=Decision.NONE)
                    & models.Q(decision__in=Decision.values)
                ),
            ),
            models.CheckConstraint(
                name="submission_on_behalf_has_reason",
                condition=models.Q(filed_for="", filed_for_reason="")
                | (~models.Q(filed_for="") & ~models.Q(filed_for_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.number}"

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The lines as they were."""
        return list(self.content["lines"])


class RemarkQuerySet(models.QuerySet["Remark"]):
    """Questions about remarks."""

    def told_to(self, user: "User", report: Report) -> "RemarkQuerySet":
        """Return a report's remarks that the person may read: who does not review, once it was decided."""
        rows = self.filter(submission__report=report)
        reviews = user.may(Permission.REVIEW_REPORTS)
        return rows if reviews else rows.exclude(submission__decision=Decision.NONE)


class Remark(models.Model):
    """What the office says to a line of a submission (审核意见)."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="remarks", verbose_name=_("submission")
    )
    line = models.ForeignKey(
        ReportLine, on_delete=models.PROTECT, related_name="remarks", verbose_name=_("line of a report")
    )
    text = models.CharField(_("remark"), max_length=500)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark on a report")
        verbose_name_plural = _("remarks on reports")
        ordering = ["submission", "line", "pk"]
        constraints = [models.CheckConstraint(name="remark_says_something", condition=~models.Q(text=""))]

    def __str__(self) -> str:
        return self.text[:60]
