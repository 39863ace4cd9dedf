"""The register of brands, certificates, licences and demonstration zones."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.models.kind import CredentialKind
from departments.access import Role
from departments.history import tracked
from departments.models import Department
from departments.records import Record
from enterprises.models import Enterprise, Industry

if TYPE_CHECKING:
    from departments.models import User


class Ending(models.TextChoices):
    """How a credential ended before its time."""

    WITHDRAWN = "withdrawn", _("withdrawn")
    CANCELLED = "cancelled", _("cancelled")


class CredentialQuerySet(models.QuerySet["Credential"]):
    """Questions about credentials."""

    def valid_on(self, on: date) -> "CredentialQuerySet":
        """Return the credentials in force on a day; the last day of validity counts."""
        return self.filter(
            models.Q(valid_until=None) | models.Q(valid_until__gte=on),
            models.Q(ended_on=None) | models.Q(ended_on__gt=on),
            valid_from__lte=on,
        )

    def visible_to(self, user: "User") -> "CredentialQuerySet":
        """Return the credentials the person may see: a township's liaison those of the township."""
        if user.role == Role.LIAISON and user.department and user.department.is_township:
            return self.filter(township=user.department_id)
        return self


class Credential(Record):
    """A brand, certificate, licence, honour or zone (品牌、证书、许可、示范区) with its holder.

    Held by an enterprise, or by a department or township. ``township`` is where it counts.
    """

    kind = models.ForeignKey(
        CredentialKind, on_delete=models.PROTECT, related_name="credentials", verbose_name=_("kind")
    )
    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credentials",
        verbose_name=_("enterprise"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="held_credentials",
        verbose_name=_("department or township"),
    )
    township = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credentials",
        verbose_name=_("township"),
    )
    sector = models.CharField(_("sector"), max_length=12, choices=Industry.choices)
    product = models.CharField(_("product or scope"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=100)
    issued_on = models.DateField(_("awarded on"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_as = models.CharField(_("ended as"), max_length=12, choices=Ending.choices, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=200, blank=True)
    late_reason = models.CharField(
        _("reason for an award after the kind's end"), max_length=200, blank=True
    )
    area_mu = models.DecimalField(_("area (mu)"), max_digits=12, decimal_places=2, null=True, blank=True)
    document_number = models.CharField(_("document number"), max_length=100, blank=True)

    history = tracked()
    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering = ["-issued_on", "-pk"]
        indexes = [models.Index(name="credential_kind_days", fields=["kind", "valid_from", "valid_until"])]
        constraints = [
            models.UniqueConstraint(
                name="credential_number_once",
                fields=["kind", "number"],
                violation_error_message=_("This kind already has a credential with this number."),
            ),
            models.CheckConstraint(
                name="credential_has_one_holder",
                condition=models.Q(enterprise__isnull=False, department__isnull=True)
                | models.Q(enterprise__isnull=True, department__isnull=False),
                violation_error_message=_("Name either an enterprise or a department as the holder."),
            ),
            models.CheckConstraint(
                name="credential_days_in_order",
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
                violation_error_message=_("The credential ends before it begins."),
            ),
            models.CheckConstraint(
                name="credential_end_is_complete",
                condition=models.Q(ended_on__isnull=True, ended_as="")
                | (models.Q(ended_on__isnull=False) & ~models.Q(ended_as="") & ~models.Q(end_reason="")),
                violation_error_message=_("An early end needs its day, its kind and a reason."),
            ),
            models.CheckConstraint(
                name="credential_area_in_bounds",
                condition=models.Q(area_mu__isnull=True) | models.Q(area_mu__gte=0, area_mu__lt=10**9),
                violation_error_message=_("The area lies between 0 and 1,000,000,000 mu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
