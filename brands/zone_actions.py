"""Changes to the build of demonstration zones."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from brands.models import Zone
from departments.records import change_record, create_record


def describe_zone(zone: Zone, *, by: object, version: int, today: date, **values: Any) -> Zone:
    """Enter or change crop, build period and acceptance of a zone read at ``version``.

    Raises EditConflict when somebody was faster and ValidationError with the fields' messages.
    """
    accepted_on = values.get("accepted_on")
    if accepted_on is not None and accepted_on > today:
        raise ValidationError({"accepted_on": _("The day lies in the future.")})
    if zone._state.adding:
        return create_record(Zone(credential=zone.credential, **values), by=by)
    return change_record(zone, by=by, version=version, **values)
