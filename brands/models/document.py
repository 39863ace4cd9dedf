"""Papers behind credentials."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.history import tracked
from departments.records import Record

if TYPE_CHECKING:
    from departments.models import User


class CredentialDocument(Record):
    """A paper (证书、公告、批准文件) behind a credential; a newer one is added, never put in its place."""

    credential = models.ForeignKey(
        "brands.Credential",
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("credential"),
    )
    title = models.CharField(_("what it is"), max_length=100)
    file = models.FileField(_("file"), upload_to="credentials/", max_length=200, editable=False)
    file_name = models.CharField(_("file name"), max_length=200, editable=False)
    sha256 = models.CharField(_("checksum"), max_length=64, editable=False)
    added_at = models.DateTimeField(_("added at"), editable=False)
    added_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("added by"),
    )

    history = tracked()

    class Meta:
        verbose_name = _("document of a credential")
        verbose_name_plural = _("documents of credentials")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="credential_document_once",
                fields=["credential", "sha256"],
                violation_error_message=_("This file is attached already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
