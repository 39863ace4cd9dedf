"""Figures that people enter: benchmarks of larger regions, and readings of targets."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.records import Record
from targets.models.target import Region, Target

if TYPE_CHECKING:
    from departments.models import User


class Benchmark(Record):
    """The average of a larger region in a year, entered from published figures."""

    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="benchmarks", verbose_name=_("target")
    )
    region = models.CharField(_("region"), max_length=12, choices=Region.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4)
    source = models.CharField(_("source"), max_length=200)

    history = tracked()

    class Meta:
        verbose_name = _("benchmark")
        verbose_name_plural = _("benchmarks")
        ordering = ["target", "region", "year"]
        constraints = [
            models.UniqueConstraint(
                name="benchmark_once",
                fields=["target", "region", "year"],
                violation_error_message=_("This region already has a benchmark for this year."),
            ),
            models.CheckConstraint(
                name="benchmark_in_bounds",
                condition=models.Q(value__gte=0, value__lt=10**9),
                violation_error_message=_("The value lies between 0 and 1,000,000,000."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_region_display()} {self.year}"

    def clean(self) -> None:
        """Refuse what a closed year forbids, also for the year the figure is moved away from."""
        super().clean()
        stored = Benchmark.objects.filter(pk=self.pk).values_list("year", flat=True) if self.pk else ()
        years = [year for year in (self.year, *stored) if year]
        if self.target_id and years:
            self.target.plan.refuse_closed(*years)


class Grade(models.TextChoices):
    """How far a qualitative goal is reached."""

    REACHED = "reached", _("reached")
    LARGELY = "largely", _("largely reached")
    PARTLY = "partly", _("partly reached")
    MISSED = "missed", _("not reached")


class NoValue(models.TextChoices):
    """Why there is no value (无数据原因): only one of these is an answer."""

    NONE_THIS_PERIOD = "none_this_period", _("none this period")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    NOT_YET_OBTAINED = "not_yet_obtained", _("not yet obtained")


class ReadingState(models.TextChoices):
    """Where a reading stands between the department and the office."""

    ENTERED = "entered", _("waiting for the office")
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("returned")


TRANSITIONS: dict[str, frozenset[str]] = {
    ReadingState.ENTERED: frozenset({ReadingState.ACCEPTED, ReadingState.RETURNED}),
    ReadingState.ACCEPTED: frozenset({ReadingState.RETURNED}),
    ReadingState.RETURNED: frozenset({ReadingState.ENTERED}),
}
"""Where a reading may go: the office accepts or returns it, the department enters it again."""


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Questions about readings."""

    def accepted(self) -> "ReadingQuerySet":
        """Return the readings the office has accepted: only these count."""
        return self.filter(state=ReadingState.ACCEPTED)

    def waiting(self) -> "ReadingQuerySet":
        """Return the readings that wait for the office."""
        return self.filter(state=ReadingState.ENTERED)

    def visible_to(self, user: "User") -> "ReadingQuerySet":
        """Return accepted readings, and of the others those of the person's own department."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(models.Q(state=ReadingState.ACCEPTED) | models.Q(target__lead=user.department_id))


class Reading(Record):
    """A target's value or grade on a day, entered by the responsible department, checked by the office."""

    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="readings", verbose_name=_("target")
    )
    as_of = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4, null=True, blank=True)
    grade = models.CharField(_("grade"), max_length=12, choices=Grade.choices, blank=True)
    no_value = models.CharField(_("no value because"), max_length=20, choices=NoValue.choices, blank=True)
    override_reason = models.CharField(
        _("reason of the override"),
        max_length=200,
        blank=True,
        help_text=_("Only where the office sets the value in place of the one computed from records."),
    )
    source = models.CharField(_("source"), max_length=200)
    evidence = models.FileField(
        _("evidence"), upload_to="readings/", max_length=200, blank=True, editable=False
    )
    evidence_name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    evidence_sha256 = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=ReadingState.choices, default=ReadingState.ENTERED
    )
    remark = models.CharField(_("remark of the office"), max_length=200, blank=True)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )

    history = tracked()
    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["target", "-as_of"]
        constraints = [
            models.UniqueConstraint(
                name="reading_once_a_day",
                fields=["target", "as_of"],
                violation_error_message=_("The target already has a reading for this day."),
            ),
            models.CheckConstraint(
                name="reading_says_something",
                condition=models.Q(no_value="", value__isnull=False)
                | (models.Q(no_value="") & ~models.Q(grade=""))
                | (models.Q(value=None, grade="") & ~models.Q(no_value="")),
                violation_error_message=_("Enter a value or a grade, or why there is none."),
            ),
            models.CheckConstraint(
                name="reading_overrides_with_a_value",
                condition=models.Q(override_reason="") | models.Q(value__isnull=False),
                violation_error_message=_("An override needs a value."),
            ),
            models.CheckConstraint(
                name="reading_in_bounds",
                condition=models.Q(value__isnull=True) | models.Q(value__gte=0, value__lt=10**9),
                violation_error_message=_("The value lies between 0 and 1,000,000,000."),
            ),
            models.CheckConstraint(
                name="reading_checked_by_somebody",
                condition=models.Q(checked_at__isnull=True, checked_by__isnull=True)
                | models.Q(checked_at__isnull=False, checked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.as_of}"

    def clean(self) -> None:
        """Refuse what a closed year forbids."""
        super().clean()
        if self.target_id is not None and self.as_of is not None:
            self.target.plan.refuse_closed(self.as_of.year)

    @property
    def is_override(self) -> bool:
        """Whether the office set this value in place of the one computed from records."""
        return bool(self.override_reason)

    def may_become(self, state: str) -> bool:
        """Whether the reading may go to this state from where it stands."""
        return state in TRANSITIONS[self.state]
