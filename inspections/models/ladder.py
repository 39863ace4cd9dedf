"""Ladders of sanctions: which steps there are, on what legal basis, and when."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from departments.access import Permission
from departments.history import tracked
from departments.records import Record
from inspections.models.campaign import Campaign, CampaignLevel, Field
from inspections.rules.clocks import LONGEST
from inspections.rules.terms import (
    STAGES_OF_STEPS,
    Authority,
    DayUnit,
    Outcome,
    OutcomeSet,
    Stage,
    Start,
    Track,
)
from quality_portal.lib.naming import Named

if TYPE_CHECKING:
    from departments.models import User


class Paper(models.TextChoices):
    """Notices that the portal prints for a step."""

    ORDER = "order", _("order to correct")
    RECHECK = "recheck", _("re-check notice")


class Ladder(Named, Record):
    """A ladder of sanctions (处置程序): an ordered set of steps; changing the law means editing its rows.

    ``rest_months`` is how long a product that a superior authority passed is not sampled again.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    field = models.CharField(
        _("field"),
        max_length=8,
        choices=Field.choices,
        blank=True,
        help_text=_("Empty: for every kind of goods."),
    )
    is_default = models.BooleanField(_("used for new cases"), default=False)
    rest_months = models.PositiveSmallIntegerField(_("months without a repeated check"), default=6)
    rest_basis = models.CharField(_("legal basis of that period"), max_length=200, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("ladder of sanctions")
        verbose_name_plural = _("ladders of sanctions")
        ordering = ["-is_default", "code"]
        constraints = [
            models.UniqueConstraint(
                name="one_default_ladder_per_field",
                fields=["field"],
                condition=models.Q(is_default=True),
                violation_error_message=_("Another ladder is already used for new cases of this field."),
            ),
            models.CheckConstraint(
                name="ladder_figures_plausible",
                condition=models.Q(field__in=["", *Field.values], rest_months__lte=120),
                violation_error_message=_("The period without a repeated check is at most 120 months."),
            ),
        ]


class StepQuerySet(models.QuerySet["Step"]):
    """Questions about steps."""

    def visible_to(self, user: "User") -> "StepQuerySet":
        """Return the steps the person may read: the law is open to all who see spot checks."""
        return self if user.may(Permission.VIEW_INSPECTIONS) else self.none()

    def with_requirements(self) -> "StepQuerySet":
        """Bring the former steps and what the days are counted from along."""
        return self.select_related("counted_from").prefetch_related("requirements__after")


class Step(Named, Record):
    """A step (步骤) of a ladder: legal basis, who may take it, when, after what, and what it needs.

    ``earliest`` and ``latest`` are days counted from ``start``; ``fields`` and ``levels`` limit the step
    to kinds of goods and levels of check. A party's right ``lapses`` after its last day; another step is
    then only late. A mandatory step beside the main line keeps the case open until it was taken.
    """

    ladder = models.ForeignKey(
        Ladder, on_delete=models.PROTECT, related_name="steps", verbose_name=_("ladder of sanctions")
    )
    code = models.SlugField(_("code"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    track = models.CharField(
        _("line of proceedings"), max_length=12, choices=Track.choices, default=Track.MAIN
    )
    stage = models.CharField(
        _("state afterwards"),
        max_length=12,
        choices=[(stage.value, stage.label) for stage in STAGES_OF_STEPS],
        blank=True,
    )
    basis = models.CharField(_("legal basis"), max_length=300)
    authority = models.CharField(_("authority"), max_length=12, choices=Authority.choices)
    start = models.CharField(
        _("days counted from"), max_length=12, choices=Start.choices, default=Start.OPENING
    )
    counted_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("counted from the step"),
    )
    earliest = models.PositiveSmallIntegerField(_("first day"), null=True, blank=True)
    latest = models.PositiveSmallIntegerField(_("last day"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=12, choices=DayUnit.choices, default=DayUnit.CALENDAR)
    follows_deadline = models.BooleanField(
        _("by the deadline set in the former step's document"), default=False
    )
    lapses = models.BooleanField(_("a right that lapses"), default=False)
    is_mandatory = models.BooleanField(_("must be taken before closing"), default=False)
    outcomes = models.CharField(
        _("possible outcomes"), max_length=12, choices=OutcomeSet.choices, default=OutcomeSet.PLAIN
    )
    hearing_days = models.PositiveSmallIntegerField(
        _("working days to ask for a hearing"),
        null=True,
        blank=True,
        help_text=_("Empty: the step carries no right to a hearing."),
    )
    closes = models.BooleanField(_("closes the case"), default=False)
    is_yellow_card = models.BooleanField(_("is the yellow card"), default=False)
    fields = models.CharField(
        _("only for fields"), max_length=60, blank=True, help_text=_("Codes separated by blanks.")
    )
    levels = models.CharField(
        _("only for levels of check"), max_length=60, blank=True, help_text=_("Codes separated by blanks.")
    )
    needs_number = models.BooleanField(_("needs a document number"), default=False)
    needs_officer = models.BooleanField(_("needs an officer"), default=False)
    needs_evidence = models.BooleanField(_("needs evidence"), default=False)
    paper = models.CharField(_("printed notice"), max_length=12, choices=Paper.choices, blank=True)
    caution = models.CharField(_("caution to confirm"), max_length=300, blank=True)
    caution_en = models.CharField(_("caution in English"), max_length=300, blank=True)
    is_active = models.BooleanField(_("in force"), default=True)

    history = tracked()
    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a ladder")
        verbose_name_plural = _("steps of ladders")
        ordering = ["ladder", "order", "code"]
        constraints = [
            models.UniqueConstraint(
                name="step_once_per_ladder",
                fields=["ladder", "code"],
                violation_error_message=_("The ladder already has a step of this code."),
            ),
            models.CheckConstraint(
                name="step_days_plausible",
                condition=(models.Q(earliest=None) | models.Q(earliest__lte=LONGEST))
                & (models.Q(latest=None) | models.Q(latest__lte=LONGEST))
                & (
                    models.Q(earliest=None)
                    | models.Q(latest=None)
                    | models.Q(latest__gte=models.F("earliest"))
                ),
                violation_error_message=_(
                    "The last day lies before the first, or more than ten years ahead."
                ),
            ),
            models.CheckConstraint(
                name="step_counted_from_given",
                condition=models.Q(start=Start.STEP, counted_from__isnull=False)
                | (~models.Q(start=Start.STEP) & models.Q(counted_from__isnull=True)),
                violation_error_message=_("Name the step the days are counted from, or none."),
            ),
            models.CheckConstraint(
                name="step_words_known",
                condition=models.Q(
                    track__in=Track.values,
                    stage__in=["", *Stage.values],
                    authority__in=Authority.values,
                    unit__in=DayUnit.values,
                    outcomes__in=OutcomeSet.values,
                ),
            ),
            models.CheckConstraint(
                name="step_of_main_line_has_state",
                condition=~models.Q(track=Track.MAIN) | ~models.Q(stage=""),
                violation_error_message=_("A step of the main line needs the state it leads to."),
            ),
        ]

    def clean(self) -> None:
        """Refuse words that are not known, and counting from a step of another ladder."""
        for name, known in (("fields", Field.values), ("levels", CampaignLevel.values)):
            if set(getattr(self, name).split()) - set(known):
                raise ValidationError({name: _("Possible are: %(codes)s.") % {"codes": " ".join(known)}})
        if self.counted_from and self.counted_from.ladder_id != self.ladder_id:
            raise ValidationError({"counted_from": _("The step belongs to another ladder.")})

    @property
    def caution_text(self) -> str:
        """The caution in the reader's language."""
        in_english = self.caution_en and (get_language() or "").startswith("en")
        return self.caution_en if in_english else self.caution


class Requirement(Record):
    """A former step with the outcome it must have had; of several, one is enough."""

    step = models.ForeignKey(
        Step, on_delete=models.PROTECT, related_name="requirements", verbose_name=_("step of a ladder")
    )
    after = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+", verbose_name=_("former step"))
    outcome = models.CharField(
        _("with the outcome"), max_length=16, choices=Outcome.choices, blank=True, help_text=_("Empty: any.")
    )
    is_active = models.BooleanField(_("in force"), default=True)

    history = tracked()

    class Meta:
        verbose_name = _("required former step")
        verbose_name_plural = _("required former steps")
        ordering = ["step", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="requirement_once_per_step",
                fields=["step", "after", "outcome"],
                violation_error_message=_("The step already requires this."),
            ),
            models.CheckConstraint(
                name="requirement_outcome_known",
                condition=models.Q(outcome__in=["", *Outcome.values]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.after} {self.get_outcome_display()}".strip()

    def clean(self) -> None:
        """Refuse a former step of another ladder."""
        if self.after.ladder_id != self.step.ladder_id:
            raise ValidationError({"after": _("The step belongs to another ladder.")})


class CampaignRule(Record):
    """What a campaign's failed samples lead to, where it is not what holds for its field."""

    campaign = models.OneToOneField(
        Campaign, on_delete=models.PROTECT, related_name="case_rule", verbose_name=_("campaign")
    )
    opens_cases = models.BooleanField(_("failed samples open cases"), default=True)
    ladder = models.ForeignKey(
        Ladder,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ladder of sanctions"),
        help_text=_("Empty: the one used for the campaign's field."),
    )

    history = tracked()

    class Meta:
        verbose_name = _("rule of a campaign")
        verbose_name_plural = _("rules of campaigns")
        ordering = ["campaign"]

    def __str__(self) -> str:
        return str(self.campaign)
