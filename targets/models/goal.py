"""The goals set for a target year by year."""

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.history import tracked
from departments.records import Record
from targets.models.target import Operator, Region, Target


class GoalQuerySet(models.QuerySet["Goal"]):
    """Questions about goals."""

    def for_year(self, year: int) -> "GoalQuerySet":
        """Return the goals of a year."""
        return self.filter(year=year)

    def awaiting_confirmation(self) -> "GoalQuerySet":
        """Return the goals whose figure in the founding document is doubtful and not yet confirmed."""
        return self.filter(needs_confirmation=True, confirmed_at=None)


class Goal(Record):
    """What a target is to reach by the end of a year (目标值)."""

    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="goals", verbose_name=_("target")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    operator = models.CharField(_("meaning"), max_length=12, choices=Operator.choices)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4, null=True, blank=True)
    upper = models.DecimalField(_("upper end"), max_digits=14, decimal_places=4, null=True, blank=True)
    tolerance = models.DecimalField(
        _("tolerance of 'about' (%)"), max_digits=5, decimal_places=2, default=Decimal(10)
    )
    region = models.CharField(_("benchmark region"), max_length=12, choices=Region.choices, blank=True)
    statement = models.CharField(_("statement"), max_length=200, blank=True)
    is_proposed = models.BooleanField(
        _("proposed"),
        default=False,
        help_text=_("Interpolated between milestones, not yet adopted by the office."),
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)
    needs_confirmation = models.BooleanField(_("doubtful in the source"), default=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    adopted_at = models.DateTimeField(_("adopted from a proposal at"), null=True, blank=True, editable=False)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("adopted by"),
    )
    change_reason = models.CharField(
        _("reason of the change"),
        max_length=200,
        blank=True,
        help_text=_("Needed where the plan is adopted and the goal itself changes; name the document."),
    )

    history = tracked()
    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["target", "year"]
        constraints = [
            models.UniqueConstraint(
                name="goal_once_a_year",
                fields=["target", "year"],
                violation_error_message=_("The target already has a goal for this year."),
            ),
            models.CheckConstraint(
                name="goal_says_what_its_operator_needs",
                condition=models.Q(operator__in=["at_least", "at_most", "about"], value__isnull=False)
                | models.Q(
                    operator="range", value__isnull=False, upper__isnull=False, upper__gte=models.F("value")
                )
                | (models.Q(operator="benchmark") & ~models.Q(region=""))
                | (models.Q(operator="qualitative") & ~models.Q(statement="")),
                violation_error_message=_(
                    "A figure needs a value, a range two values in order, a benchmark a region "
                    "and a qualitative goal a statement."
                ),
            ),
            models.CheckConstraint(
                name="goal_values_in_bounds",
                condition=(models.Q(value__isnull=True) | models.Q(value__gte=0, value__lt=10**9))
                & (models.Q(upper__isnull=True) | models.Q(upper__gte=0, upper__lt=10**9))
                & models.Q(tolerance__gte=0, tolerance__lt=100),
                violation_error_message=_(
                    "Values lie between 0 and 1,000,000,000, the tolerance below 100 per cent."
                ),
            ),
            models.CheckConstraint(
                name="goal_confirmed_by_somebody",
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="goal_adopted_by_somebody",
                condition=models.Q(adopted_at__isnull=True, adopted_by__isnull=True)
                | models.Q(adopted_at__isnull=False, adopted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.year}"

    def clean(self) -> None:
        """Refuse what a closed year forbids, and a change of an adopted plan's goal without a reason."""
        super().clean()
        if not self.target_id or not self.year:
            return
        stored = Goal.objects.filter(pk=self.pk).first() if self.pk else None
        self.target.plan.refuse_closed(self.year, *([stored.year] if stored else []))
        if stored and stored.binds and stored.wording != self.wording and not self.change_reason:
            reason = _("The plan is adopted: say why the goal changes, and name the document.")
            raise ValidationError({"change_reason": reason})

    @property
    def wording(self) -> tuple[object, ...]:
        """What the goal says; its notes and marks are not part of it."""
        figures = (self.value, self.upper, self.tolerance)
        return (self.target_id, self.year, self.operator, *figures, self.region, self.statement)

    @property
    def binds(self) -> bool:
        """Whether the goal is part of an adopted plan: neither a proposal nor waiting for confirmation."""
        return self.target.plan.is_adopted and not self.is_proposed and not self.is_doubtful

    @property
    def is_doubtful(self) -> bool:
        """Whether the figure still waits for the office's confirmation."""
        return self.needs_confirmation and self.confirmed_at is None
