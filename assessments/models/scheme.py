"""The scheme of a yearly assessment: who is assessed, by which criteria, with which grades."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.rules import LISTS, Rule, params_error
from brands.models import Family
from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models import Department, DepartmentKind
from departments.records import Record
from quality_portal.lib.naming import Named

if TYPE_CHECKING:
    from departments.models import User


class Group(models.TextChoices):
    """The group of units a scheme assesses."""

    DEPARTMENTS = "departments", _("Departments")
    TOWNSHIPS = "townships", _("Townships")


KIND: dict[str, str] = {
    Group.DEPARTMENTS: DepartmentKind.DEPARTMENT,
    Group.TOWNSHIPS: DepartmentKind.TOWNSHIP,
}
"""The kind of unit each group consists of."""


class SchemeQuerySet(models.QuerySet["Scheme"]):
    """Questions about schemes."""

    def for_year(self, year: int) -> "SchemeQuerySet":
        """Return the schemes of a year."""
        return self.filter(year=year)

    def begun(self, today: date) -> "SchemeQuerySet":
        """Return the schemes whose period has begun."""
        return self.filter(period_start__lte=today)

    def visible_to(self, user: "User") -> "SchemeQuerySet":
        """Return the schemes the person may see: a liaison those of the own unit's group."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        kind = user.department.kind if user.department else None
        return self.filter(group__in=[group for group, known in KIND.items() if known == kind])


class Scheme(Record):
    """A scheme (考核办法) for a period and a group of units."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    group = models.CharField(_("group"), max_length=12, choices=Group.choices)
    period_start = models.DateField(_("period begins"))
    period_end = models.DateField(_("period ends"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )
    public_number = models.PositiveSmallIntegerField(
        _("number of the public notice"), null=True, blank=True, editable=False
    )
    internal_number = models.PositiveSmallIntegerField(
        _("number of the internal notice"), null=True, blank=True, editable=False
    )
    figures = models.JSONField(_("figures as published"), null=True, blank=True, editable=False)

    history = tracked(excluded_fields=["figures"])
    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["-year", "group"]
        constraints = [
            models.UniqueConstraint(
                name="scheme_once_a_year",
                fields=["year", "group"],
                violation_error_message=_("This group already has a scheme for this year."),
            ),
            models.CheckConstraint(
                name="scheme_period_in_order",
                condition=models.Q(period_end__gt=models.F("period_start")),
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                name="scheme_published_by_somebody",
                condition=models.Q(published_at__isnull=True, published_by__isnull=True)
                | models.Q(published_at__isnull=False, published_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"

    def clean(self) -> None:
        """Refuse every change after publication."""
        _refuse_published(models.Q(pk=self.pk))

    @property
    def is_published(self) -> bool:
        """Whether the results are published and therefore frozen."""
        return self.published_at is not None

    @property
    def kind(self) -> str:
        """The kind of unit the scheme assesses."""
        return KIND[self.group]

    def as_of(self, today: date) -> date:
        """The day figures are taken on: the period's last, or today while it runs."""
        return min(self.period_end, today)


def _refuse_published(schemes: models.Q) -> None:
    """Raise ValidationError when one of the schemes is stored as published."""
    if Scheme.objects.filter(schemes, published_at__isnull=False).exists():
        raise ValidationError(_("The results are published; the scheme can no longer be changed."))


class GradeBand(Record):
    """A grade (等级) and the score it begins at; bands are half-open, the best first."""

    scheme = models.ForeignKey(
        Scheme, on_delete=models.CASCADE, related_name="bands", verbose_name=_("scheme")
    )
    letter = models.CharField(_("letter"), max_length=4)
    name = models.CharField(_("name"), max_length=40)
    from_points = models.DecimalField(_("from points"), max_digits=6, decimal_places=2)

    history = tracked()

    class Meta:
        verbose_name = _("grade band")
        verbose_name_plural = _("grade bands")
        ordering = ["scheme", "-from_points"]
        constraints = [
            models.UniqueConstraint(name="band_letter_once", fields=["scheme", "letter"]),
            models.CheckConstraint(
                name="band_in_bounds", condition=models.Q(from_points__gte=0, from_points__lte=1000)
            ),
        ]

    def __str__(self) -> str:
        return self.letter

    def clean(self) -> None:
        """Refuse every change after publication."""
        stored = GradeBand.objects.filter(pk=self.pk).values_list("scheme", flat=True)
        _refuse_published(models.Q(pk=self.scheme_id) | models.Q(pk__in=stored))


class Criterion(Named, Record):
    """A criterion (考核指标) with its points and the rule that scores it."""

    scheme = models.ForeignKey(
        Scheme, on_delete=models.CASCADE, related_name="criteria", verbose_name=_("scheme")
    )
    code = models.CharField(_("code"), max_length=20)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    rule = models.CharField(_("rule"), max_length=24, choices=Rule.choices)
    params = models.JSONField(_("parameters of the rule"), default=dict, blank=True)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)
    clause = models.CharField(_("clause"), max_length=40, blank=True)
    scored_by = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scored_criteria",
        verbose_name=_("scored by"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = tracked()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["scheme", "order", "code"]
        constraints = [
            models.UniqueConstraint(name="criterion_code_once", fields=["scheme", "code"]),
            models.CheckConstraint(
                name="criterion_points_in_bounds", condition=models.Q(points__gt=0, points__lte=1000)
            ),
        ]

    def clean(self) -> None:
        """Check that the rule finds the parameters it needs; refuse every change after publication."""
        stored = Criterion.objects.filter(pk=self.pk).values_list("scheme", flat=True)
        _refuse_published(models.Q(pk=self.scheme_id) | models.Q(pk__in=stored))
        error = params_error(self.rule, self.params)
        if error:
            raise ValidationError({"params": error})
        for name in LISTS.get(self.rule, ()):
            unknown = [item for item in self.params[name] if item not in Family.values]
            if unknown:
                message = _("“%(name)s” is not a family of credentials.") % {"name": unknown[0][:40]}
                raise ValidationError({"params": message})
