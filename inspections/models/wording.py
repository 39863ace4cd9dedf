"""What a printed notice cites and warns of: data, because laws change and differ by kind of goods."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.history import tracked
from departments.records import Record
from inspections.models.campaign import Field
from inspections.models.ladder import Step


class StepWording(Record):
    """The law a step's notice cites (依据) and the consequence it warns of, for one kind of goods.

    An empty ``field`` holds for every kind of goods that has no row of its own.
    """

    step = models.ForeignKey(
        Step, on_delete=models.PROTECT, related_name="wordings", verbose_name=_("step of a ladder")
    )
    field = models.CharField(
        _("field"),
        max_length=8,
        choices=Field.choices,
        blank=True,
        help_text=_("Empty: for every kind of goods."),
    )
    basis = models.CharField(_("law cited in the notice"), max_length=300)
    warning = models.CharField(_("consequence the notice warns of"), max_length=500, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("wording of a notice")
        verbose_name_plural = _("wordings of notices")
        ordering = ["step", "field"]
        constraints = [
            models.UniqueConstraint(
                name="wording_once_per_step_and_field",
                fields=["step", "field"],
                violation_error_message=_("The step already has a wording for this kind of goods."),
            ),
            models.CheckConstraint(
                name="wording_field_known", condition=models.Q(field__in=["", *Field.values])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.get_field_display()}".strip()

    def clean(self) -> None:
        """Refuse a wording for a step that prints nothing."""
        if self.step_id and not self.step.paper:
            raise ValidationError({"step": _("This step prints no notice.")})
