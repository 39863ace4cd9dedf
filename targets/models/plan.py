"""The plan and its years."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.history import tracked
from departments.records import Record

if TYPE_CHECKING:
    from departments.models import User


class PlanQuerySet(models.QuerySet["Plan"]):
    """Questions about plans."""

    def visible_to(self, user: "User") -> "PlanQuerySet":
        """Return the plans the person may see: they are open to everyone who signs in."""
        return self if user.is_authenticated else self.none()


class Plan(Record):
    """A plan (规划) with targets for the years it runs."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    start_year = models.PositiveSmallIntegerField(_("first year"))
    end_year = models.PositiveSmallIntegerField(_("last year"))
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    green_from = models.DecimalField(
        _("on track from (% attained)"), max_digits=5, decimal_places=2, default=Decimal(100)
    )
    yellow_from = models.DecimalField(
        _("at risk from (% attained)"), max_digits=5, decimal_places=2, default=Decimal(90)
    )

    history = tracked()
    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-start_year", "code"]
        constraints = [
            models.CheckConstraint(
                name="plan_years_in_order",
                condition=models.Q(end_year__gte=models.F("start_year")),
                violation_error_message=_("The last year lies before the first."),
            ),
            models.CheckConstraint(
                name="plan_lights_in_order",
                condition=models.Q(
                    yellow_from__gt=0, green_from__lte=200, green_from__gt=models.F("yellow_from")
                ),
                violation_error_message=_("'On track' must begin above 'at risk', and 'at risk' above 0."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_adopted(self) -> bool:
        """Whether the plan is adopted, so that every change of a goal needs a reason."""
        return self.adopted_on is not None

    def refuse_closed(self, *years: int) -> None:
        """Raise ValidationError, saying what to do, when one of the years is closed."""
        closed = YearClosing.objects.in_force().filter(plan_year__plan=self, plan_year__year__in=years)
        for year in closed.values_list("plan_year__year", flat=True):
            raise ValidationError(
                _(
                    "%(year)d is closed and its figures are frozen. The office can reopen the year on the "
                    "plan's page, with a reason."
                )
                % {"year": year}
            )


class PlanYearQuerySet(models.QuerySet["PlanYear"]):
    """Questions about years of plans."""

    def with_closed(self) -> "PlanYearQuerySet":
        """Tell of each year whether it is closed, as ``is_closed``."""
        closings = YearClosing.objects.in_force().filter(plan_year=models.OuterRef("pk"))
        return self.annotate(is_closed=models.Exists(closings))


class PlanYear(models.Model):
    """A year of the plan; milestone years (节点年) are the ones the plan itself sets goals for."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="years", verbose_name=_("plan"))
    year = models.PositiveSmallIntegerField(_("year"))
    is_milestone = models.BooleanField(_("milestone"), default=False)

    objects = PlanYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("year of the plan")
        verbose_name_plural = _("years of the plan")
        ordering = ["plan", "year"]
        constraints = [
            models.UniqueConstraint(
                name="plan_year_once",
                fields=["plan", "year"],
                violation_error_message=_("The plan already has this year."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class YearClosingQuerySet(models.QuerySet["YearClosing"]):
    """Questions about closings."""

    def in_force(self) -> "YearClosingQuerySet":
        """Return the closings that have not been undone by a reopening."""
        return self.filter(reopened_at=None)


class YearClosing(Record):
    """The closing of a plan's year (年度定格): from then on its figures stay, whatever the records become.

    Reopening ends a closing and does not remove it: who froze what, and who reopened it why, stays.
    """

    plan_year = models.ForeignKey(
        PlanYear, on_delete=models.PROTECT, related_name="closings", verbose_name=_("year of the plan")
    )
    closed_at = models.DateTimeField(_("closed at"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("closed by")
    )
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reopened by"),
    )
    reopen_reason = models.CharField(_("reason of the reopening"), max_length=200, blank=True)

    history = tracked()
    objects = YearClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("closing of a year")
        verbose_name_plural = _("closings of years")
        ordering = ["plan_year", "-closed_at"]
        constraints = [
            models.UniqueConstraint(
                name="year_closed_once",
                fields=["plan_year"],
                condition=models.Q(reopened_at=None),
                violation_error_message=_("This year is already closed."),
            ),
            models.CheckConstraint(
                name="year_reopened_by_somebody_for_a_reason",
                condition=models.Q(reopened_at=None, reopened_by=None, reopen_reason="")
                | (
                    models.Q(reopened_at__isnull=False, reopened_by__isnull=False)
                    & ~models.Q(reopen_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan_year)
