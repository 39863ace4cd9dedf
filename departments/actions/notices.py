"""Urging notices: issuing, answering, closing, and the graver notice after an unanswered one."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from departments.actions.reminders import settle
from departments.models import Department, Task, UrgingNotice
from departments.records import change_record, create_record
from departments.rules.lights import next_colour
from departments.supervision import Lights


@transaction.atomic
def issue_notice(
    task: Task,
    *,
    by: object,
    department: Department,
    colour: str,
    demand: str,
    issued_on: date,
    answer_by: date,
    escalated_from: UrgingNotice | None = None,
) -> UrgingNotice:
    """Issue a notice with the next number of its year to a department that has a part in the task.

    Raises ValidationError with the fields' messages.
    """
    if not task.parts.filter(department=department).exists():
        raise ValidationError({"department": _("This department has no part in the task.")})
    last = UrgingNotice.objects.filter(year=issued_on.year).aggregate(last=Max("serial"))["last"]
    notice = UrgingNotice(
        year=issued_on.year,
        serial=(last or 0) + 1,
        task=task,
        department=department,
        colour=colour,
        demand=demand,
        issued_on=issued_on,
        answer_by=answer_by,
        escalated_from=escalated_from,
    )
    return create_record(notice, by=by)


@transaction.atomic
def answer_notice(
    notice: UrgingNotice, *, by: object, version: int, answered_on: date, answer: str
) -> UrgingNotice:
    """Answer a notice for the department; the day is recorded as it was, late or not."""
    if notice.closed_on:
        raise ValidationError(_("The notice is closed."))
    settle(f"notice:{notice.number}")
    return change_record(notice, by=by, version=version, answered_on=answered_on, answer=answer)


def close_notice(
    notice: UrgingNotice, *, by: object, version: int, closed_on: date, closing_remark: str
) -> UrgingNotice:
    """Close a notice."""
    return change_record(notice, by=by, version=version, closed_on=closed_on, closing_remark=closing_remark)


@transaction.atomic
def escalate_notices(*, by: object, today: date) -> list[UrgingNotice]:
    """Let a graver notice follow each one that was not answered by its day, as far as there are colours.

    Run as often as wanted: a notice is followed once, and a task that has ended is left alone.
    """
    lights = Lights.in_force(today)
    rows = UrgingNotice.objects.expired(today).with_units().select_for_update(of=("self",))
    followed = []
    for notice in rows.order_by("pk"):
        colour = next_colour(notice.colour, lights.ladder)
        if colour is not None and notice.task.closed_on is None:
            followed.append(
                issue_notice(
                    notice.task,
                    by=by,
                    department=notice.department,
                    colour=colour,
                    demand=notice.demand,
                    issued_on=today,
                    answer_by=today + timedelta(days=lights.answer_days),
                    escalated_from=notice,
                )
            )
    return followed
