"""The year's tasks, the part each department has in them, and everything that happened to them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.access import SEES_EVERYTHING, Permission
from departments.history import tracked
from departments.models.decision import Decision
from departments.models.department import Department
from departments.models.duty import Duty
from departments.records import Record
from quality_portal.lib.words import each_word

if TYPE_CHECKING:
    from departments.models.user import User


class TaskState(models.TextChoices):
    """Where a task stands (拟定、已下达、已签收、推进中、申请办结、退回、办结、撤销)."""

    PLANNED = "planned", pgettext_lazy("task", "planned")
    ISSUED = "issued", pgettext_lazy("task", "issued")
    SIGNED = "signed", pgettext_lazy("task", "signed for")
    IN_PROGRESS = "in_progress", pgettext_lazy("task", "in progress")
    CLAIMED = "claimed", pgettext_lazy("task", "completion claimed")
    RETURNED = "returned", pgettext_lazy("task", "returned")
    CLOSED = "closed", pgettext_lazy("task", "closed")
    CANCELLED = "cancelled", pgettext_lazy("task", "cancelled")


IN_HAND = frozenset({TaskState.SIGNED, TaskState.IN_PROGRESS, TaskState.RETURNED})
"""The department is at work."""
OPEN = frozenset({TaskState.ISSUED, TaskState.CLAIMED}) | IN_HAND
"""Issued and not ended: these can be overdue."""
ENDED = frozenset({TaskState.CLOSED, TaskState.CANCELLED})


class TaskStep(models.TextChoices):
    """Something that happens to a task."""

    DRAW_UP = "draw_up", pgettext_lazy("task step", "drawn up")
    ISSUE = "issue", pgettext_lazy("task step", "issued")
    SIGN = "sign", pgettext_lazy("task step", "signed for")
    REPORT = "report", pgettext_lazy("task step", "progress reported")
    CLAIM = "claim", pgettext_lazy("task step", "completion claimed")
    CLOSE = "close", pgettext_lazy("task step", "checked and closed")
    RETURN = "return", pgettext_lazy("task step", "returned with a remark")
    ASK_EXTENSION = "ask_extension", pgettext_lazy("task step", "extension asked for")
    GRANT_EXTENSION = "grant_extension", pgettext_lazy("task step", "extension granted")
    REFUSE_EXTENSION = "refuse_extension", pgettext_lazy("task step", "extension refused")
    REOPEN = "reopen", pgettext_lazy("task step", "reopened")
    CANCEL = "cancel", pgettext_lazy("task step", "cancelled")


@dataclass(frozen=True, slots=True)
class Transition:
    """When a step may be taken, by whom, where it leads and what it needs.

    ``to`` is None where the task stays where it is. ``lead_only`` marks steps that only the lead
    department takes; cooperating departments sign for and report their own part.
    """

    starts: frozenset[TaskState]
    to: TaskState | None
    permission: Permission
    needs: tuple[str, ...] = ()
    lead_only: bool = False


_WORK = Permission.REPORT_TASKS
_OFFICE = Permission.EDIT_TASKS

TRANSITIONS: dict[TaskStep, Transition] = {
    TaskStep.ISSUE: Transition(frozenset({TaskState.PLANNED}), TaskState.ISSUED, _OFFICE),
    TaskStep.SIGN: Transition(frozenset({TaskState.ISSUED}), TaskState.SIGNED, _WORK),
    TaskStep.REPORT: Transition(IN_HAND, TaskState.IN_PROGRESS, _WORK, ("remark",)),
    TaskStep.CLAIM: Transition(
        IN_HAND, TaskState.CLAIMED, _WORK, ("remark", "happened_on", "evidence"), lead_only=True
    ),
    TaskStep.CLOSE: Transition(frozenset({TaskState.CLAIMED}), TaskState.CLOSED, _OFFICE, ("happened_on",)),
    TaskStep.RETURN: Transition(frozenset({TaskState.CLAIMED}), TaskState.RETURNED, _OFFICE, ("remark",)),
    TaskStep.ASK_EXTENSION: Transition(IN_HAND, None, _WORK, ("new_due_on", "remark"), lead_only=True),
    TaskStep.GRANT_EXTENSION: Transition(OPEN, None, _OFFICE, ("new_due_on", "remark")),
    TaskStep.REFUSE_EXTENSION: Transition(OPEN, None, _OFFICE, ("remark",)),
    TaskStep.REOPEN: Transition(frozenset({TaskState.CLOSED}), TaskState.IN_PROGRESS, _OFFICE, ("remark",)),
    TaskStep.CANCEL: Transition(
        OPEN - {TaskState.CLAIMED} | {TaskState.PLANNED}, TaskState.CANCELLED, _OFFICE, ("remark",)
    ),
}
"""Who may do what to a task, and when (任务流转表)."""


class TaskQuerySet(models.QuerySet["Task"]):
    """Questions about tasks."""

    def for_year(self, year: int) -> "TaskQuerySet":
        """Return the tasks of a year's list."""
        return self.filter(year=year)

    def open(self) -> "TaskQuerySet":
        """Return the tasks issued and not ended."""
        return self.filter(state__in=OPEN)

    def overdue(self, today: date) -> "TaskQuerySet":
        """Return the open tasks whose day has passed and whose completion nobody claims."""
        return self.open().exclude(state=TaskState.CLAIMED).filter(due_on__lt=today)

    def due_within(self, today: date, days: int) -> "TaskQuerySet":
        """Return the open tasks that fall due today or within so many days."""
        rows = self.open().exclude(state=TaskState.CLAIMED)
        return rows.filter(due_on__range=(today, today + timedelta(days=days)))

    def of(self, department: Department) -> "TaskQuerySet":
        """Return the tasks a unit leads or cooperates in."""
        return self.filter(models.Exists(department.task_parts.filter(task=models.OuterRef("pk"))))

    def with_units(self) -> "TaskQuerySet":
        """Bring the lead, the duty and every part with its department along."""
        return self.select_related("lead", "duty").prefetch_related("parts__department")

    @each_word
    def matching(self, words: str) -> "TaskQuerySet":
        """Return the tasks whose code, title or deliverable contains every word."""
        return self.filter(
            models.Q(code__icontains=words)
            | models.Q(title__icontains=words)
            | models.Q(deliverable__icontains=words)
        )

    def visible_to(self, user: "User") -> "TaskQuerySet":
        """Return the tasks the person may see: a liaison those issued to the own unit."""
        if user.role in SEES_EVERYTHING or user.is_superuser:
            return self
        if user.department is None:
            return self.none()
        return self.of(user.department).exclude(state=TaskState.PLANNED)


class Task(Record):
    """A task of the year's list (年度重点任务) with what is to come of it and by when.

    ``due_on`` is the day that counts now, ``planned_due_on`` the day the list first gave. The days on
    which things happened are kept as they were. Whether it is overdue follows from the days alone.
    """

    code = models.CharField(_("task code"), max_length=20, unique=True)
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("task"), max_length=200)
    deliverable = models.CharField(_("deliverable"), max_length=300)
    measure = models.CharField(_("how it is measured"), max_length=300, blank=True)
    planned_due_on = models.DateField(_("due on by the list"))
    due_on = models.DateField(_("due on"))
    lead = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="led_tasks", verbose_name=_("lead department")
    )
    duty = models.ForeignKey(
        Duty,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("standing duty"),
    )
    decision = models.OneToOneField(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="task",
        verbose_name=_("decision of a meeting"),
        editable=False,
    )
    state = models.CharField(
        _("state"), max_length=12, choices=TaskState.choices, default=TaskState.PLANNED, editable=False
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True, editable=False)
    completed_on = models.DateField(_("completed on"), null=True, blank=True, editable=False)
    closed_on = models.DateField(pgettext_lazy("task", "closed on"), null=True, blank=True, editable=False)
    extension_to = models.DateField(_("extension asked for until"), null=True, blank=True, editable=False)
    returns = models.PositiveSmallIntegerField(_("times returned"), default=0, editable=False)

    history = tracked()
    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["-year", "code"]
        indexes = [
            models.Index(name="task_year_state", fields=["year", "state"]),
            models.Index(name="task_due", fields=["due_on"]),
        ]
        constraints = [
            models.CheckConstraint(name="task_state_known", condition=models.Q(state__in=TaskState.values)),
            models.CheckConstraint(
                name="task_year_plausible",
                condition=models.Q(year__gte=2000, year__lte=2100),
                violation_error_message=_("The year lies between 2000 and 2100."),
            ),
            models.CheckConstraint(
                name="task_closed_with_days",
                condition=~models.Q(state=TaskState.CLOSED)
                | models.Q(closed_on__isnull=False, completed_on__isnull=False),
                violation_error_message=_("A closed task needs the days of completion and closing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def is_overdue(self, today: date) -> bool:
        """Tell whether the day has passed while the work is neither claimed complete nor ended."""
        return self.state in OPEN - {TaskState.CLAIMED} and self.due_on < today

    @property
    def was_late(self) -> bool:
        """Whether it was completed after the day that counted."""
        return self.completed_on is not None and self.completed_on > self.due_on
