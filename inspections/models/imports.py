"""What became of an uploaded table."""

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import Permission
from departments.models import Job

if TYPE_CHECKING:
    from departments.models import User
    from departments.models.job import JobQuerySet


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Questions about uploads."""

    def visible_to(self, user: "User") -> "ImportBatchQuerySet":
        """Return the uploads the person may open: those who import see all of them."""
        return self if user.may(Permission.IMPORT_SPOT_CHECKS) else self.none()


class ImportBatch(models.Model):
    """An uploaded table (导入批次): the file, what was read, what was written, by whom.

    ``campaign_before`` holds what the import changed of its campaign, as it was before.
    """

    class State(models.TextChoices):
        """Where the upload stands."""

        PREVIEW = "preview", _("waiting for confirmation")
        RUNNING = "running", _("being written")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        UNDONE = "undone", _("undone")

    JOB: Final = "spot-check-import"
    """The kind of background job that writes it."""

    file = models.FileField(_("file"), upload_to="imports/%Y/", max_length=200)
    file_name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("checksum"), max_length=64, db_index=True)
    publisher = models.CharField(_("publisher"), max_length=100, blank=True)
    campaign = models.ForeignKey(
        "inspections.Campaign",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name=_("campaign"),
    )
    tested = models.PositiveIntegerField(_("batches tested"), null=True, blank=True)
    mapping = models.JSONField(_("columns"), default=dict)
    report = models.JSONField(_("report"), default=dict)
    skips_cases = models.BooleanField(
        _("opens no cases"),
        default=False,
        help_text=_("Failed batches of this table open no enforcement cases."),
    )
    made_campaign = models.BooleanField(_("made its campaign"), default=False, editable=False)
    campaign_before = models.JSONField(null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PREVIEW)
    written = models.PositiveIntegerField(_("rows written"), default=0)
    total = models.PositiveIntegerField(_("rows to write"), default=0)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                name="import_undone_complete",
                condition=models.Q(state="undone", undone_at__isnull=False, undone_by__isnull=False)
                | (~models.Q(state="undone") & models.Q(undone_at=None, undone_by=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Whether it may still be decided upon and confirmed."""
        return self.state in {self.State.PREVIEW, self.State.FAILED}

    @property
    def is_running(self) -> bool:
        """Whether it is being written."""
        return self.state == self.State.RUNNING

    @property
    def is_done(self) -> bool:
        """Whether it is written."""
        return self.state == self.State.DONE

    @property
    def jobs(self) -> "JobQuerySet":
        """The background jobs that write it or have written it."""
        return Job.objects.about(self.JOB, self.pk)

    @property
    def is_undone(self) -> bool:
        """Whether it was written and taken back."""
        return self.state == self.State.UNDONE


class ReplacedSample(models.Model):
    """What a sample was before an import changed it (导入前原值); undoing the import brings it back.

    ``former_import`` is the import that had written it until then, ``values`` are its columns and items.
    """

    import_batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="replaced", verbose_name=_("import")
    )
    sample = models.ForeignKey(
        "inspections.Sample", on_delete=models.CASCADE, related_name="replaced", verbose_name=_("sample")
    )
    former_import = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("former import")
    )
    had_case = models.BooleanField(_("had a case"))
    values = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("replaced sample")
        verbose_name_plural = _("replaced samples")
        constraints = [
            models.UniqueConstraint(name="sample_replaced_once", fields=["import_batch", "sample"]),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id}"
