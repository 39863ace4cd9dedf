"""Export audit entries older than a day and remove them."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from departments.audit.purging import PurgeError, purge
from quality_portal.lib import clock


def a_day(text: str) -> date:
    """Read a day; raises ArgumentTypeError in words."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("Write the day as YYYY-MM-DD.")) from error


class Command(BaseCommand):
    """``manage.py audit_purge --before DAY --into FILE``."""

    help = "Write audit entries older than a day into a file and remove them; none younger than 180 days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the day and the file."""
        parser.add_argument("--before", type=a_day, required=True, metavar="DAY")
        parser.add_argument("--into", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge and say how many entries went where."""
        try:
            count = purge(before=options["before"], into=options["into"], today=clock.today())
        except PurgeError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("%(count)d entries exported and removed.") % {"count": count})
