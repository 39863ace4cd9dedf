"""The figures behind the risk mark, where the office wants other ones than the usual."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from departments.history import tracked
from departments.records import Record

LARGEST = 1000


def figure_choices() -> list[tuple[str, Promise | str]]:
    """Return what can be set; the factors of the rooms above are known once Django has started."""
    from enterprises.risk import names

    return list(names().items())


class RiskFigure(Record):
    """Points, a limit or the period of the risk mark (风险提示分值), set by the office."""

    code = models.CharField(_("what"), max_length=60, unique=True, choices=figure_choices)
    value = models.PositiveSmallIntegerField(
        _("figure"),
        validators=[MaxValueValidator(LARGEST)],
        help_text=_("Points for each time (0 switches a factor off), points of a limit, or months."),
    )

    history = tracked()

    class Meta:
        verbose_name = _("figure of the risk mark")
        verbose_name_plural = _("figures of the risk mark")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="risk_figure_in_bounds",
                condition=models.Q(value__lte=LARGEST),
                violation_error_message=_("The figure is at most 1000."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.value}"
