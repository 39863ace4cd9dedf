"""``manage.py send_reminders``: what falls due, told once to whoever has to act. Run it every morning."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from departments.actions.reminders import new_reminders, send_reminders
from departments.reminders import dues
from quality_portal.lib import clock


class Command(BaseCommand):
    """Tell people what falls due; a day on which this did not run loses nothing."""

    help = "Remind people of deadlines, in the portal and by e-mail; safe to run as often as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to show only what would be sent."""
        parser.add_argument("--dry-run", action="store_true", help="show what would be sent, send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send what is new and print what was done."""
        found = dues(clock.today())
        if options["dry_run"]:
            for row in new_reminders(found):
                self.stdout.write(f"{row.recipient.full_name}: {row.sentence}")
            return
        sent = send_reminders(found)
        self.stdout.write(
            _(
                "%(entered)d reminders entered, %(mailed)d digests mailed, %(failed)d mails failed, "
                "%(settled)d matters settled"
            )
            % {
                "entered": sent.entered,
                "mailed": sent.mailed,
                "failed": sent.failed,
                "settled": sent.settled,
            }
        )
