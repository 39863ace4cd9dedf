"""What units of the lowest grade or last ranks owe: a plan, then a task followed to its closing."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.ruling import OwnUnitQuerySet
from assessments.models.scheme import Scheme
from departments.history import tracked
from departments.models import Department, Task, TaskState
from departments.models.task import OPEN
from departments.records import Record


class RectificationState(models.TextChoices):
    """Where a rectification stands (待报方案、退回修改、待审核、整改中、已销号、任务撤销)."""

    OWED = "owed", pgettext_lazy("rectification", "plan owed")
    RETURNED = "returned", pgettext_lazy("rectification", "plan returned")
    HANDED_IN = "handed_in", pgettext_lazy("rectification", "plan to be judged")
    IN_HAND = "in_hand", pgettext_lazy("rectification", "being rectified")
    CLOSED = "closed", pgettext_lazy("rectification", "struck off")
    CANCELLED = "cancelled", pgettext_lazy("rectification", "task cancelled")


CLOSING = {
    TaskState.CLOSED: RectificationState.CLOSED,
    TaskState.CANCELLED: RectificationState.CANCELLED,
}
"""What the end of its task makes of a rectification."""

CONDITIONS: dict[str, models.Q] = {
    RectificationState.OWED: models.Q(task=None, handed_in_at=None, remark=""),
    RectificationState.RETURNED: models.Q(task=None, handed_in_at=None) & ~models.Q(remark=""),
    RectificationState.HANDED_IN: models.Q(task=None, handed_in_at__isnull=False),
    RectificationState.IN_HAND: models.Q(task__isnull=False) & ~models.Q(task__state__in=list(CLOSING)),
    RectificationState.CLOSED: models.Q(task__state=TaskState.CLOSED),
    RectificationState.CANCELLED: models.Q(task__state=TaskState.CANCELLED),
}
"""The states as conditions on the rows."""


class RectificationQuerySet(OwnUnitQuerySet):
    """Questions about rectification."""

    def in_state(self, state: str) -> "RectificationQuerySet":
        """Return those that stand so."""
        return self.filter(CONDITIONS[state])

    def owing(self) -> "RectificationQuerySet":
        """Return those whose plan is to be written or changed."""
        return self.filter(task=None, handed_in_at=None)

    def overdue(self, today: date) -> "RectificationQuerySet":
        """Return those whose plan or task is overdue."""
        late = models.Q(task__state__in=OPEN - {TaskState.CLAIMED}, task__due_on__lt=today)
        return self.filter(late | models.Q(task=None, handed_in_at=None, plan_due_on__lt=today))

    def with_names(self) -> "RectificationQuerySet":
        """Bring scheme, unit and task along."""
        return self.select_related("scheme", "unit", "task", "handed_in_by")


class Rectification(Record):
    """What a unit of the lowest grade or last ranks owes (整改): a written plan, then a task.

    Its state follows from the days: a plan owed, returned (``remark`` says why) or handed in, then the
    state of the task that was issued from it; with the closed task it is struck off (销号).
    """

    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="rectifications", verbose_name=_("scheme")
    )
    unit = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="rectifications", verbose_name=_("unit")
    )
    because = models.CharField(_("reason"), max_length=300)
    plan_due_on = models.DateField(_("plan due on"))
    remark = models.CharField(_("what is to be changed"), max_length=500, blank=True, editable=False)
    plan = models.TextField(_("rectification plan"), max_length=10_000, blank=True)
    handed_in_at = models.DateTimeField(_("plan handed in at"), null=True, blank=True, editable=False)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("plan handed in by"),
    )
    task = models.OneToOneField(
        Task,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="rectification",
        verbose_name=_("task"),
    )

    history = tracked()
    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("rectification")
        verbose_name_plural = _("rectifications")
        ordering = ["scheme", "unit"]
        constraints = [
            models.UniqueConstraint(name="rectification_once", fields=["scheme", "unit"]),
            models.CheckConstraint(
                name="rectification_handed_in_by_somebody",
                condition=models.Q(handed_in_at=None, handed_in_by=None)
                | models.Q(handed_in_at__isnull=False, handed_in_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.scheme}"

    @property
    def state(self) -> RectificationState:
        """Where the rectification stands."""
        if self.task is not None:
            return CLOSING.get(self.task.state, RectificationState.IN_HAND)
        if self.handed_in_at is not None:
            return RectificationState.HANDED_IN
        return RectificationState.RETURNED if self.remark else RectificationState.OWED

    def is_overdue(self, today: date) -> bool:
        """Tell whether the plan is not handed in though its day has passed, or the task is overdue."""
        if self.task is not None:
            return self.task.is_overdue(today)
        return self.handed_in_at is None and self.plan_due_on < today
