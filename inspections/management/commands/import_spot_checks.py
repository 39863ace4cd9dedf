"""``manage.py import_spot_checks FILE``: published or laboratory tables of spot-check results."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.actions.imports import import_file
from inspections.imports.draft import Draft, Request, read_draft
from inspections.imports.liability import expected_cases
from inspections.imports.patience import be_patient
from inspections.imports.report import contract, unusable
from inspections.models import Campaign
from quality_portal.lib import clock
from quality_portal.lib.spreadsheets.errors import SpreadsheetError

ROWS_REFUSED, NOT_USABLE = 1, 2


class Command(BaseCommand):
    """Import a table of spot-check results; ends with 1 when rows were refused and 2 when the file was."""

    help = "Import a table of spot-check results (.xlsx, .xls, .ods, .csv)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, its campaign, and what to do."""
        parser.add_argument("file", type=Path, help="the table")
        parser.add_argument("--campaign", default="", help="code of the campaign (default: from the table)")
        parser.add_argument("--tested", type=int, help="batches tested, for tables that list failures only")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument(
            "--skip-rejected", action="store_true", help="take the good rows, leave the others"
        )
        parser.add_argument(
            "--no-cases", action="store_true", help="open no enforcement cases for the failed batches"
        )
        parser.add_argument("--json", action="store_true", help="print JSON for scripts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report."""
        try:
            report = self._written(self._draft(options), options)
        except SpreadsheetError as error:
            self._end_unusable(str(error), as_json=options["json"])
        self.stdout.write(
            json.dumps(report, ensure_ascii=False, indent=2) if options["json"] else told(report)
        )
        if report["rejected"]:
            raise SystemExit(ROWS_REFUSED)

    def _draft(self, options: dict[str, Any]) -> Draft:
        path: Path = options["file"]
        if not path.is_file():
            raise SpreadsheetError(_("There is no file “%(file)s”.") % {"file": path})
        if options["tested"] is not None and options["tested"] < 1:
            raise SpreadsheetError(_("The number of batches tested has to be 1 or more."))
        campaign = None
        if options["campaign"]:
            campaign = Campaign.objects.filter(code=options["campaign"]).first()
            if campaign is None:
                raise SpreadsheetError(
                    _("There is no campaign with the code “%(code)s”.") % {"code": options["campaign"]}
                )
        return read_draft(path, Request(campaign=campaign, tested=options["tested"]), today=clock.today())

    def _written(self, draft: Draft, options: dict[str, Any]) -> dict[str, Any]:
        if options["dry_run"]:
            found = draft.compare()
            cases = 0 if options["no_cases"] else expected_cases(draft, found)
            return contract(
                draft,
                created=len(found.created),
                updated=len(found.updated),
                unchanged=found.unchanged,
                extra=told_cases(cases),
            )
        if draft.rejections and not options["skip_rejected"]:
            nothing = _("Nothing was written, because rows were refused.")
            return contract(draft, created=0, updated=0, unchanged=0, extra=(nothing,))
        be_patient()
        outcome = import_file(
            draft, path=options["file"], by="import_spot_checks", skips_cases=options["no_cases"]
        )
        return contract(
            draft,
            created=outcome.created,
            updated=outcome.updated,
            unchanged=outcome.unchanged,
            extra=told_cases(outcome.cases),
        )

    def _end_unusable(self, message: str, *, as_json: bool) -> None:
        if not as_json:
            raise CommandError(message, returncode=NOT_USABLE)
        self.stdout.write(json.dumps(unusable(message), ensure_ascii=False, indent=2))
        raise SystemExit(NOT_USABLE)


def told_cases(count: int) -> tuple[str, ...]:
    """Return the sentence about the enforcement cases of the failed batches, where there are any."""
    if not count:
        return ()
    sentence = ngettext(
        "%(count)d enforcement case is opened for the failed batches.",
        "%(count)d enforcement cases are opened for the failed batches.",
        count,
    )
    return (sentence % {"count": count},)


def told(report: dict[str, Any]) -> str:
    """Return the report in words."""
    lines = [
        _(
            "%(read)d rows read: %(created)d new, %(updated)d changed, "
            "%(unchanged)d unchanged, %(refused)d refused."
        )
        % {**report, "refused": len(report["rejected"])},
        *report["warnings"],
        *(
            _("Row %(row)d, column “%(column)s”, “%(value)s”: %(message)s") % rejected
            for rejected in report["rejected"]
        ),
    ]
    return "\n".join(lines)
