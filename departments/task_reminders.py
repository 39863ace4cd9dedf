"""Reminders of the year's tasks: two weeks and three days before, on the day, and a week after it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from departments.access import Role
from departments.models import PartState, Task, TaskPart, TaskState, User
from departments.reminders import Due
from departments.rules.deadlines import days_overdue, reached

STEPS: Final = (-14, -3, 0, 7)
"""Days from a task's due day on which its departments are told."""


def task_dues(today: date) -> Iterator[Due]:
    """Yield the steps that have come of every open task whose completion nobody claims."""
    latest = today - timedelta(days=STEPS[0])
    tasks = Task.objects.open().exclude(state=TaskState.CLAIMED).filter(due_on__lte=latest)
    people = liaisons()
    for task in tasks.with_units().order_by("code"):
        told = tuple(person for part in open_parts(task) for person in people[part.department_id])
        for step in reached(task.due_on, STEPS, today):
            yield Due(f"task:{task.code}", task.due_on, str(step), told, sentence(task, today), url(task))


def open_parts(task: Task) -> list[TaskPart]:
    """Return the parts of a task that are not done."""
    return [part for part in task.parts.all() if part.state != PartState.DONE]


def liaisons() -> defaultdict[int, list[User]]:
    """Return the people who report for each department, by its primary key."""
    people: defaultdict[int, list[User]] = defaultdict(list)
    for person in User.objects.filter(role=Role.LIAISON, is_active=True).order_by("pk"):
        people[person.department_id].append(person)
    return people


def sentence(task: Task, today: date) -> str:
    """Say when a task is due, or since when it is overdue."""
    values = {"title": task.title, "day": task.due_on.isoformat()}
    if late := days_overdue(task.due_on, today):
        return _("“%(title)s” was due on %(day)s and is %(late)d days overdue.") % {**values, "late": late}
    return _("“%(title)s” is due on %(day)s.") % values


def url(task: Task) -> str:
    """Return the task's page."""
    return reverse("tasks:detail", args=[task.code])
