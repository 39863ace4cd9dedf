"""The portal's only clock: every rule gets today's date from here, as an argument."""

from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    """Return the calendar day in the portal's time zone."""
    return timezone.localdate()


def now() -> datetime:
    """Return this moment, aware of the time zone."""
    return timezone.now()
