"""Rectification: owed from publication, planned by the unit, followed as a task."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments import grading, rules
from assessments.models import Rectification, Scheme, UnitResult
from departments.actions.task_steps import issue_tasks
from departments.actions.tasks import create_task
from departments.models import User
from departments.records import change_record, create_record
from quality_portal.lib import clock


def owe_rectifications(scheme: Scheme, rows: list[UnitResult], *, by: User, today: date) -> None:
    """Let the units of the lowest grade and of the last ranks owe a plan from this day's publication on."""
    worst = rules.lowest(grading.bands_of(scheme))
    last = rules.last_ranks([row.rank for row in rows], scheme.rectify_bottom)
    due_on = today + timedelta(days=scheme.rectify_days)
    for row in rows:
        because = _because(row, worst, last)
        if because:
            owed = Rectification(scheme=scheme, unit=row.unit, because=because, plan_due_on=due_on)
            create_record(owed, by=by)


def _because(row: UnitResult, worst: str, last: frozenset[int]) -> str:
    """Say in the portal's first language why a unit owes a plan; empty where it owes none."""
    with override("zh-hans"):
        if row.grade in ("", worst):
            return _("Grade %(grade)s in the assessment") % {"grade": row.grade}
        if row.rank in last:
            return _("Rank %(rank)d, among the last of the ranking") % {"rank": row.rank}
    return ""


def write_plan(
    rectification: Rectification,
    *,
    by: User,
    version: int,
    plan: str,
    hand_in: bool,
    now: datetime | None = None,
) -> Rectification:
    """Keep a unit's plan, or hand it in; a plan handed in waits for the office and no longer changes."""
    if rectification.handed_in_at is not None:
        raise ValidationError(_("The plan is handed in already."))
    values = {"handed_in_at": now or clock.now(), "handed_in_by": by} if hand_in else {}
    return change_record(rectification, by=by, version=version, plan=plan, **values)


def return_plan(rectification: Rectification, *, by: User, version: int, remark: str) -> Rectification:
    """Return a plan that was handed in, saying what is to be changed."""
    _to_judge(rectification)
    values = {"remark": remark, "handed_in_at": None, "handed_in_by": None}
    return change_record(rectification, by=by, version=version, **values)


@transaction.atomic
def accept_plan(
    rectification: Rectification,
    *,
    by: User,
    version: int,
    title: str,
    deliverable: str,
    due_on: date,
    today: date,
) -> Rectification:
    """Accept a plan: a task is made of it and issued to the unit, all or nothing."""
    _to_judge(rectification)
    if due_on <= today:
        raise ValidationError({"due_on": _("The day must lie in the future.")})
    task = create_task(
        by=by,
        year=today.year,
        title=title,
        deliverable=deliverable,
        due_on=due_on,
        lead=rectification.unit,
    )
    issue_tasks([task], by=by, issued_on=today)
    return change_record(rectification, by=by, version=version, task=task)


def _to_judge(rectification: Rectification) -> None:
    if rectification.handed_in_at is None or rectification.task_id is not None:
        raise ValidationError(_("There is no plan to judge."))
