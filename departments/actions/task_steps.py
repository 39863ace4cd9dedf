"""The steps of a task: issuing, signing for, reporting, claiming, checking, extending, reopening."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from departments.access import Permission
from departments.models import (
    TRANSITIONS,
    Department,
    PartState,
    Task,
    TaskEvent,
    TaskPart,
    TaskState,
    TaskStep,
    User,
)
from departments.models.task import OPEN
from departments.records import EditConflict, change_record
from quality_portal.lib import clock
from quality_portal.lib.uploads import CheckedFile, kept

EVIDENCE_FOLDER = "tasks"

NEEDED = {
    "remark": gettext_lazy("Write what was done or why."),
    "happened_on": gettext_lazy("Enter the day."),
    "new_due_on": gettext_lazy("Enter the new day."),
    "evidence": gettext_lazy("Attach the evidence."),
}
"""What is said where an entry that a step needs is missing."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person enters with a step; ``is_done`` says that a cooperating department's part is done."""

    remark: str = ""
    happened_on: date | None = None
    new_due_on: date | None = None
    evidence: CheckedFile | None = None
    is_done: bool = False


def may_take(task: Task, step: TaskStep, user: User, department: Department | None) -> bool:
    """Tell whether the person may take this step now, for this department where it is the department's.

    The office may act for a department; the event then names both.
    """
    rule = TRANSITIONS[step]
    if not user.may(rule.permission):
        return False
    if step in {TaskStep.GRANT_EXTENSION, TaskStep.REFUSE_EXTENSION}:
        return task.extension_to is not None and task.state in rule.starts
    if step == TaskStep.ASK_EXTENSION and task.extension_to is not None:
        return False
    if rule.permission != Permission.REPORT_TASKS:
        return task.state in rule.starts
    if department is None or not (user.may(Permission.EDIT_TASKS) or user.department == department):
        return False
    part = next((each for each in task.parts.all() if each.department_id == department.pk), None)
    return part is not None and _part_allows(task, part, step)


def _part_allows(task: Task, part: TaskPart, step: TaskStep) -> bool:
    rule = TRANSITIONS[step]
    if part.is_lead:
        return task.state in rule.starts
    if rule.lead_only or task.state not in OPEN:
        return False
    return (part.state == PartState.WAITING) == (step == TaskStep.SIGN)


@transaction.atomic
def issue_tasks(tasks: Iterable[Task], *, by: User, issued_on: date) -> int:
    """Issue planned tasks to their departments; others are passed over. Returns how many were issued."""
    issued = 0
    for task in tasks:
        if task.state == TaskState.PLANNED:
            take_step(task, TaskStep.ISSUE, Entered(happened_on=issued_on), by=by, version=task.version)
            issued += 1
    return issued


def take_step(
    task: Task,
    step: TaskStep,
    entered: Entered,
    *,
    by: User,
    version: int,
    department: Department | None = None,
) -> TaskEvent:
    """Take a step; state, days and the department's part follow from it.

    Days are recorded as they were, even where they do not fit the plan.

    ``version`` is the part's where a cooperating department acts, else the task's. Raises EditConflict
    when somebody was faster and ValidationError with the fields' messages when the step is not possible.
    """
    with kept(entered.evidence, EVIDENCE_FOLDER) as stored, transaction.atomic():
        locked = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
        part = locked.parts.filter(department=department).first() if department else None
        current = locked if part is None or part.is_lead else part
        if current.version != version:
            raise EditConflict(current)
        if problems := missing_for(locked, step, entered, by=by, department=department):
            raise ValidationError(problems)
        _apply(locked, part, step, entered, by=by)
        return record_event(
            locked,
            step,
            by=by,
            happened_on=entered.happened_on or clock.today(),
            department=department,
            remark=entered.remark,
            due_before=task.due_on if entered.new_due_on else None,
            due_after=entered.new_due_on,
            evidence=stored,
            evidence_name=entered.evidence.name if entered.evidence else "",
            evidence_sha256=entered.evidence.sha256 if entered.evidence else "",
        )


def _apply(task: Task, part: TaskPart | None, step: TaskStep, entered: Entered, *, by: User) -> None:
    """Change the task and the part as the step wants it."""
    happened_on = entered.happened_on or clock.today()
    if part is None or part.is_lead:
        values = _task_values(task, step, entered, happened_on)
        change_record(task, by=by, version=task.version, **values)
    if part is not None and (changes := _part_values(part, step, entered, happened_on, by=by)):
        change_record(part, by=by, version=part.version, **changes)
    if step in {TaskStep.RETURN, TaskStep.REOPEN}:
        _resume_lead(task, by=by)


def missing_for(
    task: Task, step: TaskStep, entered: Entered, *, by: User, department: Department | None
) -> dict[str, list[str]]:
    """Say by field why a step cannot be taken as entered; empty when it can."""
    if not may_take(task, step, by, department):
        return {NON_FIELD_ERRORS: [_("This step is not possible as the task stands now.")]}
    problems = {name: [str(NEEDED[name])] for name in TRANSITIONS[step].needs if not getattr(entered, name)}
    if entered.happened_on and entered.happened_on > clock.today():
        problems["happened_on"] = [_("The day lies in the future.")]
    if entered.new_due_on and entered.new_due_on <= task.due_on:
        problems["new_due_on"] = [
            _("The new day must lie after the present one, %(day)s.") % {"day": task.due_on}
        ]
    return problems


def _task_values(task: Task, step: TaskStep, entered: Entered, happened_on: date) -> dict[str, Any]:
    """Return what a step changes in the task."""
    to = TRANSITIONS[step].to
    values: dict[str, Any] = {"state": to} if to else {}
    effects: dict[TaskStep, dict[str, Any]] = {
        TaskStep.ISSUE: {"issued_on": happened_on},
        TaskStep.CLAIM: {"completed_on": happened_on},
        TaskStep.CLOSE: {"closed_on": happened_on, "extension_to": None},
        TaskStep.RETURN: {"completed_on": None, "returns": task.returns + 1},
        TaskStep.ASK_EXTENSION: {"extension_to": entered.new_due_on},
        TaskStep.GRANT_EXTENSION: {"due_on": entered.new_due_on, "extension_to": None},
        TaskStep.REFUSE_EXTENSION: {"extension_to": None},
        TaskStep.REOPEN: {"completed_on": None, "closed_on": None},
        TaskStep.CANCEL: {"extension_to": None},
    }
    return values | effects.get(step, {})


def _part_values(
    part: TaskPart, step: TaskStep, entered: Entered, happened_on: date, *, by: User
) -> dict[str, Any]:
    """Return what a department's step changes in its part."""
    if step == TaskStep.SIGN:
        return {"state": PartState.SIGNED, "signed_on": happened_on}
    if step not in {TaskStep.REPORT, TaskStep.CLAIM}:
        return {}
    done = step == TaskStep.CLAIM or (entered.is_done and not part.is_lead)
    return {
        "state": PartState.DONE if done else PartState.IN_PROGRESS,
        "completed_on": happened_on if done else None,
        "progress": entered.remark,
        "reported_at": clock.now(),
        "reported_by": by.signature,
    }


def _resume_lead(task: Task, *, by: User) -> None:
    """Let the lead's part go on after a return or a reopening."""
    part = task.parts.get(is_lead=True)
    change_record(part, by=by, version=part.version, state=PartState.IN_PROGRESS, completed_on=None)


def record_event(task: Task, step: TaskStep, *, by: object, happened_on: date, **values: Any) -> TaskEvent:
    """Write down that a step was taken."""
    event = TaskEvent(
        task=task,
        step=step,
        happened_on=happened_on,
        recorded_at=clock.now(),
        recorded_by=by.signature if isinstance(by, User) else str(by),
        **values,
    )
    event.full_clean()
    event.save()
    return event
