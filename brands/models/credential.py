"""The register of brands, certificates, licences and demonstration zones."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from brands.models.kind import CredentialKind
from brands.models.suspension import Suspension
from brands.rules import Award, Course, Status, blockers, normalise_number, status_on
from departments.access import Role
from departments.history import tracked
from departments.models import Department
from departments.records import Record
from enterprises.models import Enterprise, Industry
from enterprises.models.enterprise import by_code
from quality_portal.lib.words import among, each_word, found

if TYPE_CHECKING:
    from departments.models import User


class Ending(models.TextChoices):
    """How a credential ended before its time."""

    WITHDRAWN = "withdrawn", _("withdrawn")
    CANCELLED = "cancelled", _("cancelled")


class Stage(models.TextChoices):
    """Where the award stands in its own course; what counts on a day follows from the days alone."""

    FIRST = "first", _("first award")
    RENEWED = "renewed", _("renewal or re-assessment")
    PREPARATORY = "preparatory", _("preparatory or under construction")


def begun(on: date) -> models.Q:
    """Return the condition that a credential's first day has come."""
    return models.Q(valid_from__lte=on)


def over(on: date) -> models.Q:
    """Return the condition that a credential's last day has passed or it was ended early."""
    return models.Q(valid_until__lt=on) | models.Q(ended_on__lte=on)


def running(on: date) -> models.Q:
    """Return the condition that a credential's days cover a day and it was not ended early."""
    return (
        models.Q(models.Q(valid_until=None) | models.Q(valid_until__gte=on))
        & models.Q(models.Q(ended_on=None) | models.Q(ended_on__gt=on))
        & begun(on)
    )


def suspended(on: date) -> models.Q:
    """Return the condition that a credential is suspended on a day; the few suspensions are asked once."""
    return models.Q(pk__in=Suspension.objects.covering(on).order_by().values("credential"))


def in_force(on: date) -> models.Q:
    """Return the condition that a credential counts on a day."""
    return running(on) & ~suspended(on)


class CredentialQuerySet(models.QuerySet["Credential"]):
    """Questions about credentials."""

    def valid_on(self, on: date) -> "CredentialQuerySet":
        """Return the credentials in force on a day; the last day of validity counts."""
        return self.filter(in_force(on))

    def with_status(self, status: str, on: date) -> "CredentialQuerySet":
        """Return the credentials that stand so on a day, as ``status_on`` judges each."""
        open_ended = models.Q(ended_on=None) | models.Q(ended_on__gt=on)
        conditions = {
            Status.COMING: open_ended & models.Q(valid_from__gt=on),
            Status.EXPIRED: open_ended & models.Q(valid_from__lte=on, valid_until__lt=on),
            Status.SUSPENDED: running(on) & suspended(on),
            Status.WITHDRAWN: models.Q(ended_on__lte=on, ended_as=Ending.WITHDRAWN),
            Status.CANCELLED: models.Q(ended_on__lte=on, ended_as=Ending.CANCELLED),
            Status.EXPIRING: in_force(on) & self.expiring_by(on),
            Status.VALID: in_force(on) & (models.Q(valid_until=None) | ~self.expiring_by(on)),
        }
        return self.filter(conditions[Status(status)])

    def expiring_by(self, on: date) -> models.Q:
        """Return the condition that the last day lies within the kind's reminder lead."""
        condition = models.Q(pk__in=[])
        for days in self._leads():
            condition |= models.Q(kind__reminder_days=days, valid_until__lte=on + timedelta(days=days))
        return condition

    def lapsed(self, on: date) -> "CredentialQuerySet":
        """Return what expired within the kind's reminder lead and was not renewed: still to be chased.

        Renewed is what the same holder has in force of the same kind and product. Kinds without a
        reminder are never chased.
        """
        condition = models.Q(pk__in=[])
        for days in self._leads():
            since = on - timedelta(days=days)
            condition |= models.Q(kind__reminder_days=days, valid_until__gte=since, valid_until__lt=on)
        holder = {name: models.OuterRef(name) for name in ("kind", "product")}
        renewed = Credential.objects.valid_on(on).filter(
            models.Q(enterprise=models.OuterRef("enterprise"))
            | models.Q(department=models.OuterRef("department")),
            **holder,
        )
        return self.with_status(Status.EXPIRED, on).filter(condition).exclude(models.Exists(renewed))

    @staticmethod
    def _leads() -> list[int]:
        """Return the reminder leads that kinds have."""
        return list(CredentialKind.objects.order_by().values_list("reminder_days", flat=True).distinct())

    def expiring_within(self, days: int, on: date) -> "CredentialQuerySet":
        """Return the credentials in force on a day whose last day lies within so many days."""
        return self.valid_on(on).filter(valid_until__lte=on + timedelta(days=days))

    @each_word
    def matching(self, words: str) -> "CredentialQuerySet":
        """Return the credentials whose holder, product or number contains every word."""
        number = normalise_number(words)
        coded = Enterprise.objects.filter(by_code(words.upper())).order_by()
        return among(
            self,
            found(Credential, number, "number"),
            found(Credential, words, "product", "scope"),
            models.Q(enterprise__in=Enterprise.objects.called(words)),
            models.Q(enterprise__in=coded.values("pk")),
            models.Q(department__name__contains=words),
            models.Q(kind__name__contains=words),
        )

    def with_holders(self) -> "CredentialQuerySet":
        """Bring the kind, the holder, the township and the suspensions along."""
        rows = self.select_related("kind", "enterprise", "department", "township")
        return rows.prefetch_related("suspensions")

    def by_family_and_level(self, on: date) -> list[tuple[str, str, int]]:
        """Return family, level and number of the credentials in force on a day, in one query."""
        rows = self.valid_on(on).order_by("kind__family", "kind__level")
        return list(rows.values_list("kind__family", "kind__level").annotate(number_of=models.Count("*")))

    def visible_to(self, user: "User") -> "CredentialQuerySet":
        """Return the credentials the person may see: a township's liaison those of the township."""
        if user.role == Role.LIAISON and user.department and user.department.is_township:
            return self.filter(township=user.department_id)
        return self


class Credential(Record):
    """A brand, certificate, licence, honour or zone (品牌、证书、许可、示范区) with its holder.

    Held by an enterprise, or by a department or township. ``township`` is where it counts.
    """

    SEARCHED = ("number", "product", "scope")

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
    product = models.CharField(_("product"), max_length=200, blank=True)
    scope = models.CharField(_("scope of the certificate"), max_length=500, blank=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.FIRST)
    number = models.CharField(_("number"), max_length=100)
    issued_on = models.DateField(_("awarded on"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_as = models.CharField(_("ended as"), max_length=12, choices=Ending.choices, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=200, blank=True)
    late_reason = models.CharField(_("reason for an award after the kind's end"), max_length=200, blank=True)
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
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
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

    def clean(self) -> None:
        """Fill in what follows from the kind and the holder, and refuse what the kind forbids."""
        self.number = normalise_number(self.number)
        if self.township_id is None and self.enterprise is not None:
            self.township = self.enterprise.township
        if self.township_id is None and self.department is not None and self.department.is_township:
            self.township = self.department
        if any(getattr(self, name) is None for name in ("kind_id", "valid_from", "issued_on")):
            return
        if self.valid_until is None:
            self.valid_until = self.kind.usual_last_day(self.valid_from)
        found = blockers(self.award, self.kind.rule)
        if found:
            raise ValidationError({objection.field: objection.message for objection in found})

    @property
    def award(self) -> Award:
        """What was entered, for the rules."""
        return Award(
            number=self.number,
            issued_on=self.issued_on,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            sector=self.sector,
            late_reason=self.late_reason,
        )

    @property
    def holder(self) -> Enterprise | Department | None:
        """Who holds it."""
        return self.enterprise or self.department

    @property
    def course(self) -> Course:
        """The days that decide where it stands, for the rules."""
        return Course(
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            ended_on=self.ended_on,
            ended_as=self.ended_as,
            pauses=tuple(suspension.pause for suspension in self.suspensions.all()),
        )

    def status_on(self, day: date) -> Status:
        """Return where it stands on a day."""
        return status_on(day, self.course, reminder_days=self.kind.reminder_days)
