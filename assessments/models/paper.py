"""Papers as they were issued, with the code by which anybody can check them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.scheme import Scheme
from departments.access import SEES_EVERYTHING
from departments.models import Department
from quality_portal.lib.words import each_word, holds

if TYPE_CHECKING:
    from departments.models import User


class PaperKind(models.TextChoices):
    """A paper of the assessment."""

    SCHEME = "scheme", pgettext_lazy("paper", "scheme with criteria")
    SELF_FORM = "self_form", pgettext_lazy("paper", "self-assessment form")
    EVIDENCE = "evidence", pgettext_lazy("paper", "list of evidence")
    SUMMARY = "summary", pgettext_lazy("paper", "summary of scores")
    PUBLIC = "public", pgettext_lazy("paper", "public notice")
    INTERNAL = "internal", pgettext_lazy("paper", "internal notice")
    LETTER = "letter", pgettext_lazy("paper", "letter to a unit")
    RECTIFICATION = "rectification", pgettext_lazy("paper", "rectification notice")
    RECTIFICATION_LIST = "rectification_list", pgettext_lazy("paper", "list of rectification")
    YEARLY = "yearly", pgettext_lazy("paper", "yearly report")


FOR_EVERYBODY = (PaperKind.SCHEME, PaperKind.PUBLIC)
"""Papers that every unit may read; of the others it reads those about itself."""


class IssuedPaperQuerySet(models.QuerySet["IssuedPaper"]):
    """Questions about issued papers."""

    @each_word
    def matching(self, words: str) -> "IssuedPaperQuerySet":
        """Return the papers whose number, title or code contains every word."""
        return self.filter(holds(words, "number", "title", "code"))

    def visible_to(self, user: "User") -> "IssuedPaperQuerySet":
        """Return the papers the person may read: a liaison public ones and those of the own unit."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        own = models.Q(unit=user.department_id) if user.department_id else models.Q(pk=None)
        return self.filter(models.Q(kind__in=FOR_EVERYBODY) | own)


class IssuedPaper(models.Model):
    """A paper as it was issued (存档文件): number, verification code, the very bytes with their checksum.

    ``unit`` is set on papers for one unit. A paper issued again after a correction is a new row.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    scheme = models.ForeignKey(
        Scheme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("scheme"),
    )
    unit = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessment_papers",
        verbose_name=_("unit"),
    )
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("document number"), max_length=60)
    code = models.CharField(_("verification code"), max_length=24, unique=True)
    file_name = models.CharField(_("file name"), max_length=140)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    stored_as = models.CharField(max_length=120, editable=False, unique=True)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("issued by")
    )

    objects = IssuedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("issued paper")
        verbose_name_plural = _("issued papers")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="issued_number_once", fields=["number"]),
            models.CheckConstraint(name="issued_kind_known", condition=models.Q(kind__in=PaperKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
