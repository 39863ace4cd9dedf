"""What of the assessment waits for a person: objections, plans of rectification; and what is reminded of."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.actions.objections import may_object
from assessments.models import Correction, Objection, Rectification, RectificationState, Scheme
from departments.access import Permission
from departments.models import Department, User
from departments.reminders import Due
from departments.rules.deadlines import reached
from departments.task_inbox import Line
from departments.task_reminders import liaisons

STEPS: Final = (-7, 0, 7)
"""Days from the day a plan is due on which its unit is told."""


def waiting_lines(user: User, today: date) -> Iterator[Line]:
    """Yield what waits for the person."""
    is_office = user.may(Permission.RUN_ASSESSMENT)
    waiting = Objection.objects.visible_to(user).open().with_names()
    if not is_office:
        waiting = waiting.filter(criterion__scheme__published_at=None).exclude(unit=user.department_id)
    for row in waiting:
        what = _("Answer the objection of %(unit)s") % {"unit": row.unit.short_name}
        yield Line(what, row.criterion.label, reverse("assessments:objection", args=[row.pk]))
    if is_office:
        for plan in Rectification.objects.in_state(RectificationState.HANDED_IN).with_names():
            what = _("Judge the rectification plan of %(unit)s") % {"unit": plan.unit.short_name}
            yield Line(what, plan.because, reverse("assessments:rectification", args=[plan.pk]))
    for plan in Rectification.objects.owing().filter(unit=user.department_id).with_names():
        yield Line(_("Hand in the rectification plan"), said(plan), page(plan))


def rectification_dues(today: date) -> Iterator[Due]:
    """Yield the steps that have come of every plan that is owed."""
    people = liaisons()
    rows = Rectification.objects.owing().filter(plan_due_on__lte=today - timedelta(days=STEPS[0]))
    for row in rows.with_names().order_by("pk"):
        told = tuple(people[row.unit_id])
        for step in reached(row.plan_due_on, STEPS, today):
            yield Due(f"rectification:{row.pk}", row.plan_due_on, str(step), told, said(row), page(row))


def said(row: Rectification) -> str:
    """Say when a plan is due."""
    return _("The rectification plan is due on %(day)s.") % {"day": row.plan_due_on.isoformat()}


def page(row: Rectification) -> str:
    """Return the rectification's page."""
    return reverse("assessments:rectification", args=[row.pk])


def follow_up(scheme: Scheme, unit: Department, user: User, today: date) -> dict[str, Any]:
    """Return what followed a unit's points, and what the person may do about them."""
    return {
        "objections": list(
            Objection.objects.visible_to(user).with_names().filter(criterion__scheme=scheme, unit=unit)
        ),
        "corrections": list(Correction.objects.visible_to(user).filter(scheme=scheme, unit=unit)),
        "may_object": may_object(scheme, unit, user, today),
        "may_correct": scheme.is_published and user.may(Permission.RUN_ASSESSMENT),
    }
