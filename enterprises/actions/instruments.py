"""Changes to instruments and their verifications."""

from typing import Any

from departments.records import change_record, create_record
from enterprises.models import Enterprise, Instrument, Verification


def create_instrument(enterprise: Enterprise, *, by: object, **values: Any) -> Instrument:
    """Add an instrument to an enterprise; raises ValidationError with the fields' messages."""
    return create_record(Instrument(enterprise=enterprise, **values), by=by)


def change_instrument(instrument: Instrument, *, by: object, version: int, **values: Any) -> Instrument:
    """Change an instrument read at ``version``; raises EditConflict when somebody was faster."""
    return change_record(instrument, by=by, version=version, **values)


def create_verification(instrument: Instrument, *, by: object, **values: Any) -> Verification:
    """Enter a verification; raises ValidationError with the fields' messages."""
    return create_record(Verification(instrument=instrument, **values), by=by)


def change_verification(
    verification: Verification, *, by: object, version: int, **values: Any
) -> Verification:
    """Change a verification read at ``version``; raises EditConflict when somebody was faster."""
    return change_record(verification, by=by, version=version, **values)
