"""Supervision lights as data, and the urging notices that go with them."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.access import SEES_EVERYTHING
from departments.history import tracked
from departments.models.department import Department
from departments.models.task import OPEN, Task, TaskState
from departments.records import Record
from departments.rules.lights import Condition, RuleFacts
from quality_portal.lib.naming import Named
from quality_portal.lib.words import each_word, holds

if TYPE_CHECKING:
    from departments.models.user import User


class Colour(models.TextChoices):
    """The colours of supervision lights, the mildest first (蓝、黄、橙、红)."""

    BLUE = "blue", pgettext_lazy("supervision", "blue")
    YELLOW = "yellow", pgettext_lazy("supervision", "yellow")
    ORANGE = "orange", pgettext_lazy("supervision", "orange")
    RED = "red", pgettext_lazy("supervision", "red")


class SupervisionScheme(Named, Record):
    """A scheme of supervision lights (亮灯督办规则), such as blue, yellow, red; one is in force."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    is_active = models.BooleanField(_("in force"), default=False)
    answer_days = models.PositiveSmallIntegerField(_("days to answer a notice"), default=7)
    reds_listed = models.PositiveSmallIntegerField(_("red notices in a year that list a unit"), default=3)

    history = tracked()

    class Meta:
        verbose_name = _("scheme of supervision lights")
        verbose_name_plural = _("schemes of supervision lights")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                name="one_supervision_scheme_in_force",
                fields=["is_active"],
                condition=models.Q(is_active=True),
                violation_error_message=_("Another scheme is in force; put it out of force first."),
            ),
            models.CheckConstraint(
                name="supervision_scheme_days_plausible",
                condition=models.Q(answer_days__gte=1, reds_listed__gte=1),
                violation_error_message=_("Write a number from 1."),
            ),
        ]


class SupervisionRule(Record):
    """When a task shows a colour; of several that hold the gravest is shown."""

    scheme = models.ForeignKey(
        SupervisionScheme, on_delete=models.CASCADE, related_name="rules", verbose_name=_("scheme")
    )
    colour = models.CharField(_("colour"), max_length=8, choices=Colour.choices)
    word = models.CharField(_("word beside the light"), max_length=20)
    word_en = models.CharField(_("English word"), max_length=40, blank=True)
    condition = models.CharField(_("condition"), max_length=16, choices=Condition.choices)
    threshold = models.PositiveSmallIntegerField(_("days or times"))
    order = models.PositiveSmallIntegerField(_("gravity"), help_text=_("The higher, the graver."))

    history = tracked()

    class Meta:
        verbose_name = _("rule of a supervision light")
        verbose_name_plural = _("rules of supervision lights")
        ordering = ["scheme", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="supervision_rule_once",
                fields=["scheme", "colour", "condition"],
                violation_error_message=_("The scheme already has this condition for the colour."),
            ),
            models.CheckConstraint(
                name="supervision_rule_words_known",
                condition=models.Q(colour__in=Colour.values, condition__in=Condition.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.get_condition_display()} {self.threshold}"

    @property
    def facts(self) -> RuleFacts:
        """The rule as the rules compare it."""
        return RuleFacts(self.colour, self.word, self.word_en, Condition(self.condition), self.threshold)

    def holds(self, today: date) -> models.Q:
        """Return which tasks the rule holds for, as a condition of the database."""
        at_work = models.Q(state__in=OPEN - {TaskState.CLAIMED})
        conditions = {
            Condition.DAYS_LEFT: models.Q(due_on__lte=today + timedelta(days=self.threshold)),
            Condition.DAYS_OVERDUE: models.Q(due_on__lte=today - timedelta(days=self.threshold)),
            Condition.TIMES_RETURNED: models.Q(returns__gte=self.threshold),
        }
        return at_work & conditions[Condition(self.condition)]


class UrgingNoticeQuerySet(models.QuerySet["UrgingNotice"]):
    """Questions about urging notices."""

    def unanswered(self) -> "UrgingNoticeQuerySet":
        """Return the notices that wait for the department's answer."""
        return self.filter(answered_on=None, closed_on=None)

    def answered(self) -> "UrgingNoticeQuerySet":
        """Return the notices whose answer waits for the office."""
        return self.filter(answered_on__isnull=False, closed_on=None)

    def expired(self, today: date) -> "UrgingNoticeQuerySet":
        """Return the notices that were not answered by their day and that no graver one followed."""
        return self.unanswered().filter(answer_by__lt=today, escalation=None)

    def with_units(self) -> "UrgingNoticeQuerySet":
        """Bring the department and the task along."""
        return self.select_related("department", "task", "escalated_from")

    @each_word
    def matching(self, words: str) -> "UrgingNoticeQuerySet":
        """Return the notices whose task, unit or demand contains every word."""
        return self.filter(
            holds(words, "task__title", "task__code", "department__name", "department__short_name", "demand")
        )

    def visible_to(self, user: "User") -> "UrgingNoticeQuerySet":
        """Return the notices the person may see: a liaison those issued to the own unit."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        return self.filter(department=user.department_id)


class UrgingNotice(Record):
    """An urging notice (督办单): numbered in its year, answered by the department, closed by the office.

    Where it stands follows from its days. A notice not answered by its day is followed by a graver one.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial number in the year"))
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="notices", verbose_name=_("task"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="notices", verbose_name=_("department")
    )
    colour = models.CharField(_("colour"), max_length=8, choices=Colour.choices)
    demand = models.TextField(_("what is demanded"), max_length=1000)
    issued_on = models.DateField(pgettext_lazy("notice", "issued on"))
    answer_by = models.DateField(_("answer by"))
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    closed_on = models.DateField(pgettext_lazy("notice", "closed on"), null=True, blank=True)
    closing_remark = models.CharField(_("closing remark"), max_length=300, blank=True)
    escalated_from = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="escalation",
        verbose_name=_("follows the notice"),
    )

    history = tracked()
    objects = UrgingNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("urging notice")
        verbose_name_plural = _("urging notices")
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(
                name="notice_number_once",
                fields=["year", "serial"],
                violation_error_message=_("This number is already taken."),
            ),
            models.CheckConstraint(name="notice_colour_known", condition=models.Q(colour__in=Colour.values)),
            models.CheckConstraint(
                name="notice_answer_complete",
                condition=models.Q(answered_on=None, answer="")
                | (models.Q(answered_on__isnull=False) & ~models.Q(answer="")),
                violation_error_message=_("The answer needs its day and its words."),
            ),
            models.CheckConstraint(
                name="notice_answer_after_issue",
                condition=models.Q(answer_by__gte=models.F("issued_on")),
                violation_error_message=_("The day of the answer lies before the notice."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number within the year, such as 2026-003."""
        return f"{self.year}-{self.serial:03d}"

    def is_expired(self, today: date) -> bool:
        """Tell whether the answer is still out after its day."""
        return self.answered_on is None and self.closed_on is None and self.answer_by < today
