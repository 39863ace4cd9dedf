"""Changes to evidence: adding checked files, removing them while the report is a draft."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from departments.records import change_record, create_record
from quality_portal.lib.pictures import thumbnail
from quality_portal.lib.uploads import CheckedFile, kept
from reports.actions.writing import opened
from reports.models import Evidence, Report, ReportState

if TYPE_CHECKING:
    from departments.models import User

FOLDER = "reports"
MOST = 30
"""Files of one report."""


def add_evidence(report: Report, *, by: "User", now: datetime, file: CheckedFile) -> Evidence:
    """Keep a checked file with a report; pictures get a small copy for the page.

    Raises ValidationError when the report is closed or holds the file already.
    """
    small = thumbnail(file)
    with kept(file, FOLDER) as stored_as, kept(small, FOLDER) as small_as, transaction.atomic():
        found = opened(report, by=by, today=localtime(now).date())
        files = Evidence.objects.kept().filter(report=found)
        if files.filter(sha256=file.sha256).exists():
            raise ValidationError(_("“%(name)s” is attached already.") % {"name": file.name})
        if files.count() >= MOST:
            raise ValidationError(_("A report holds at most %(most)d files.") % {"most": MOST})
        return create_record(
            Evidence(
                report=found,
                name=file.name,
                kind=file.kind,
                size=len(file.content),
                sha256=file.sha256,
                stored_as=stored_as,
                thumbnail=small_as,
                added_at=now,
                added_by=by,
            ),
            by=by,
        )


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: "User", now: datetime) -> None:
    """Remove a file while its report is a draft.

    What was never handed in leaves the disk as well; what a submission names is only marked as removed.
    """
    report = opened(evidence.report, by=by, today=localtime(now).date())
    if report.state != ReportState.DRAFT:
        raise ValidationError(_("The file was handed in with the report; it can no longer be removed."))
    change_record(evidence, by=by, version=evidence.version, removed_at=now, removed_by=by)
    if report.submissions.exists():
        return
    names = [name for name in (evidence.stored_as, evidence.thumbnail) if name]
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
