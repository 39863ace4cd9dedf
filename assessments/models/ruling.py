"""Decisions of people beside the computed score: forced grades, objections, corrections."""

from typing import TYPE_CHECKING, Self, TypeVar

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
from inspections.models import Incident
from quality_portal.lib.words import each_word

if TYPE_CHECKING:
    from departments.models import User


OwnRow = TypeVar("OwnRow", bound=models.Model)


class OwnUnitQuerySet(models.QuerySet[OwnRow]):
    """Rows of units: a liaison sees those of the own unit."""

    def visible_to(self, user: "User") -> Self:
        """Return the rows the person may see."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(unit=user.department_id)


class RulingQuerySet(OwnUnitQuerySet["Ruling"]):
    """Questions about forced grades."""

    def visible_to(self, user: "User") -> Self:
        """Return the forced grades the person may see: a liaison the own unit's once published."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(unit=user.department_id, scheme__published_at__isnull=False)

    def in_force(self) -> "RulingQuerySet":
        """Return the forced grades that were not lifted."""
        return self.filter(lifted_on=None)

    def with_names(self) -> "RulingQuerySet":
        """Bring scheme, unit, veto item and incident along."""
        return self.select_related("scheme", "unit", "criterion", "incident")

    @each_word
    def matching(self, words: str) -> "RulingQuerySet":
        """Return the forced grades whose reason or document contains every word."""
        return self.filter(models.Q(reason__icontains=words) | models.Q(document__icontains=words))


class Ruling(Record):
    """A grade forced on a unit (否决、降等) whatever its score, with its reason and document."""

    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="rulings", verbose_name=_("scheme")
    )
    unit = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="rulings", verbose_name=_("unit")
    )
    criterion = models.ForeignKey(
        Criterion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rulings",
        verbose_name=_("veto item"),
    )
    incident = models.ForeignKey(
        Incident,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rulings",
        verbose_name=_("incident"),
    )
    letter = models.CharField(_("grade"), max_length=4)
    reason = models.CharField(_("reason"), max_length=500)
    document = models.CharField(_("document"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    lifted_because = models.CharField(_("reason for lifting"), max_length=500, blank=True)

    history = tracked()
    objects = RulingQuerySet.as_manager()

    class Meta:
        verbose_name = _("forced grade")
        verbose_name_plural = _("forced grades")
        ordering = ["scheme", "unit", "decided_on"]
        constraints = [
            models.CheckConstraint(
                name="ruling_reasoned",
                condition=~models.Q(reason="") & ~models.Q(document=""),
                violation_error_message=_("A forced grade needs a reason and a document."),
            ),
            models.CheckConstraint(
                name="ruling_lifted_with_reason",
                condition=models.Q(lifted_on=None, lifted_because="")
                | (models.Q(lifted_on__isnull=False) & ~models.Q(lifted_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.letter}"


class ObjectionQuerySet(OwnUnitQuerySet["Objection"]):
    """Questions about objections."""

    def visible_to(self, user: "User") -> "ObjectionQuerySet":
        """Return the objections the person may see: those of the own unit, and those it has to answer."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        if user.department_id is None:
            return self.none()
        own = models.Q(unit=user.department_id)
        return self.filter(own | models.Q(criterion__scored_by=user.department_id))

    def open(self) -> "ObjectionQuerySet":
        """Return the objections that wait for an answer."""
        return self.filter(answered_at=None)

    def with_names(self) -> "ObjectionQuerySet":
        """Bring unit, criterion, scheme and people along."""
        return self.select_related(
            "unit", "criterion__scheme", "criterion__scored_by", "raised_by", "answered_by"
        )

    @each_word
    def matching(self, words: str) -> "ObjectionQuerySet":
        """Return the objections whose text, answer or criterion contains every word."""
        return self.filter(
            models.Q(text__icontains=words)
            | models.Q(answer__icontains=words)
            | models.Q(criterion__name__icontains=words)
        )


class Objection(Record):
    """A unit's objection (申诉) to its points for a criterion, and the answer to it."""

    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="objections", verbose_name=_("criterion")
    )
    unit = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="objections", verbose_name=_("unit")
    )
    points_before = models.DecimalField(_("points objected to"), max_digits=6, decimal_places=2)
    text = models.CharField(_("objection"), max_length=1000)
    raised_at = models.DateTimeField(_("raised at"))
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("raised by")
    )
    is_upheld = models.BooleanField(_("upheld"), null=True, blank=True, editable=False)
    points_after = models.DecimalField(
        _("points after the answer"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )

    history = tracked()
    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_objection",
                fields=["criterion", "unit"],
                condition=models.Q(answered_at=None),
                violation_error_message=_("An objection to these points is already open."),
            ),
            models.CheckConstraint(
                name="objection_answered_in_full",
                condition=models.Q(answered_at=None, answered_by=None, is_upheld=None, answer="")
                | (
                    models.Q(answered_at__isnull=False, answered_by__isnull=False, is_upheld__isnull=False)
                    & ~models.Q(answer="")
                ),
                violation_error_message=_("An answer needs a reason."),
            ),
            models.CheckConstraint(
                name="objection_points_in_bounds",
                condition=models.Q(points_before__range=(-1000, 1000))
                & (models.Q(points_after=None) | models.Q(points_after__range=(-1000, 1000))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.criterion}"


class Correction(models.Model):
    """A numbered correction (更正) of published results: what was published stays, this stands beside it."""

    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("scheme")
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("correction", "number"))
    unit = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("unit")
    )
    unit_name = models.CharField(_("name as published"), max_length=200)
    code = models.CharField(_("criterion code"), max_length=20)
    name = models.CharField(_("criterion"), max_length=200)
    points_before = models.DecimalField(_("points before"), max_digits=7, decimal_places=2)
    points_after = models.DecimalField(_("points after"), max_digits=7, decimal_places=2)
    outcome = models.JSONField(_("totals, grades and ranks after the correction"), default=list)
    reason = models.CharField(_("reason"), max_length=500)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )

    objects = OwnUnitQuerySet["Correction"].as_manager()

    class Meta:
        verbose_name = _("correction of results")
        verbose_name_plural = _("corrections of results")
        ordering = ["scheme", "number"]
        constraints = [
            models.UniqueConstraint(name="correction_number_once", fields=["scheme", "number"]),
            models.CheckConstraint(
                name="correction_points_in_bounds",
                condition=models.Q(points_before__range=(-1000, 1000), points_after__range=(-1000, 1000)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.number}"
