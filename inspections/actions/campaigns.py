"""Changes to campaigns of spot checks."""

from typing import Any

from departments.records import change_record, create_record
from inspections.models import Campaign


def create_campaign(*, by: object, **values: Any) -> Campaign:
    """Open a campaign; raises ValidationError with the fields' messages."""
    return create_record(Campaign(**values), by=by)


def change_campaign(campaign: Campaign, *, by: object, version: int, **values: Any) -> Campaign:
    """Change a campaign read at ``version``; raises EditConflict when somebody was faster."""
    return change_record(campaign, by=by, version=version, **values)
