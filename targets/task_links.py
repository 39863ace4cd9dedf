"""Which targets a task serves."""

from collections.abc import Iterable

from django.db import transaction

from departments.models import Task, User
from departments.records import create_record
from departments.task_sections import Section
from targets.models import Target, TaskLink


def targets_of(task: Task) -> list[Target]:
    """Return the targets a task serves, in the plan's order."""
    rows = Target.objects.filter(task_links__task=task)
    return list(rows.order_by("plan", "order", "code"))


@transaction.atomic
def link_targets(task: Task, *, by: object, targets: Iterable[Target]) -> None:
    """Let a task serve exactly these targets; links that stay keep their history."""
    wanted = {target.pk: target for target in targets}
    links = {link.target_id: link for link in TaskLink.objects.select_for_update().filter(task=task)}
    for pk, link in links.items():
        if pk not in wanted:
            link._history_user = by  # type: ignore[attr-defined]
            link.delete()
    for pk, target in wanted.items():
        if pk not in links:
            create_record(TaskLink(task=task, target=target), by=by)


def _served(task: Task, user: User) -> list[Target]:
    return targets_of(task)


SECTION = Section("targets/_task_targets.html", _served)
"""The targets a task serves, on the task's page."""
