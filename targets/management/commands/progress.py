"""``manage.py progress YEAR``: how far the plan is."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from quality_portal.lib import clock
from targets.exports import as_json, as_table
from targets.forms import EARLIEST
from targets.headline import headline
from targets.progress import progress

FIRST_YEAR, LAST_YEAR = 1990, 2100


class Command(BaseCommand):
    """Print every target's goal, figure, attainment, light and forecast in a year."""

    help = "Print the progress toward the plan's targets in a year."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the year, the day to look from and the form of the answer."""
        parser.add_argument("year", type=int, help="year of the plan, for example 2026")
        parser.add_argument("--as-of", default="", help="day to look from, YYYY-MM-DD (default: today)")
        parser.add_argument("--json", action="store_true", help="print JSON for scripts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the progress; refuse a year no plan covers and a day that is none."""
        year, as_of = options["year"], _day(options["as_of"])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CommandError(_("%(year)s is not a year of a plan.") % {"year": year})
        rows = progress(year, as_of)
        if not rows:
            message = _("No plan covers %(year)s; run load_plan or choose another year.")
            raise CommandError(message % {"year": year})
        if options["json"]:
            self.stdout.write(json.dumps(as_json(year, as_of, rows), ensure_ascii=False, indent=2))
            return
        self.stdout.write(as_table(rows))
        self.stdout.write(f"\n{headline(rows).sentence}")


def _day(text: str) -> date:
    if not text:
        return clock.today()
    try:
        return max(date.fromisoformat(text), EARLIEST)
    except ValueError as error:
        raise CommandError(_("“%(day)s” is not a day; write YYYY-MM-DD.") % {"day": text}) from error
