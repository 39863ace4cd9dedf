"""Changes to standing duties."""

from collections.abc import Iterable

from django.db import transaction

from departments.models import Department, Duty
from departments.records import change_record


@transaction.atomic
def change_duty(
    duty: Duty, *, by: object, version: int, cooperating: Iterable[Department], **values: object
) -> Duty:
    """Change a duty and who cooperates in it.

    Raises EditConflict when somebody was faster and ValidationError when a value does not fit.
    """
    duty.cooperating.set(cooperating)
    return change_record(duty, by=by, version=version, **values)
