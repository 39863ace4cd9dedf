"""What must always hold of tasks and meetings."""

from collections.abc import Iterator

from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from departments.integrity import Check, Flaw, flaw, gaps
from departments.models import Meeting, Task, TaskEvent, TaskState, TaskStep, UrgingNotice

_TURNS = {
    TaskStep.ISSUE: {TaskState.ISSUED, TaskState.SIGNED, TaskState.IN_PROGRESS},
    TaskStep.CLAIM: {TaskState.CLAIMED},
    TaskStep.CLOSE: {TaskState.CLOSED},
    TaskStep.RETURN: {TaskState.RETURNED, TaskState.IN_PROGRESS},
    TaskStep.REOPEN: {TaskState.IN_PROGRESS},
    TaskStep.CANCEL: {TaskState.CANCELLED},
}
"""Where a task may stand after the last of the steps that turn its course; before them it is planned."""


def task_states() -> Iterator[Flaw]:
    """Yield the tasks that stand elsewhere than their steps have led them."""
    turns = TaskEvent.objects.filter(task=OuterRef("pk"), step__in=list(_TURNS)).order_by("-pk")
    for task in Task.objects.annotate(turn=Subquery(turns.values("step")[:1])).order_by("pk").iterator():
        possible = _TURNS[TaskStep(task.turn)] if task.turn else {TaskState.PLANNED}
        if task.state not in possible:
            yield flaw(task, f"stands at “{task.state}” after the step “{task.turn or ''}”")


def task_leads() -> Iterator[Flaw]:
    """Yield the tasks whose lead has no leading part."""
    led = Count("parts", filter=Q(parts__is_lead=True, parts__department=F("lead")))
    for task in Task.objects.annotate(led=led).exclude(led=1).order_by("pk").iterator():
        yield flaw(task, "its lead department has no leading part")


def minutes_numbers() -> Iterator[Flaw]:
    """Yield the years whose minutes are not numbered without a gap."""
    years = Meeting.objects.exclude(minutes_number=None).order_by().values("minutes_year")
    counted = years.annotate(count=Count("pk"), last=Max("minutes_number"))
    return gaps(counted.values_list("minutes_year", "count", "last"), "minutes of")


def notice_numbers() -> Iterator[Flaw]:
    """Yield the years whose urging notices are not numbered without a gap."""
    counted = UrgingNotice.objects.order_by().values("year").annotate(count=Count("pk"), last=Max("serial"))
    return gaps(counted.values_list("year", "count", "last"), "urging notices of")


CHECKS = (
    Check("departments.task-states", "a task stands where its steps have led it", task_states),
    Check("departments.task-leads", "the lead department of a task has its leading part", task_leads),
    Check("departments.minutes-numbers", "the minutes of a year are numbered without a gap", minutes_numbers),
    Check("departments.notice-numbers", "the notices of a year are numbered without a gap", notice_numbers),
)
