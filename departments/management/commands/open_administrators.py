"""``manage.py open_administrators``: the first accounts of a new portal, one for each of the three duties."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from departments.actions.accounts import open_administrators


class Command(BaseCommand):
    """Open the accounts of system, security and audit administrator where nobody has the duty."""

    help = "Open the three administrators' accounts; prints their passwords, which open once within 72 hours."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each account with its initial password; where every duty is held, say so."""
        opened = open_administrators(by="open_administrators")
        for person, password in opened:
            self.stdout.write(f"{person.get_role_display()}: {person.username} {password}")
        if not opened:
            self.stdout.write(_("Each of the three duties has an account already; nothing was changed."))
