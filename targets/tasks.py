"""The tasks of the year's list that serve a target."""

from departments.models import Task, User
from departments.models.task import TaskQuerySet
from targets.models import Target


def attached_tasks(target: Target, user: User) -> TaskQuerySet:
    """Return the tasks attached to a target that the person may see, those of the latest year first."""
    tasks = Task.objects.visible_to(user).filter(target_links__target=target)
    return tasks.select_related("lead").order_by("-year", "due_on", "code")
