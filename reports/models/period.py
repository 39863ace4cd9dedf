"""Half-years for which every unit reports."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models import Department
from departments.records import Record

if TYPE_CHECKING:
    from departments.models import User


class Half(models.TextChoices):
    """The half of a year (上半年、下半年)."""

    FIRST = "H1", _("first half")
    SECOND = "H2", _("second half")


class ReportPeriodQuerySet(models.QuerySet["ReportPeriod"]):
    """Questions about periods."""

    def visible_to(self, user: "User") -> "ReportPeriodQuerySet":
        """Return the periods the person may see: a liaison those the own unit reports for."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(reports__department=user.department_id).distinct()

    def before(self, period: "ReportPeriod") -> "ReportPeriodQuerySet":
        """Return the earlier periods, the latest first."""
        return self.filter(period_end__lt=period.period_start).order_by("-period_end")


class ReportPeriod(Record):
    """A half-year that is reported on (报告期); its due date is data and may be moved.

    Once locked (锁定), only units with an exception in force may still file.
    """

    code = models.CharField(_("code"), max_length=8, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    half = models.CharField(_("half-year"), max_length=2, choices=Half.choices)
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("to"))
    due_on = models.DateField(_("due on"))
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("locked by"),
    )
    lock_reason = models.CharField(_("reason for the lock"), max_length=200, blank=True)

    history = tracked()
    objects = ReportPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["-year", "-half"]
        constraints = [
            models.UniqueConstraint(
                name="one_period_per_half_year",
                fields=["year", "half"],
                violation_error_message=_("This half-year is open already."),
            ),
            models.CheckConstraint(
                name="period_half_known", condition=models.Q(half__in=Half.values, year__range=(2000, 2100))
            ),
            models.CheckConstraint(
                name="period_days_in_order",
                condition=models.Q(period_start__lt=models.F("period_end"))
                & models.Q(due_on__gte=models.F("period_start")),
                violation_error_message=_("The period ends before it begins, or is due before it begins."),
            ),
            models.CheckConstraint(
                name="period_lock_complete",
                condition=models.Q(locked_at=None, locked_by=None, lock_reason="")
                | (models.Q(locked_at__isnull=False, locked_by__isnull=False) & ~models.Q(lock_reason="")),
                violation_error_message=_("A lock needs a reason."),
            ),
        ]

    @staticmethod
    def code_of(year: int, half: str) -> str:
        """Return a half-year's code, such as ``2026H1``."""
        return f"{year}{half}"

    def __str__(self) -> str:
        if self.half == Half.FIRST:
            return _("First half of %(year)d") % {"year": self.year}
        return _("Second half of %(year)d") % {"year": self.year}

    @property
    def on_papers(self) -> str:
        """The half-year as papers and tables name it, whatever the reader's language."""
        return f"{self.year}年{'上' if self.half == Half.FIRST else '下'}半年"

    @property
    def is_locked(self) -> bool:
        """Whether only exceptions may still file."""
        return self.locked_at is not None

    def is_overdue(self, today: date) -> bool:
        """Whether the due date has passed."""
        return today > self.due_on


class PeriodExceptionQuerySet(models.QuerySet["PeriodException"]):
    """Questions about exceptions."""

    def in_force(self, today: date) -> "PeriodExceptionQuerySet":
        """Return the exceptions that still let a unit file."""
        return self.filter(until__gte=today)

    def visible_to(self, user: "User") -> "PeriodExceptionQuerySet":
        """Return the exceptions the person may see: a liaison those of the own unit."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(department=user.department_id)


class PeriodException(models.Model):
    """Leave to file in a locked period (锁定例外): for whom, why, until when, given by whom."""

    period = models.ForeignKey(
        ReportPeriod, on_delete=models.PROTECT, related_name="exceptions", verbose_name=_("reporting period")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("department or township")
    )
    reason = models.CharField(_("reason"), max_length=200)
    until = models.DateField(_("until"))
    granted_at = models.DateTimeField(_("granted at"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("granted by")
    )

    objects = PeriodExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception from a lock")
        verbose_name_plural = _("exceptions from locks")
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="exception_has_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.department}"
