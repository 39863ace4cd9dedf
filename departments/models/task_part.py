"""What each department has to do with a task, and everything that happened to a task."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.history import tracked
from departments.models.department import Department
from departments.models.task import Task, TaskStep
from departments.records import Record

if TYPE_CHECKING:
    from departments.models.user import User


class PartState(models.TextChoices):
    """How far a department is with its part of a task."""

    WAITING = "waiting", pgettext_lazy("task part", "not yet signed for")
    SIGNED = "signed", pgettext_lazy("task part", "signed for")
    IN_PROGRESS = "in_progress", pgettext_lazy("task part", "in progress")
    DONE = "done", pgettext_lazy("task part", "done")


class TaskPart(Record):
    """The part of the lead or of a cooperating department in a task, with its own last report."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parts", verbose_name=_("task"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="task_parts", verbose_name=_("department")
    )
    is_lead = models.BooleanField(_("lead"), default=False)
    state = models.CharField(
        _("state"), max_length=12, choices=PartState.choices, default=PartState.WAITING, editable=False
    )
    progress = models.TextField(_("progress"), max_length=2000, blank=True)
    signed_on = models.DateField(_("signed for on"), null=True, blank=True, editable=False)
    completed_on = models.DateField(_("completed on"), null=True, blank=True, editable=False)
    reported_at = models.DateTimeField(_("last reported at"), null=True, blank=True, editable=False)
    reported_by = models.CharField(_("last reported by"), max_length=200, blank=True, editable=False)

    history = tracked()

    class Meta:
        verbose_name = _("part of a task")
        verbose_name_plural = _("parts of tasks")
        ordering = ["task", "-is_lead", "department__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_part_per_department",
                fields=["task", "department"],
                violation_error_message=_("The department already has a part in this task."),
            ),
            models.UniqueConstraint(
                name="one_lead_per_task",
                fields=["task"],
                condition=models.Q(is_lead=True),
                violation_error_message=_("A task has one lead department."),
            ),
            models.CheckConstraint(
                name="task_part_state_known", condition=models.Q(state__in=PartState.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task.code} {self.department.short_name}"


class TaskEventQuerySet(models.QuerySet["TaskEvent"]):
    """Questions about what happened to tasks."""

    def visible_to(self, user: "User") -> "TaskEventQuerySet":
        """Return what happened to the tasks the person may see."""
        return self.filter(task__in=Task.objects.visible_to(user).values("pk"))


class TaskEvent(models.Model):
    """A step taken in a task (任务流转记录): written once and never changed.

    ``happened_on`` is the day it took place, ``recorded_at`` when it was entered. Where the office acts
    for a department, ``department`` names the department and ``recorded_by`` the person.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="events", verbose_name=_("task"))
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    step = models.CharField(_("step"), max_length=20, choices=TaskStep.choices)
    happened_on = models.DateField(_("happened on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.CharField(_("recorded by"), max_length=200)
    remark = models.TextField(_("remark"), max_length=2000, blank=True)
    due_before = models.DateField(_("due day before"), null=True, blank=True)
    due_after = models.DateField(_("due day after"), null=True, blank=True)
    evidence = models.FileField(_("evidence"), upload_to="tasks/", max_length=200, blank=True, editable=False)
    evidence_name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    evidence_sha256 = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)

    objects = TaskEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a task")
        verbose_name_plural = _("steps of tasks")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="task_event_step_known", condition=models.Q(step__in=TaskStep.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task.code} {self.get_step_display()} {self.happened_on}"
