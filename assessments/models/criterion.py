"""Criteria: what a unit is assessed on, as a tree of any depth."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.scheme import Scheme, refuse_published
from assessments.rules import LISTS, Rule, params_error
from brands.models import Family
from departments.history import tracked
from departments.models import Department
from departments.records import Record
from quality_portal.lib.naming import Named


class CriterionKind(models.TextChoices):
    """What a criterion does to the total (计分项、加分项、扣分项、否决项)."""

    SCORED = "scored", pgettext_lazy("criterion", "scored")
    BONUS = "bonus", pgettext_lazy("criterion", "bonus")
    DEDUCTION = "deduction", pgettext_lazy("criterion", "extra deduction")
    VETO = "veto", pgettext_lazy("criterion", "veto")


class Criterion(Named, Record):
    """A criterion (考核指标) of a scheme's tree with its points and the rule that scores it.

    A criterion with children is a heading: its points are those its children should add up to. Of a bonus
    or an extra deduction ``points`` is the most it may come to, 0 for no limit; of a veto item it is 0.
    """

    scheme = models.ForeignKey(
        Scheme, on_delete=models.CASCADE, related_name="criteria", verbose_name=_("scheme")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    code = models.CharField(_("code"), max_length=20)
    kind = models.CharField(
        _("kind"), max_length=12, choices=CriterionKind.choices, default=CriterionKind.SCORED
    )
    is_key = models.BooleanField(_("key item"), default=False)
    standard = models.TextField(_("how points are given"), max_length=2000, blank=True)
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
                name="criterion_points_in_bounds",
                condition=models.Q(kind=CriterionKind.SCORED, points__gt=0, points__lte=1000)
                | models.Q(kind__in=(CriterionKind.BONUS, CriterionKind.DEDUCTION), points__range=(0, 1000))
                | models.Q(kind=CriterionKind.VETO, points=0),
                violation_error_message=_("The points do not fit the kind of criterion."),
            ),
        ]

    def clean(self) -> None:
        """Check that the rule finds the parameters it needs; refuse every change after publication."""
        stored = Criterion.objects.filter(pk=self.pk).values_list("scheme", flat=True)
        refuse_published(models.Q(pk=self.scheme_id) | models.Q(pk__in=stored))
        error = params_error(self.rule, self.params)
        if error:
            raise ValidationError({"params": error})
        for name in LISTS.get(self.rule, ()):
            unknown = [item for item in self.params[name] if item not in Family.values]
            if unknown:
                message = _("“%(name)s” is not a family of credentials.") % {"name": unknown[0][:40]}
                raise ValidationError({"params": message})
