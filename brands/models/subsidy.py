"""Awards and subsidies paid for credentials and candidates, and the usual amounts."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.models.candidate import Candidate
from brands.models.credential import Credential
from brands.models.kind import CredentialKind
from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models import Department
from departments.records import Record
from quality_portal.lib import text
from quality_portal.lib.words import each_word

if TYPE_CHECKING:
    from departments.models import User

LARGEST_AMOUNT = 10**10
"""Yuan; a county's awards stay far below."""

SMALLEST_AMOUNT = Decimal("0.01")


class Purpose(models.TextChoices):
    """What is paid (奖励、补助)."""

    AWARD = "award", _("award money")
    SUBSIDY = "subsidy", _("subsidy")


class UsualAmountQuerySet(models.QuerySet["UsualAmount"]):
    """Questions about usual amounts."""

    def in_force(self, on: date) -> "UsualAmountQuerySet":
        """Return the amounts that hold on a day; the last day counts."""
        return self.filter(models.Q(until=None) | models.Q(until__gte=on), since__lte=on)


class UsualAmount(Record):
    """What the county usually pays for a kind (奖补标准), by which policy; proposed, never forced."""

    kind = models.ForeignKey(
        CredentialKind, on_delete=models.PROTECT, related_name="usual_amounts", verbose_name=_("kind")
    )
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose.choices, default=Purpose.AWARD)
    amount = models.DecimalField(
        _("amount (yuan)"), max_digits=12, decimal_places=2, validators=[MinValueValidator(SMALLEST_AMOUNT)]
    )
    policy = models.CharField(_("policy"), max_length=200)
    document_number = models.CharField(_("document number"), max_length=100, blank=True)
    since = models.DateField(_("holds from"))
    until = models.DateField(_("holds until"), null=True, blank=True)

    history = tracked()
    objects = UsualAmountQuerySet.as_manager()

    class Meta:
        verbose_name = _("usual amount")
        verbose_name_plural = _("usual amounts")
        ordering = ["kind__order", "kind", "-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="usual_amount_once",
                fields=["kind", "purpose", "since"],
                violation_error_message=_("This kind already has an amount for this purpose from this day."),
            ),
            models.CheckConstraint(
                name="usual_amount_in_bounds",
                condition=models.Q(amount__gt=0, amount__lt=LARGEST_AMOUNT, purpose__in=Purpose.values),
                violation_error_message=_("The amount is more than 0 and less than 10,000,000,000 yuan."),
            ),
            models.CheckConstraint(
                name="usual_amount_days_in_order",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                violation_error_message=_("The amount ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class SubsidyQuerySet(models.QuerySet["Subsidy"]):
    """Questions about payments."""

    def for_year(self, year: int) -> "SubsidyQuerySet":
        """Return the payments of a calendar year."""
        return self.filter(paid_on__range=(date(year, 1, 1), date(year, 12, 31)))

    def of_kind(self, kind: CredentialKind) -> "SubsidyQuerySet":
        """Return what was paid for credentials and candidates of a kind."""
        return self.filter(models.Q(credential__kind=kind) | models.Q(candidate__kind=kind))

    def of_township(self, township: Department) -> "SubsidyQuerySet":
        """Return what was paid for credentials and candidates of a township."""
        return self.filter(models.Q(credential__township=township) | models.Q(candidate__township=township))

    def of_credential(self, credential: Credential) -> "SubsidyQuerySet":
        """Return what was paid for a credential, and for the candidate it had been."""
        return self.filter(models.Q(credential=credential) | models.Q(candidate__credential=credential))

    @each_word
    def matching(self, words: str) -> "SubsidyQuerySet":
        """Return the payments whose recipient, document or payer contains every word."""
        key = text.enterprise_key(words)
        condition = models.Q(document_number__icontains=words) | models.Q(payer__contains=words)
        for owner in ("credential", "candidate"):
            condition |= models.Q(**{f"{owner}__enterprise__name_key__contains": key})
            condition |= models.Q(**{f"{owner}__department__name__contains": words})
        return self.filter(condition)

    def with_owners(self) -> "SubsidyQuerySet":
        """Bring the kind, the record it was paid for and its holder along."""
        owned = ("kind", "enterprise", "department", "township")
        paths = [f"{owner}__{name}" for owner in ("credential", "candidate") for name in owned]
        return self.select_related(*paths)

    def visible_to(self, user: "User") -> "SubsidyQuerySet":
        """Return the payments for the credentials and candidates the person may see."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(
            models.Q(credential__in=Credential.objects.visible_to(user))
            | models.Q(candidate__in=Candidate.objects.visible_to(user))
        )


class Subsidy(Record):
    """An award or subsidy that was paid (奖励、补助) for a credential, or for a candidate on its way."""

    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose.choices, default=Purpose.AWARD)
    amount = models.DecimalField(
        _("amount (yuan)"), max_digits=12, decimal_places=2, validators=[MinValueValidator(SMALLEST_AMOUNT)]
    )
    paid_on = models.DateField(_("paid on"))
    payer = models.CharField(_("paid by"), max_length=100)
    document_number = models.CharField(_("document number"), max_length=100, blank=True)
    credential = models.ForeignKey(
        Credential,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subsidies",
        verbose_name=_("credential"),
    )
    candidate = models.ForeignKey(
        Candidate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subsidies",
        verbose_name=_("candidate"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    history = tracked()
    objects = SubsidyQuerySet.as_manager()

    class Meta:
        verbose_name = _("award or subsidy paid")
        verbose_name_plural = _("awards and subsidies paid")
        ordering = ["-paid_on", "-pk"]
        indexes = [models.Index(name="subsidy_paid", fields=["paid_on"])]
        constraints = [
            models.CheckConstraint(
                name="subsidy_amount_in_bounds",
                condition=models.Q(amount__gt=0, amount__lt=LARGEST_AMOUNT, purpose__in=Purpose.values),
                violation_error_message=_("The amount is more than 0 and less than 10,000,000,000 yuan."),
            ),
            models.CheckConstraint(
                name="subsidy_has_one_owner",
                condition=models.Q(credential__isnull=False, candidate__isnull=True)
                | models.Q(credential__isnull=True, candidate__isnull=False),
                violation_error_message=_("A payment belongs either to a credential or to a candidate."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"

    @property
    def owner(self) -> Credential | Candidate | None:
        """What it was paid for."""
        return self.credential or self.candidate

    @property
    def kind(self) -> CredentialKind | None:
        """The kind it was paid for."""
        return self.owner.kind if self.owner else None
