"""Which targets a task of the year's list serves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.history import tracked
from departments.models import Task
from departments.records import Record
from targets.models.target import Target


class TaskLink(Record):
    """A task serves a target (任务支撑目标); the tasks know nothing of the targets above them."""

    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, related_name="task_links", verbose_name=_("target")
    )
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, related_name="target_links", verbose_name=_("task")
    )

    history = tracked()

    class Meta:
        verbose_name = _("task that serves a target")
        verbose_name_plural = _("tasks that serve targets")
        ordering = ["target", "task"]
        constraints = [
            models.UniqueConstraint(
                name="task_serves_target_once",
                fields=["target", "task"],
                violation_error_message=_("This task already serves the target."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task.code} → {self.target.code}"
