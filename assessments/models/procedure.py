"""The steps of an assessment with their deadlines, and the draw of units for the on-site check."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.scheme import Scheme, Stage
from departments.history import tracked
from departments.records import Record


class SchemeStage(Record):
    """A step of a scheme's procedure (考核环节) with the days it begins and is due; they may be moved.

    ``note`` is why it was entered, left or moved last; of the leading group it names the decision's paper.
    """

    scheme = models.ForeignKey(
        Scheme, on_delete=models.CASCADE, related_name="stages", verbose_name=_("scheme")
    )
    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices)
    opens_on = models.DateField(_("begins on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    note = models.CharField(_("remark"), max_length=300, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("step of an assessment")
        verbose_name_plural = _("steps of an assessment")
        ordering = ["scheme", "pk"]
        constraints = [
            models.UniqueConstraint(name="scheme_stage_once", fields=["scheme", "stage"]),
            models.CheckConstraint(name="scheme_stage_row_known", condition=models.Q(stage__in=Stage.values)),
            models.CheckConstraint(
                name="scheme_stage_days_in_order",
                condition=models.Q(opens_on=None)
                | models.Q(due_on=None)
                | models.Q(due_on__gte=models.F("opens_on")),
                violation_error_message=_("The step is due before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.get_stage_display()}"


class SiteDraw(models.Model):
    """A draw of units for the on-site check (随机抽取), kept with its seed so that it can be redone."""

    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="draws", verbose_name=_("scheme")
    )
    seed = models.CharField(_("seed"), max_length=40)
    population = models.JSONField(_("units to draw from"))
    drawn = models.JSONField(_("units drawn"))
    drawn_at = models.DateTimeField(_("drawn at"))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("drawn by")
    )

    class Meta:
        verbose_name = _("draw of units")
        verbose_name_plural = _("draws of units")
        ordering = ["scheme", "-drawn_at"]

    def __str__(self) -> str:
        return f"{self.scheme} {self.seed}"
