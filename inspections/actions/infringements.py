"""Changes to infringement cases."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from departments.records import EditConflict, change_record, create_record
from inspections.models import InfringementCase
from inspections.rules.days import in_future
from inspections.rules.infringements import ALL_REQUIRED, InfringementState, missing_for, refusal


def file_infringement(*, by: object, today: date, **values: Any) -> InfringementCase:
    """File a case; raises ValidationError with the fields' messages."""
    _refuse(in_future(values, today=today))
    return create_record(InfringementCase(**values), by=by)


@transaction.atomic
def change_infringement(
    case: InfringementCase, *, by: object, version: int, today: date, **values: Any
) -> InfringementCase:
    """Correct a case read at ``version``; its state, and what the state needs, stays.

    Raises EditConflict when somebody was faster and ValidationError with the fields' messages.
    """
    current = _locked(case, version)
    _check(current, InfringementState(current.state), today, values)
    return change_record(current, by=by, version=version, **values)


@transaction.atomic
def advance_infringement(
    case: InfringementCase, *, by: object, version: int, today: date, state: InfringementState, **values: Any
) -> InfringementCase:
    """Take a case read at ``version`` to a state that may follow, with what that state needs.

    Raises EditConflict when somebody was faster and ValidationError when the state may not follow or
    something is missing.
    """
    current = _locked(case, version)
    if reason := refusal(current.state, state):
        raise ValidationError(reason)
    _check(current, state, today, values)
    return change_record(current, by=by, version=version, state=state, **values)


def _locked(case: InfringementCase, version: int) -> InfringementCase:
    """Return the case as it is stored, held until the change is written."""
    current = InfringementCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if current.version != version:
        raise EditConflict(current)
    return current


def _check(case: InfringementCase, state: InfringementState, today: date, values: dict[str, Any]) -> None:
    """Refuse days ahead and what the state still lacks."""
    _refuse(in_future(values, today=today))
    _refuse(missing_for(state, {name: values.get(name, getattr(case, name)) for name in ALL_REQUIRED}))


def _refuse(messages: dict[str, Any]) -> None:
    if messages:
        raise ValidationError(messages)
