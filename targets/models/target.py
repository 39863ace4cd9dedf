"""Targets and the goals set for them year by year."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models import Department
from departments.records import Record
from quality_portal.lib.naming import Named
from quality_portal.lib.words import each_word, holds
from targets import measures
from targets.models.plan import Plan

if TYPE_CHECKING:
    from departments.models import User


class Sector(models.TextChoices):
    """The part of the plan a target belongs to."""

    OVERALL = "overall", _("Overall")
    INDUSTRY = "industry", _("Industry")
    AGRICULTURE = "agriculture", _("Agriculture")


class Operator(models.TextChoices):
    """How a goal is meant."""

    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")
    RANGE = "range", _("range")
    ABOUT = "about", _("about")
    BENCHMARK = "benchmark", _("benchmark")
    QUALITATIVE = "qualitative", _("qualitative")


NUMERIC = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.RANGE, Operator.ABOUT})
"""Operators that compare with a figure written in the goal."""


class OverPeriods(models.TextChoices):
    """How a year's figure follows from the readings of its parts (跨期汇总)."""

    LATEST = "latest", _("the latest counts")
    SUM = "sum", _("they are added up")
    DISTINCT = "distinct", _("each thing counts once: the highest of the running counts")


class OverUnits(models.TextChoices):
    """How a figure follows from those of the units (跨单位汇总); percentages have no mean."""

    SUM = "sum", _("they are added up")
    POOLED = "pooled", _("numerators and denominators are added up, then divided")


class Region(models.TextChoices):
    """The larger region whose average is the benchmark (全国、全省、全州平均水平)."""

    NATION = "nation", _("Nation")
    PROVINCE = "province", _("Province")
    PREFECTURE = "prefecture", _("Prefecture")


class TargetQuerySet(models.QuerySet["Target"]):
    """Questions about targets."""

    def active(self) -> "TargetQuerySet":
        """Return the targets in force."""
        return self.filter(is_active=True)

    def of(self, department: Department) -> "TargetQuerySet":
        """Return the targets a department leads or cooperates in, each once."""
        return self.filter(models.Q(lead=department) | models.Q(cooperating=department)).distinct()

    def in_year(self, year: int) -> "TargetQuerySet":
        """Return the targets of the plans that run in a year."""
        return self.filter(plan__start_year__lte=year, plan__end_year__gte=year)

    def reported_by(self, user: "User") -> "TargetQuerySet":
        """Return the targets the person enters readings for: a liaison those the own unit leads."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(lead=user.department_id)

    @each_word
    def matching(self, words: str) -> "TargetQuerySet":
        """Return the targets whose code or name contains every word."""
        return self.filter(holds(words, "code", "name", "name_en"))

    def visible_to(self, user: "User") -> "TargetQuerySet":
        """Return the targets the person may see: the plan is open to everyone who signs in."""
        return self if user.is_authenticated else self.none()


class Target(Named, Record):
    """A target (目标、指标) of the plan; its yearly goals are rows of their own."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="targets", verbose_name=_("plan"))
    code = models.CharField(
        _("code"),
        max_length=20,
        validators=[
            # The code stands in the addresses of the target's pages.
            RegexValidator(
                r"^[\w-][\w.-]*\Z", _("Use letters, digits, hyphens and dots, and no dot at the beginning.")
            )
        ],
    )
    sector = models.CharField(_("sector"), max_length=12, choices=Sector.choices)
    lead = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="led_targets",
        verbose_name=_("responsible department"),
    )
    cooperating = models.ManyToManyField(
        Department, blank=True, related_name="supported_targets", verbose_name=_("cooperating departments")
    )
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    measure = models.CharField(
        _("computed from"),
        max_length=80,
        blank=True,
        choices=measures.choices,
        help_text=_("Empty: the responsible department enters readings."),
    )
    baseline = models.DecimalField(_("baseline"), max_digits=14, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2, default=Decimal(1))
    over_periods = models.CharField(
        _("readings of a year"), max_length=12, choices=OverPeriods.choices, default=OverPeriods.LATEST
    )
    over_units = models.CharField(
        _("figures of units"),
        max_length=12,
        choices=OverUnits.choices,
        blank=True,
        help_text=_("Empty: percentages are pooled, everything else is added up."),
    )
    green_from = models.DecimalField(
        _("on track from (% attained)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Empty: as the plan has it."),
    )
    yellow_from = models.DecimalField(
        _("at risk from (% attained)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    clause = models.CharField(_("clause"), max_length=40, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in force"), default=True)

    history = tracked(m2m_fields=[cooperating])
    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["plan", "order", "code"]
        constraints = [
            models.UniqueConstraint(
                name="target_code_once",
                fields=["plan", "code"],
                violation_error_message=_("The plan already has a target with this code."),
            ),
            models.CheckConstraint(
                name="target_decimals_at_most_4",
                condition=models.Q(decimals__lte=4),
                violation_error_message=_("At most 4 decimals."),
            ),
            models.CheckConstraint(
                name="target_weight_in_bounds",
                condition=models.Q(weight__gte=0, weight__lte=1000),
                violation_error_message=_("The weight lies between 0 and 1000."),
            ),
            models.CheckConstraint(
                name="target_percentages_are_pooled",
                condition=~models.Q(unit="%") | ~models.Q(over_units=OverUnits.SUM),
                violation_error_message=_("Percentages of units cannot be added up: pool them."),
            ),
            models.CheckConstraint(
                name="target_lights_in_order",
                condition=models.Q(green_from__isnull=True, yellow_from__isnull=True)
                | models.Q(
                    green_from__isnull=False,
                    yellow_from__isnull=False,
                    yellow_from__gt=0,
                    green_from__lte=200,
                    green_from__gt=models.F("yellow_from"),
                ),
                violation_error_message=_(
                    "Enter both thresholds or none; 'on track' must begin above 'at risk', "
                    "and 'at risk' above 0."
                ),
            ),
        ]

    @property
    def rolls_up_by(self) -> str:
        """How the figures of units are put together, chosen or as the unit of the figure demands."""
        return self.over_units or (OverUnits.POOLED if self.unit == "%" else OverUnits.SUM)
