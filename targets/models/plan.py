"""The plan and its years."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.history import tracked
from departments.records import Record


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


class PlanYear(models.Model):
    """A year of the plan; milestone years (节点年) are the ones the plan itself sets goals for."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="years", verbose_name=_("plan"))
    year = models.PositiveSmallIntegerField(_("year"))
    is_milestone = models.BooleanField(_("milestone"), default=False)

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
