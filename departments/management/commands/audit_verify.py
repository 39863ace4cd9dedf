"""Walk the audit trail and tell whether an entry was changed, added or taken out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from departments.audit.chain import verify


class Command(BaseCommand):
    """``manage.py audit_verify``; exits with an error where the chain is broken."""

    help = "Check the hash chain of the audit trail; name the first entry that is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk the chain and print its end, which is to be kept elsewhere too."""
        found = verify()
        if found.broken:
            raise CommandError(found.broken)
        words = _("%(count)d entries in order; the last is number %(number)d, hash %(hash)s")
        self.stdout.write(words % {"count": found.entries, "number": found.number, "hash": found.hash or "-"})
