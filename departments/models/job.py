"""Long work that people ask for and that is done behind the browser's back."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from departments.jobs.kinds import shared_with

if TYPE_CHECKING:
    from departments.models.user import User


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("waiting its turn")
    RUNNING = "running", _("under way")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


UNFINISHED = (JobState.WAITING, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    """Questions about jobs."""

    def visible_to(self, user: "User") -> "JobQuerySet":
        """Return the person's own, and those of kinds that a permission of theirs lets them see."""
        return self.filter(Q(asked_by=user) | Q(kind__in=shared_with(user)))

    def unfinished(self) -> "JobQuerySet":
        """Return the jobs that wait or are under way."""
        return self.filter(state__in=UNFINISHED)

    def about(self, kind: str, subject: int) -> "JobQuerySet":
        """Return the jobs of a kind about one record."""
        return self.filter(kind=kind, subject=subject)


class Job(models.Model):
    """Long work (后台任务): what kind, about which record, who asked for it, how far it is, how it ended.

    ``queued_at`` is empty while no queue knows of it, ``attempts`` counts the workers that began it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.BigIntegerField(_("number of the record"))
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"), db_index=True)
    queued_at = models.DateTimeField(_("queued at"), null=True, blank=True)
    begun_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failure = models.TextField(_("why it failed"), max_length=1000, blank=True)
    result = models.JSONField(_("result"), default=dict, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                name="job_finished_complete",
                condition=Q(state__in=UNFINISHED, finished_at=None)
                | (~Q(state__in=UNFINISHED) & Q(finished_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="job_asked_for_once",
                fields=["kind", "subject", "asked_by"],
                condition=Q(state__in=UNFINISHED),
                violation_error_message=_("This is under way already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        """Whether no worker has begun it."""
        return self.state == JobState.WAITING

    @property
    def is_unfinished(self) -> bool:
        """Whether it waits or is under way."""
        return self.state in UNFINISHED

    @property
    def is_done(self) -> bool:
        """Whether it ended well."""
        return self.state == JobState.DONE
