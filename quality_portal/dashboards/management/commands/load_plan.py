"""``manage.py load_plan``: the founding plan and every reference table from their data files."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions import load_schemes
from brands.actions import load_kinds
from departments.actions import load_departments, load_supervision
from departments.audit.actions import gathered
from departments.imports import DataFileError, Tally
from departments.models import AuditAction
from inspections.actions import load_reference
from inspections.actions.ladders import load_ladders
from targets.actions import load_plan


class Command(BaseCommand):
    """Load departments, duties, plan, targets, kinds of credentials, header words and schemes."""

    help = "Load the founding plan from its data files; may be run as often as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether rows that people edited are brought back to the files."""
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="bring rows that were edited in the portal back to the files",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything or nothing, and print how many rows were added, changed and left."""
        loaders = (
            load_departments,
            load_supervision,
            load_plan,
            load_kinds,
            load_reference,
            load_ladders,
            load_schemes,
        )
        tallies: dict[str, Tally] = {}
        try:
            with (
                transaction.atomic(),
                gathered(AuditAction.IMPORTED, by="load_plan", label=_("Founding plan")),
            ):
                for load in loaders:
                    tallies |= load(overwrite=options["overwrite"])
        except DataFileError as error:
            raise CommandError(str(error)) from error
        self._print(tallies)

    def _print(self, tallies: dict[str, Tally]) -> None:
        counted = _("%(name)s: %(created)d added, %(updated)d changed, %(unchanged)d unchanged")
        left = _("  %(kept)d edited in the portal and left as they are; --overwrite takes the files'")
        for name, tally in tallies.items():
            self.stdout.write(counted % {"name": name, **asdict(tally)})
            if tally.kept:
                self.stdout.write(left % {"kept": tally.kept})
