"""``manage.py demo_spot_check_file``: a workbook of spot-check results to try the import with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from quality_portal.demo.spot_check_file import VARIANTS, write_spot_checks
from quality_portal.lib import clock

MOST_ROWS = 1_000_000


class Command(BaseCommand):
    """Write fictional spot-check results in a published layout, partly of enterprises in the database."""

    help = "Write a workbook of fictional spot-check results to try the import with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of rows, the layout, the seed and the file."""
        parser.add_argument("--rows", type=int, default=10_000)
        parser.add_argument("--variant", choices=list(VARIANTS), default="V3", help="whose headings")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how many rows it has."""
        rows, out = options["rows"], options["out"]
        if not 1 <= rows <= MOST_ROWS:
            raise CommandError(_("Choose from 1 to %(most)d rows.") % {"most": MOST_ROWS})
        if not out.parent.is_dir():
            raise CommandError(_("The folder %(folder)s does not exist.") % {"folder": out.parent})
        values = {"variant": options["variant"], "seed": options["seed"]}
        write_spot_checks(out, rows=rows, today=clock.today(), **values)
        self.stdout.write(_("%(file)s: %(rows)d rows") % {"file": out, "rows": rows})
