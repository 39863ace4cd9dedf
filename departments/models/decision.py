"""What joint meetings decide."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from departments.history import tracked
from departments.models.department import Department
from departments.models.meeting import Meeting, MeetingState
from departments.records import Record
from quality_portal.lib.words import each_word, holds

if TYPE_CHECKING:
    from departments.models.user import User


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions about decisions."""

    def in_force(self) -> "DecisionQuerySet":
        """Return the decisions whose minutes are issued."""
        return self.filter(meeting__state=MeetingState.MINUTED)

    def with_state(self) -> "DecisionQuerySet":
        """Bring along the meeting, the responsible units and the task, which tells how far it is."""
        return self.select_related("meeting", "owner", "task").prefetch_related("co_owners")

    @each_word
    def matching(self, words: str) -> "DecisionQuerySet":
        """Return the decisions whose text contains every word."""
        return self.filter(holds(words, "text"))

    def visible_to(self, user: "User") -> "DecisionQuerySet":
        """Return the decisions of meetings the person may see."""
        return self.filter(meeting__in=Meeting.objects.visible_to(user))


class Decision(Record):
    """A decision of a meeting (议定事项) with who answers for it and by when.

    When the minutes are issued it becomes a task; whether it is carried out is the task's matter, so
    that there is one state for one thing. Until the task has ended it comes back on every agenda.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("joint meeting")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    text = models.TextField(_("decision"), max_length=500)
    owner = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="decisions",
        verbose_name=_("responsible unit"),
    )
    co_owners = models.ManyToManyField(
        Department, blank=True, related_name="shared_decisions", verbose_name=_("cooperating units")
    )
    due_on = models.DateField(_("due on"))

    history = tracked(m2m_fields=[co_owners])
    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision of a meeting")
        verbose_name_plural = _("decisions of meetings")
        ordering = ["meeting", "order", "pk"]
        indexes = [models.Index(name="decision_due", fields=["due_on"])]

    def __str__(self) -> str:
        return self.text[:40]
