"""Measuring instruments and their verifications."""

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import Role
from departments.history import tracked
from departments.records import Record
from enterprises.models.enterprise import Enterprise
from enterprises.rules.instruments import (
    SOON,
    LastVerification,
    Result,
    State,
    missing_of_verification,
    state_on,
)
from quality_portal.lib.words import among, each_word, found

if TYPE_CHECKING:
    from departments.models import User


def in_use(on: date) -> models.Q:
    """Return the condition that an instrument is in use on a day; the day of withdrawal no longer counts."""
    return models.Q(models.Q(withdrawn_on=None) | models.Q(withdrawn_on__gt=on), in_use_since__lte=on)


def latest_verification(on: date) -> models.QuerySet["Verification"]:
    """Return an instrument's verifications up to a day, the latest first, for a subquery."""
    rows = Verification.objects.filter(instrument=models.OuterRef("pk"), verified_on__lte=on)
    return rows.order_by("-verified_on", "-pk")


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    """Questions about instruments."""

    def mandatory(self) -> "InstrumentQuerySet":
        """Return the instruments under mandatory verification (强制检定)."""
        return self.filter(is_mandatory=True)

    def with_last(self, on: date) -> "InstrumentQuerySet":
        """Add the latest verification up to a day: ``last_result`` and ``last_until``, None without one."""
        last = latest_verification(on)
        return self.annotate(
            last_result=models.Subquery(last.values("result")[:1]),
            last_until=models.Subquery(last.values("valid_until")[:1]),
        )

    def allowed(self, on: date) -> "InstrumentQuerySet":
        """Return the instruments whose latest verification is valid on a day; needs ``with_last``."""
        return self.filter(models.Q(last_until__gte=on))

    def lacking(self, on: date) -> "InstrumentQuerySet":
        """Return the mandatory instruments in use without valid verification on a day."""
        lapsed = models.Q(last_until=None) | models.Q(last_until__lt=on)
        return self.mandatory().with_last(on).filter(in_use(on), lapsed)

    def in_state(self, state: str, on: date) -> "InstrumentQuerySet":
        """Return the instruments in a state on a day, as ``state_on`` judges each; needs ``with_last``."""
        used = in_use(on)
        none, failed = models.Q(last_result=None), models.Q(last_result=Result.FAIL)
        conditions = {
            State.VALID: used & models.Q(last_until__gt=on + SOON),
            State.SOON: used & models.Q(last_until__range=(on, on + SOON)),
            State.OVERDUE: used & models.Q(last_until__lt=on),
            State.FAILED: used & failed,
            State.NEVER: used & none & models.Q(is_mandatory=True),
            State.VOLUNTARY: used & none & models.Q(is_mandatory=False),
            State.WITHDRAWN: models.Q(withdrawn_on__lte=on),
            State.COMING: models.Q(models.Q(withdrawn_on=None) | models.Q(withdrawn_on__gt=on))
            & models.Q(in_use_since__gt=on),
        }
        return self.filter(conditions[State(state)])

    @each_word
    def matching(self, words: str) -> "InstrumentQuerySet":
        """Return the instruments whose name or number, or whose enterprise's name, contains every word."""
        return among(
            self, found(Instrument, words), models.Q(enterprise__in=Enterprise.objects.called(words))
        )

    def visible_to(self, user: "User") -> "InstrumentQuerySet":
        """Return the instruments of the enterprises the person may see."""
        if user.role == Role.LIAISON and user.department and user.department.is_township:
            return self.filter(enterprise__township=user.department_id)
        return self


class Instrument(Record):
    """A measuring instrument (计量器具) of an enterprise.

    Those used for trade, safety, health or the environment are under mandatory verification (强制检定).
    """

    SEARCHED = ("name", "number")

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="instruments", verbose_name=_("enterprise")
    )
    name = models.CharField(_("instrument"), max_length=100)
    number = models.CharField(_("serial number of the instrument"), max_length=60)
    is_mandatory = models.BooleanField(_("mandatory verification"), default=True)
    in_use_since = models.DateField(_("put into use on"))
    withdrawn_on = models.DateField(_("withdrawn from use on"), null=True, blank=True)

    history = tracked()
    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("measuring instrument")
        verbose_name_plural = _("measuring instruments")
        ordering = ["enterprise", "name", "number"]
        constraints = [
            models.UniqueConstraint(
                name="instrument_once",
                fields=["enterprise", "name", "number"],
                violation_error_message=_("The enterprise already has this instrument with this number."),
            ),
            models.CheckConstraint(
                name="instrument_days_in_order",
                condition=models.Q(withdrawn_on__isnull=True)
                | models.Q(withdrawn_on__gte=models.F("in_use_since")),
                violation_error_message=_("The instrument was withdrawn before it was put into use."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    def state_on(self, day: date) -> State:
        """Return where it stands on a day; needs ``with_last`` of that day."""
        result, until = self.last_result, self.last_until  # type: ignore[attr-defined]
        return state_on(
            day,
            is_mandatory=self.is_mandatory,
            in_use_since=self.in_use_since,
            withdrawn_on=self.withdrawn_on,
            last=LastVerification(result, until) if result else None,
        )


class Verification(Record):
    """A verification (检定) of an instrument; only one that was passed has a last day of validity."""

    instrument = models.ForeignKey(
        Instrument,
        on_delete=models.PROTECT,
        related_name="verifications",
        verbose_name=_("measuring instrument"),
        db_index=False,  # the constraint's index begins with it
    )
    verified_on = models.DateField(_("verified on"))
    result = models.CharField(_("result"), max_length=8, choices=Result.choices, default=Result.PASS)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    certificate_number = models.CharField(_("certificate number"), max_length=60, blank=True)
    institution = models.CharField(_("verifying institution"), max_length=100)

    history = tracked()

    class Meta:
        verbose_name = _("verification of an instrument")
        verbose_name_plural = _("verifications of instruments")
        ordering = ["instrument", "-verified_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="verification_once_a_day",
                fields=["instrument", "verified_on"],
                violation_error_message=_(
                    "A verification of this instrument on this day is already entered."
                ),
            ),
            models.CheckConstraint(
                name="verification_complete",
                condition=models.Q(result=Result.FAIL, valid_until__isnull=True)
                | (
                    models.Q(result=Result.PASS, valid_until__gte=models.F("verified_on"))
                    & ~models.Q(certificate_number="")
                ),
                violation_error_message=_(
                    "A passed verification needs its certificate number and a last day not before the "
                    "verification; a failed one has no last day."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.certificate_number or f"{self.instrument} {self.verified_on:%Y-%m-%d}"

    def clean(self) -> None:
        """Refuse what does not fit the result, at the field it concerns."""
        missing = missing_of_verification(
            result=self.result,
            verified_on=self.verified_on,
            valid_until=self.valid_until,
            certificate_number=self.certificate_number,
        )
        if missing:
            raise ValidationError(dict(missing))
