"""What meetings need to know of decisions, matters and units."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from departments.models import Decision, Meeting, MeetingState, Task
from departments.models.decision import DecisionQuerySet
from departments.models.task import ENDED


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision with how far it is, in words and as a light (good, warn, bad)."""

    decision: Decision
    state: str
    light: str

    @property
    def units(self) -> str:
        """The cooperating units as one text."""
        return "、".join(unit.short_name for unit in self.decision.co_owners.all())


def open_decisions() -> DecisionQuerySet:
    """Return the decisions whose task has not ended; those without a task are open too."""
    return Decision.objects.in_force().exclude(task__state__in=ENDED)


def open_before(meeting: Meeting) -> DecisionQuerySet:
    """Return the open decisions of earlier meetings."""
    return open_decisions().exclude(meeting=meeting).filter(meeting__held_on__lte=meeting.held_on)


def last_decisions(meeting: Meeting) -> DecisionQuerySet:
    """Return what the pack answers for: the decisions of the meeting before, and all older open ones."""
    before = (
        Meeting.objects.filter(state=MeetingState.MINUTED, held_on__lt=meeting.held_on)
        .order_by("-held_on", "-pk")
        .values("pk")[:1]
    )
    rows = Decision.objects.in_force().filter(meeting__in=list(before.values_list("pk", flat=True)))
    return (rows | open_before(meeting)).distinct()


def decision_lines(rows: Iterable[Decision], today: date) -> list[DecisionLine]:
    """Return decisions, read ``with_state``, each with how far it is on a day."""
    return [DecisionLine(decision, *_state_of(decision, today)) for decision in rows]


def _state_of(decision: Decision, today: date) -> tuple[str, str]:
    task: Task | None = getattr(decision, "task", None)
    if task is None:
        return pgettext("decision", "in the draft of the minutes"), "none"
    if task.state in ENDED:
        return task.get_state_display(), "good"
    if task.is_overdue(today):
        words = _("%(state)s, overdue since %(day)s")
        return words % {"state": task.get_state_display(), "day": task.due_on}, "bad"
    return task.get_state_display(), "warn"
