"""What became of an uploaded table of enterprises, products or credentials."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import Permission

if TYPE_CHECKING:
    from departments.models import User


class TableImportQuerySet(models.QuerySet["TableImport"]):
    """Questions about imports."""

    def visible_to(self, user: "User") -> "TableImportQuerySet":
        """Return the imports the person may open: those who edit the records see all of them."""
        may = user.may(Permission.EDIT_ENTERPRISES) or user.may(Permission.EDIT_CREDENTIALS)
        return self if may else self.none()


class TableImport(models.Model):
    """An uploaded table of records (记录导入批次): the file, what it would do or did, by whom.

    ``subject`` names the records it is about. What was written stands in the records' history.
    """

    class State(models.TextChoices):
        """Where the import stands."""

        PREVIEW = "preview", _("waiting for confirmation")
        DONE = "done", _("done")

    subject = models.CharField(_("records"), max_length=20)
    file = models.FileField(_("file"), upload_to="imports/%Y/", max_length=200)
    file_name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("checksum"), max_length=64, db_index=True)
    report = models.JSONField(_("report"), default=dict)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PREVIEW)
    created = models.PositiveIntegerField(_("new"), default=0)
    updated = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = TableImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of records")
        verbose_name_plural = _("imports of records")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="table_import_finished",
                condition=models.Q(state="done", finished_at__isnull=False)
                | models.Q(state="preview", finished_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Whether it may still be confirmed."""
        return self.state == self.State.PREVIEW

    @property
    def is_done(self) -> bool:
        """Whether it is written."""
        return self.state == self.State.DONE

    @property
    def to_write(self) -> int:
        """How many rows confirming would write."""
        return self.created + self.updated
