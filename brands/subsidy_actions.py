"""Changes to what was paid and to the usual amounts."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from brands.models import Candidate, Credential, Subsidy, UsualAmount
from departments.records import change_record, create_record


def pay(*, owner: Credential | Candidate, by: object, today: date, **values: Any) -> Subsidy:
    """Enter what was paid for a credential or a candidate; raises ValidationError by field."""
    _refuse_future(values, today)
    field = "credential" if isinstance(owner, Credential) else "candidate"
    return create_record(Subsidy(**{field: owner}, **values), by=by)


def correct_payment(subsidy: Subsidy, *, by: object, version: int, today: date, **values: Any) -> Subsidy:
    """Correct a payment read at ``version``; what it was paid for stays."""
    _refuse_future(values, today)
    return change_record(subsidy, by=by, version=version, **values)


def set_usual_amount(*, by: object, **values: Any) -> UsualAmount:
    """Enter what is usually paid for a kind; raises ValidationError with the fields' messages."""
    return create_record(UsualAmount(**values), by=by)


def change_usual_amount(usual: UsualAmount, *, by: object, version: int, **values: Any) -> UsualAmount:
    """Change a usual amount read at ``version``; what was paid by it stays as it was paid."""
    return change_record(usual, by=by, version=version, **values)


def _refuse_future(values: dict[str, Any], today: date) -> None:
    if values["paid_on"] > today:
        raise ValidationError({"paid_on": _("The day lies in the future.")})
