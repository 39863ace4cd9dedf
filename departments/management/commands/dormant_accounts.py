"""``manage.py dormant_accounts``: accounts that nobody used for 90 days, listed and, if asked, closed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.formats import date_format
from django.utils.timezone import localtime

from departments.actions.accounts import close_dormant, dormant
from quality_portal.lib import clock


class Command(BaseCommand):
    """List the accounts nobody uses; close them with ``--close``."""

    help = "List accounts that were not used for 90 days; --close closes all but the administrators'."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to close them."""
        parser.add_argument("--close", action="store_true", help="close them, except the administrators'")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one account a line: sign-in name, role, day of the last sign-in."""
        now = clock.now()
        people = close_dormant(now, by="dormant_accounts") if options["close"] else dormant(now)
        for person in people:
            used = date_format(localtime(person.last_login), "Y-m-d") if person.last_login else "—"
            self.stdout.write(f"{person.username} · {person.get_role_display()} · {used}")
