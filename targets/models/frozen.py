"""What a closed year keeps of every target."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from targets.models.plan import YearClosing
from targets.models.target import Target


class FrozenFigureQuerySet(models.QuerySet["FrozenFigure"]):
    """Questions about frozen figures."""

    def in_force(self) -> "FrozenFigureQuerySet":
        """Return the figures of years that are closed and were not reopened since."""
        return self.filter(closing__reopened_at=None)


class FrozenFigure(models.Model):
    """A target's figure, goal and light as they stood when the year was closed.

    Goal and reason are kept in both languages as sentences: what was printed then can be printed again,
    whatever becomes of the rules. ``light`` is one of `targets.rules.Light`.
    """

    closing = models.ForeignKey(
        YearClosing, on_delete=models.PROTECT, related_name="figures", verbose_name=_("closing of a year")
    )
    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="frozen_figures", verbose_name=_("target")
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True)
    grade = models.CharField(_("grade"), max_length=12, blank=True)
    numerator = models.DecimalField(_("numerator"), max_digits=18, decimal_places=4, null=True)
    denominator = models.DecimalField(_("denominator"), max_digits=18, decimal_places=4, null=True)
    records = models.PositiveIntegerField(_("records"), default=0)
    attainment = models.DecimalField(_("attained (%)"), max_digits=18, decimal_places=2, null=True)
    light = models.CharField(_("light"), max_length=12)
    goal = models.CharField(_("goal"), max_length=300, blank=True)
    goal_en = models.CharField(_("goal in English"), max_length=300, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    reason_en = models.TextField(_("reason in English"), max_length=2000, blank=True)

    objects = FrozenFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen figure")
        verbose_name_plural = _("frozen figures")
        ordering = ["closing", "target"]
        constraints = [
            models.UniqueConstraint(name="figure_frozen_once", fields=["closing", "target"]),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.closing}"

    @property
    def goal_text(self) -> str:
        """The goal as it was printed, in the reader's language."""
        return self.goal_en if (get_language() or "").startswith("en") else self.goal

    @property
    def reason_text(self) -> str:
        """The reason of the light as it was printed, in the reader's language."""
        return self.reason_en if (get_language() or "").startswith("en") else self.reason
