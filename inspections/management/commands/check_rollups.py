"""``manage.py check_rollups``: proves that the counts of samples kept are those of a full count."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inspections.sample_counts import differences, fold_all, recount


class Command(BaseCommand):
    """Compare the counts kept with a full count; then put together rows that speak of one thing.

    Ends with an error when they differ, unless it is told to count anew.
    """

    help = "Compare the counts of samples with a full count."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to count anew."""
        parser.add_argument(
            "--repair", action="store_true", help="count all samples anew where counts differ"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, and say what was found."""
        found = differences()
        if not found:
            fold_all()
            self.stdout.write("The counts of samples are those of a full count.")
        elif options["repair"]:
            recount()
            self.stdout.write(f"{found} counts of samples differed; all samples were counted anew.")
        else:
            raise CommandError(
                f"{found} counts of samples differ from a full count. Count anew with --repair."
            )
