"""A task as its page shows it: lights, parts, what happened, and the steps the person may take now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from departments.access import Permission
from departments.actions.task_steps import may_take
from departments.models import TRANSITIONS, Department, PartState, Task, TaskEvent, TaskPart, TaskStep, User
from departments.models.supervision import UrgingNoticeQuerySet
from departments.rules.deadlines import days_overdue
from departments.rules.lights import RuleFacts
from departments.supervision import Lights
from departments.task_forms import StepForm

VERBS: dict[TaskStep, Promise] = {
    TaskStep.ISSUE: _("Issue"),
    TaskStep.SIGN: _("Sign for the task"),
    TaskStep.REPORT: _("Report progress"),
    TaskStep.CLAIM: _("Claim completion"),
    TaskStep.CLOSE: _("Check and close"),
    TaskStep.RETURN: _("Return with a remark"),
    TaskStep.ASK_EXTENSION: _("Ask for an extension"),
    TaskStep.GRANT_EXTENSION: _("Grant the extension"),
    TaskStep.REFUSE_EXTENSION: _("Refuse the extension"),
    TaskStep.REOPEN: _("Reopen"),
    TaskStep.CANCEL: _("Cancel the task"),
}
"""What a button that takes the step says."""

MAIN = frozenset({TaskStep.ISSUE, TaskStep.SIGN, TaskStep.REPORT, TaskStep.CLOSE})


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in a list: its light and how late it is."""

    task: Task
    light: RuleFacts | None
    days_late: int

    @property
    def partners(self) -> list[TaskPart]:
        """The parts of the cooperating departments."""
        return [part for part in self.task.parts.all() if not part.is_lead]


def lines(tasks: Iterable[Task], lights: Lights) -> list[TaskLine]:
    """Return tasks as lines of a list."""
    return [TaskLine(task, lights.of(task), late(task, lights.today)) for task in tasks]


def late(task: Task, today: date) -> int:
    """Return how many days an open task is overdue; 0 where it is not."""
    return days_overdue(task.due_on, today) if task.is_overdue(today) else 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A step the person may take now, for a department where it is the department's step."""

    step: TaskStep
    department: Department | None
    version: int
    is_lead: bool
    is_for_another: bool

    @property
    def verb(self) -> Promise:
        """What the button says."""
        return VERBS[self.step]

    @property
    def unit(self) -> str:
        """The code of the department whose step it is; empty for the office's own steps."""
        return self.department.code if self.department else ""

    @property
    def is_main(self) -> bool:
        """Whether this is what the task waits for."""
        return self.step in MAIN

    def form(self, task: Task, today: date, *data: Any) -> StepForm:
        """Return the step's form."""
        return StepForm(
            *data, step=self.step, task=task, version=self.version, today=today, is_lead=self.is_lead
        )


class TaskSheet:
    """Everything a task's page shows to one person."""

    def __init__(self, task: Task, user: User, lights: Lights) -> None:
        self.task = task
        self.user = user
        self.lights = lights
        self.today = lights.today
        self.light = lights.of(task)
        self.days_late = late(task, lights.today)
        self.parts = list(task.parts.all())

    @cached_property
    def events(self) -> list[TaskEvent]:
        """What happened, the latest first."""
        return list(self.task.events.select_related("department"))

    @cached_property
    def notices(self) -> UrgingNoticeQuerySet:
        """The urging notices of the task that the person may see."""
        return self.task.notices.with_units().visible_to(self.user)

    @cached_property
    def extension(self) -> TaskEvent | None:
        """The request for an extension that waits for an answer."""
        if self.task.extension_to is None:
            return None
        return next((each for each in self.events if each.step == TaskStep.ASK_EXTENSION), None)

    @property
    def unfinished(self) -> list[TaskPart]:
        """The cooperating departments' parts that are not done."""
        return [part for part in self.parts if not part.is_lead and part.state != PartState.DONE]

    @cached_property
    def offers(self) -> list[Offer]:
        """The steps the person may take now: the own department's first."""
        found = []
        for step in TRANSITIONS:
            if TRANSITIONS[step].permission == Permission.REPORT_TASKS:
                found += [self._offer(step, part) for part in self.parts if self._may(step, part)]
            elif may_take(self.task, step, self.user, None):
                found.append(Offer(step, None, self.task.version, is_lead=True, is_for_another=False))
        return sorted(found, key=lambda offer: (offer.is_for_another, not offer.is_main))

    @property
    def own_offers(self) -> list[Offer]:
        """What the person does in the own name."""
        return [offer for offer in self.offers if not offer.is_for_another]

    @property
    def offers_for_others(self) -> list[Offer]:
        """What the office may do for a department; both names are kept."""
        return [offer for offer in self.offers if offer.is_for_another]

    def offer(self, step: str, unit: str) -> Offer | None:
        """Return the offer that an address names; None where it is not made."""
        named = (each for each in self.offers if each.step == step)
        return next((each for each in named if each.unit == unit), None)

    def _may(self, step: TaskStep, part: TaskPart) -> bool:
        return may_take(self.task, step, self.user, part.department)

    def _offer(self, step: TaskStep, part: TaskPart) -> Offer:
        version = self.task.version if part.is_lead else part.version
        for_another = self.user.department_id != part.department_id
        return Offer(step, part.department, version, is_lead=part.is_lead, is_for_another=for_another)
