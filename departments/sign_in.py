"""Who may try to sign in: guessing is stopped by name and address, and by address alone."""

from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessFailureLog
from django.conf import settings
from django.http import HttpRequest

from departments.models import User
from quality_portal.lib import clock
from quality_portal.lib.addresses import client_address

LONGEST_NAME = 255
"""Characters of a tried name that the table of refused sign-ins keeps."""


class SignInGuard(AxesDatabaseHandler):
    """Locks a name at an address, and an address that guesses many names, before a password is hashed."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Tell whether the name at this address or the whole address is locked."""
        return super().is_locked(request, credentials) or self.guesses(client_address(request))

    def guesses(self, address: str | None) -> bool:
        """Tell whether too many sign-ins from the address were refused within the last hour."""
        since = clock.now() - timedelta(hours=1)
        refused = AccessFailureLog.objects.filter(ip_address=address, attempt_time__gte=since)
        return refused.count() >= settings.REFUSALS_PER_ADDRESS_AND_HOUR


def tried_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the name in the form it is compared in, so that another spelling is no further attempt."""
    given = (credentials or {}).get("username") or request.POST.get("username", "")
    return User.objects.normalize_username(given)[:LONGEST_NAME]
