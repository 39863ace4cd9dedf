"""Prints the yearly notice."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments import papers
from quality_portal.lib import clock
from quality_portal.lib.documents.errors import PaperError


class Command(BaseCommand):
    """Writes a year's notice as PDF."""

    help = "Print the notice of a year's assessment (scores and ranking, or grades only) as PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the year, the edition and the file."""
        parser.add_argument("year", type=int, help="the year assessed, such as 2025")
        parser.add_argument("--edition", choices=papers.EDITIONS, required=True)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the PDF to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print and write; failures end with a sentence."""
        year, out = options["year"], options["out"]
        if not papers.schemes_in(year, clock.today()):
            raise CommandError(
                _("There is no assessment for %(year)d. Load the schemes with: manage.py load_plan")
                % {"year": year}
            )
        try:
            content = papers.notice(year, options["edition"], today=clock.today())
            out.write_bytes(content)
        except PaperError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(_("%(file)s cannot be written.") % {"file": out}) from error
        self.stdout.write(f"{out}: {len(content)} bytes")
