"""Ask every integrity check whether its rule holds; run after every fault, and as often as you like."""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from departments.integrity import Check, Flaw, registered
from quality_portal.upkeep import tables
from quality_portal.upkeep.integrity.files import unnamed

SHOWN = 3
"""Examples named of what breaks a rule."""


class Command(BaseCommand):
    """``manage.py integrity [--json] [--only NAME] [--remove-orphans]``; exit 1 when a rule is broken."""

    help = "Ask every integrity check whether its rule holds; exit 1 when one is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the form of the answer, some checks alone, and whether files without a record go."""
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.add_argument(
            "--only", action="append", metavar="NAME", help="ask this check alone; repeatable"
        )
        parser.add_argument(
            "--remove-orphans", action="store_true", help="first remove stored files that no record names"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each check with how many rows break its rule and the first of them."""
        if options["remove_orphans"]:
            for name in list(unnamed()):
                (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)
        asked = [each for each in registered() if each.name in (options["only"] or [each.name])]
        # One moment of the database, whatever is written meanwhile.
        with tables.snapshot():
            answers = [(check, *_asked(check)) for check in asked]
        if options["json"]:
            self.stdout.write(json.dumps([_plain(*answer) for answer in answers], ensure_ascii=False))
        else:
            self._tell(answers)
        if any(count for _check, count, _examples in answers):
            sys.exit(1)

    def _tell(self, answers: list[tuple[Check, int, list[Flaw]]]) -> None:
        for check, count, examples in answers:
            self.stdout.write(f"{check.name}: {f'{count} broken' if count else 'ok'} ({check.rule})")
            for found in examples:
                self.stdout.write(f"  {found.text} {found.url}".rstrip())
        broken = sum(1 for _check, count, _examples in answers if count)
        self.stdout.write(f"{len(answers)} checks, {broken} broken")


def _asked(check: Check) -> tuple[int, list[Flaw]]:
    """Return how many rows break a check's rule, and the first of them."""
    count, examples = 0, []
    for found in check.find():
        count += 1
        if count <= SHOWN:
            examples.append(found)
    return count, examples


def _plain(check: Check, count: int, examples: list[Flaw]) -> dict[str, Any]:
    named = [{"text": found.text, "url": found.url} for found in examples]
    return {"name": check.name, "rule": check.rule, "broken": count, "examples": named}
