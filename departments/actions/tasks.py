"""Drawing up the year's task list: entering, changing, copying and issuing tasks."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from departments.actions.task_steps import record_event
from departments.audit.actions import gathered
from departments.models import AuditAction, Department, Duty, PartState, Task, TaskPart, TaskState, TaskStep
from departments.records import change_record, create_record
from departments.rules.task_list import in_following_year
from departments.task_imports import TaskDraft
from quality_portal.lib import clock
from quality_portal.lib.latch import latch


@transaction.atomic
def create_task(
    *,
    by: object,
    year: int,
    title: str,
    deliverable: str,
    due_on: date,
    lead: Department,
    cooperating: Iterable[Department] = (),
    **values: Any,
) -> Task:
    """Enter a planned task with the next code of its year, and a part for every department.

    Raises ValidationError with the fields' messages.
    """
    code = values.pop("code", "") or next_code(year)
    task = Task(
        code=code,
        year=year,
        title=title,
        deliverable=deliverable,
        due_on=due_on,
        planned_due_on=due_on,
        lead=lead,
        **values,
    )
    create_record(task, by=by)
    _set_parts(task, lead, cooperating, by=by)
    record_event(task, TaskStep.DRAW_UP, by=by, happened_on=clock.today())
    return task


def next_code(year: int) -> str:
    """Return the next free code of a year's list, such as 2026-017; it is the transaction's until its end."""
    latch(f"tasks of {year}")
    known = Task.objects.filter(code__regex=rf"^{year}-[0-9]{{3,}}$")
    last = known.order_by(Length("code").desc(), "-code").values_list("code", flat=True).first()
    number = int(last.rpartition("-")[2]) + 1 if last else 1
    return f"{year}-{number:03d}"


@transaction.atomic
def change_task(
    task: Task, *, by: object, version: int, cooperating: Iterable[Department], **values: Any
) -> Task:
    """Change what a task asks for; a planned day moves with the list, an issued one only by an extension.

    Raises EditConflict when somebody was faster and ValidationError when a value does not fit.
    """
    due_on = values.get("due_on", task.due_on)
    if task.state == TaskState.PLANNED:
        values["planned_due_on"] = due_on
    elif due_on != task.due_on:
        raise ValidationError({"due_on": _("The task is issued: its day moves only by an extension.")})
    changed = change_record(task, by=by, version=version, **values)
    _set_parts(changed, changed.lead, cooperating, by=by)
    return changed


def _set_parts(task: Task, lead: Department, cooperating: Iterable[Department], *, by: object) -> None:
    """Give each department its part; a department that has begun keeps its part."""
    wanted = {lead.pk: lead} | {unit.pk: unit for unit in cooperating}
    known = {part.department_id: part for part in task.parts.select_related("department")}
    for part in known.values():
        if part.department_id not in wanted and part.state != PartState.WAITING:
            raise ValidationError(
                {
                    "cooperating": _("%(unit)s has already begun its part of the task.")
                    % {"unit": part.department.short_name}
                }
            )
        if part.department_id not in wanted:
            part.delete()
    _move_lead(known, lead, by=by)
    for pk, unit in wanted.items():
        if pk not in known:
            create_record(TaskPart(task=task, department=unit, is_lead=pk == lead.pk), by=by)


def _move_lead(known: dict[int, TaskPart], lead: Department, *, by: object) -> None:
    """Let a part that stays follow the lead: first nobody leads any more, then the new one does."""
    kept = [part for part in known.values() if part.pk]
    wrong = [part for part in kept if part.is_lead != (part.department_id == lead.pk)]
    for part in sorted(wrong, key=lambda part: not part.is_lead):
        change_record(part, by=by, version=part.version, is_lead=not part.is_lead)


@transaction.atomic
def draw_up(duties: Iterable[Duty], *, year: int, due_on: date, office: Department, by: object) -> list[Task]:
    """Make a planned task of each duty; a duty that has one in the year is passed over.

    The office's department leads what every township has to do, with all townships cooperating.
    """
    taken = set(Task.objects.for_year(year).exclude(duty=None).values_list("duty", flat=True))
    townships = list(Department.objects.townships().active())
    made = []
    for duty in duties:
        if duty.pk not in taken:
            lead = duty.lead or office
            partners = [*duty.cooperating.all(), *(townships if duty.all_townships else [])]
            made.append(_from_duty(duty, lead, partners, year=year, due_on=due_on, by=by))
    return made


def _from_duty(
    duty: Duty, lead: Department, partners: list[Department], *, year: int, due_on: date, by: object
) -> Task:
    return create_task(
        by=by,
        year=year,
        title=duty.text[:200],
        deliverable=_("Report on the year's work, with its records"),
        due_on=due_on,
        lead=lead,
        cooperating=partners,
        duty=duty,
    )


@transaction.atomic
def copy_year(*, source: int, year: int, by: object) -> list[Task]:
    """Copy a year's tasks into another year's list as planned tasks; titles already there are passed over.

    Due days keep their day of the month; cancelled tasks are left behind.
    """
    there = set(Task.objects.for_year(year).values_list("title", "lead"))
    rows = Task.objects.for_year(source).exclude(state=TaskState.CANCELLED).with_units()
    return [
        create_task(
            by=by,
            year=year,
            title=row.title,
            deliverable=row.deliverable,
            measure=row.measure,
            due_on=in_following_year(row.planned_due_on, year - source),
            lead=row.lead,
            cooperating=[part.department for part in row.parts.all() if not part.is_lead],
            duty=row.duty,
        )
        for row in rows.order_by("code")
        if (row.title, row.lead_id) not in there
    ]


@transaction.atomic
def import_tasks(draft: TaskDraft, *, by: object) -> int:
    """Write what a checked file adds and changes, all or nothing; returns how many rows were written."""
    rows = [row for row in draft.rows if not row.is_same]
    with gathered(AuditAction.IMPORTED, by=by, label=str(Task._meta.verbose_name_plural)):
        for row in rows:
            values = {**row.values, "cooperating": row.cooperating}
            if row.task is None:
                create_task(by=by, **values)
            else:
                change_task(row.task, by=by, version=row.task.version, **values)
    return len(rows)
