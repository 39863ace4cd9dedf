"""Scores of units, and their published results."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.criterion import Criterion
from assessments.models.scheme import Scheme
from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models import Department
from departments.records import Record

if TYPE_CHECKING:
    from departments.models import User


class ScoreQuerySet(models.QuerySet["Score"]):
    """Questions about scores."""

    def visible_to(self, user: "User") -> "ScoreQuerySet":
        """Return the scores the person may see: a liaison those of the own unit."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(unit=user.department_id)


class Column(models.TextChoices):
    """Who gave a score (自评、文审、实地核查、综合评定); no column ever overwrites another."""

    SELF = "self", pgettext_lazy("score", "self")
    DOCUMENT = "document", pgettext_lazy("score", "document review")
    ONSITE = "onsite", pgettext_lazy("score", "on-site check")
    FINAL = "final", pgettext_lazy("score", "final")


class Score(Record):
    """A person's score (评分) for one unit and one criterion in one column.

    The last of document review, on-site check and final score counts; where none is given, what the rule
    computes. The unit's own score never counts by itself.
    """

    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="scores", verbose_name=_("criterion")
    )
    unit = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="scores", verbose_name=_("unit")
    )
    column = models.CharField(
        _("column"), max_length=10, choices=Column.choices, default=Column.FINAL, editable=False
    )
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    scored_at = models.DateTimeField(_("scored at"))
    scored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("scored by")
    )

    history = tracked()
    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["criterion", "unit"]
        constraints = [
            models.UniqueConstraint(name="score_once", fields=["criterion", "unit", "column"]),
            models.CheckConstraint(name="score_column_known", condition=models.Q(column__in=Column.values)),
            models.CheckConstraint(
                name="score_in_bounds", condition=models.Q(points__gte=-1000, points__lte=1000)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.criterion}"


class ComputedScore(models.Model):
    """What a rule made of the records (自动计分): rule, its edition, its inputs and the result.

    Computing again from ``inputs`` by the same edition of the rule gives the same points. ``trace`` holds
    the formula and the facts with links to the records, in the language it was computed in.
    """

    criterion = models.ForeignKey(
        Criterion, on_delete=models.CASCADE, related_name="computed", verbose_name=_("criterion")
    )
    unit = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="computed_scores", verbose_name=_("unit")
    )
    rule = models.CharField(_("rule"), max_length=24)
    rule_edition = models.PositiveSmallIntegerField(_("edition of the rule"))
    inputs = models.JSONField(_("inputs"))
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, null=True, blank=True)
    trace = models.JSONField(_("trace"))
    computed_at = models.DateTimeField(_("computed at"))

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("computed score")
        verbose_name_plural = _("computed scores")
        ordering = ["criterion", "unit"]
        constraints = [
            models.UniqueConstraint(name="computed_once", fields=["criterion", "unit"]),
            models.CheckConstraint(
                name="computed_in_bounds",
                condition=models.Q(points=None) | models.Q(points__gte=-1000, points__lte=1000),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.criterion}"


class UnitResultQuerySet(models.QuerySet["UnitResult"]):
    """Questions about published results."""

    def visible_to(self, user: "User") -> "UnitResultQuerySet":
        """Return the results the person may see: a liaison those of the own unit."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(unit=user.department_id)


class UnitResult(models.Model):
    """What was published of a unit (考核结果): total, grade, rank and the trace of every score, frozen."""

    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="results", verbose_name=_("scheme")
    )
    unit = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="results", verbose_name=_("unit")
    )
    unit_name = models.CharField(_("name as published"), max_length=200)
    total = models.DecimalField(_("total"), max_digits=7, decimal_places=2)
    grade = models.CharField(_("grade"), max_length=4)
    computed_grade = models.CharField(_("grade by the score"), max_length=4, blank=True)
    forced_because = models.CharField(_("reason for the forced grade"), max_length=500, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"))
    lines = models.JSONField(_("scores with their trace"), default=list)

    objects = UnitResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("published result")
        verbose_name_plural = _("published results")
        ordering = ["scheme", "rank"]
        constraints = [
            models.UniqueConstraint(name="result_once", fields=["scheme", "unit"]),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} {self.total}"
