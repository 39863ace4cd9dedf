"""Changes to the build of demonstration zones."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from brands.models import Credential, Zone
from departments.records import change_record, create_record


def describe_zone(
    credential: Credential, zone: Zone | None, *, by: object, version: int, today: date, **values: Any
) -> Zone:
    """Enter crop, build period and acceptance of a zone, or change what was read at ``version``.

    Raises EditConflict when somebody was faster and ValidationError with the fields' messages.
    """
    accepted_on = values.get("accepted_on")
    if accepted_on is not None and accepted_on > today:
        raise ValidationError({"accepted_on": _("The day lies in the future.")})
    if zone is None:
        return create_record(Zone(credential=credential, **values), by=by)
    return change_record(zone, by=by, version=version, **values)
