"""Changes to quality incidents."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from departments.records import change_record, create_record
from inspections.models import Consequence, Incident
from inspections.rules.days import in_future


def record_incident(*, by: object, today: date, **values: Any) -> Incident:
    """Enter an incident; raises ValidationError with the fields' messages."""
    _refuse_future(values, today)
    return create_record(Incident(**values), by=by)


def change_incident(incident: Incident, *, by: object, version: int, today: date, **values: Any) -> Incident:
    """Correct what is known of an incident read at ``version``."""
    _refuse_future(values, today)
    return change_record(incident, by=by, version=version, **values)


def judge_incident(
    incident: Incident,
    *,
    by: object,
    version: int,
    today: date,
    is_regional_or_systemic: bool,
    judged_on: date,
    judgement_reason: str,
    judgement_document: str,
) -> Incident:
    """Declare whether an incident is regional or systemic: people judge, with reason and document."""
    _refuse_future({"judged_on": judged_on}, today)
    return change_record(
        incident,
        by=by,
        version=version,
        is_regional_or_systemic=is_regional_or_systemic,
        judged_on=judged_on,
        judgement_reason=judgement_reason,
        judgement_document=judgement_document,
    )


def settle_incident(
    incident: Incident,
    *,
    by: object,
    version: int,
    today: date,
    handled_on: date,
    result: str,
    consequence: str,
    consequence_reason: str,
) -> Incident:
    """End the handling of an incident: its result, and what it means for the yearly assessment.

    Raises ValidationError when a consequence lacks its reason.
    """
    _refuse_future({"handled_on": handled_on}, today)
    if consequence != Consequence.NONE and not consequence_reason:
        raise ValidationError({"consequence_reason": _("Write why it has this consequence.")})
    return change_record(
        incident,
        by=by,
        version=version,
        handled_on=handled_on,
        result=result,
        consequence=consequence,
        consequence_reason=consequence_reason,
    )


def _refuse_future(values: dict[str, Any], today: date) -> None:
    if messages := in_future(values, today=today):
        raise ValidationError(messages)
