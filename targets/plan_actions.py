"""Changes of the plan itself: its years, its targets, and the adoption of proposed goals."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from departments.models import Department, User
from departments.records import change_record, create_record
from targets.actions import hold_year
from targets.closing import CHINESE
from targets.models import Goal, Plan, PlanYear, Target
from targets.proposals import Proposal

RESERVED = frozenset({"plans", "new", "what-if", "contributions", "tasks", "export"})
"""Words that stand in addresses where the code of a plan or a target would."""


@transaction.atomic
def save_plan(
    *, plan: Plan | None, by: User, version: int | None, milestones: list[int], **values: Any
) -> Plan:
    """Store a plan with its years and milestones; ``plan`` is None for a new one.

    A year leaves the plan only while it has no goals and was never closed. Raises ValidationError with the
    fields' messages, EditConflict when the plan was changed since.
    """
    _refuse_reserved(values.get("code"))
    _refuse_undoing_adoption(plan, values)
    saved = (
        create_record(Plan(**values), by=by)
        if plan is None
        else change_record(plan, by=by, version=version or 0, **values)
    )
    wanted = range(saved.start_year, saved.end_year + 1)
    leaving = saved.years.exclude(year__in=wanted)
    used = Goal.objects.filter(target__plan=saved).exclude(year__in=wanted)
    if used.exists() or leaving.filter(closings__isnull=False).exists():
        raise ValidationError({"end_year": _("A year with goals or a closing cannot leave the plan.")})
    leaving.delete()
    for year in wanted:
        PlanYear.objects.update_or_create(
            plan=saved, year=year, defaults={"is_milestone": year in milestones}
        )
    return saved


def _refuse_undoing_adoption(plan: Plan | None, values: dict[str, Any]) -> None:
    """Without the day of adoption a goal could be changed without a reason."""
    if plan is not None and plan.adopted_on and values.get("adopted_on", plan.adopted_on) is None:
        raise ValidationError({"adopted_on": _("The plan was adopted: correct the day, but keep one.")})


def _refuse_reserved(code: str | None) -> None:
    if code in RESERVED:
        raise ValidationError({"code": _("This word cannot be a code; choose another.")})


@transaction.atomic
def save_target(
    *,
    plan: Plan,
    target: Target | None,
    by: User,
    version: int | None,
    cooperating: Iterable[Department],
    **values: Any,
) -> Target:
    """Store a target of a plan; ``target`` is None for a new one.

    Raises ValidationError with the fields' messages, EditConflict when the target was changed since.
    """
    _refuse_reserved(values.get("code"))
    saved = (
        create_record(Target(plan=plan, **values), by=by)
        if target is None
        else change_record(target, by=by, version=version or 0, **values)
    )
    saved._history_user = by  # type: ignore[attr-defined]
    if set(saved.cooperating.all()) != set(cooperating):
        saved.cooperating.set(cooperating)
    return saved


@transaction.atomic
def adopt(*, proposals: Iterable[Proposal], by: User, now: datetime) -> list[Goal]:
    """Make proposed goals goals of the plan; each says from then on that it was adopted from a proposal.

    Raises ValidationError when a year is closed, EditConflict when a goal was changed since.
    """
    return [_adopted(proposal, by=by, now=now) for proposal in proposals]


def _adopted(proposal: Proposal, *, by: User, now: datetime) -> Goal:
    target, terms = proposal.target, proposal.terms
    hold_year(target.plan, proposal.year)
    signed: dict[str, Any] = {"is_proposed": False, "adopted_at": now, "adopted_by": by}
    if proposal.goal is not None:
        return change_record(proposal.goal, by=by, version=proposal.goal.version, **signed)
    with override(CHINESE):
        note = str(proposal.method)
    goal = Goal(
        target=target,
        year=proposal.year,
        operator=terms.operator,
        value=terms.value,
        upper=terms.upper,
        tolerance=terms.tolerance,
        region=terms.region,
        statement=terms.statement,
        note=note,
        **signed,
    )
    return create_record(goal, by=by)
