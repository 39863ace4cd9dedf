"""Writes a confirmed upload: a small one at once, a larger one as a background job.

When the writer is stopped meanwhile, the transaction is rolled back and nothing is left of it.
"""

import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from departments.access import Permission
from departments.jobs import actions as jobs
from departments.jobs.kinds import JobError, Kind, Tell
from departments.models import Job, User
from inspections.actions.imports import OvertakenError, carry_out, give_up, start
from inspections.imports.patience import be_patient
from inspections.imports.writing import Progress, unheard
from inspections.models import ImportBatch
from quality_portal.lib.spreadsheets.errors import SpreadsheetError

logger = logging.getLogger(__name__)


def launch(upload: ImportBatch, *, by: User, skips_cases: bool = False) -> None:
    """Begin to write a confirmed upload; nothing happens when somebody was faster."""
    is_small = upload.total <= settings.IMPORT_AT_ONCE
    with transaction.atomic():
        if not start(upload, skips_cases=skips_cases):
            return
        if not is_small:
            jobs.start(IMPORT, subject=upload.pk, title=upload.file_name, by=by)
    if is_small:
        write_upload(upload.pk, is_patient=False)


def write_upload(pk: int, *, progress: Progress = unheard, is_patient: bool = True) -> None:
    """Write a started upload and record how it ended; never raises.

    A patient one waits ten minutes for other imports, one whose page is waited for as long as pages do.
    """
    if is_patient:
        be_patient()
    upload = _upload(pk)
    try:
        carry_out(upload, progress=progress)
    except OvertakenError:
        logger.info("import %d was written by another run", pk)
    except SpreadsheetError as error:
        give_up(upload, str(error))
    except Exception:
        # Whatever it was, the person waiting for it has to be told, and the log keeps the details.
        logger.exception("import %d failed", pk)
        give_up(upload, _("The import failed and nothing was written. Try again, or tell the administrator."))


def _upload(pk: int) -> ImportBatch:
    return ImportBatch.objects.select_related("campaign", "uploaded_by").get(pk=pk)


def _run(job: Job, tell: Tell) -> dict[str, Any]:
    be_patient()
    try:
        carry_out(_upload(job.subject), progress=tell)
    except OvertakenError:
        logger.info("import %d was written by another run", job.subject)
    except SpreadsheetError as error:
        raise JobError(str(error)) from error
    return {}


def _abandon(job: Job, reason: str) -> None:
    give_up(_upload(job.subject), reason)


def _page(job: Job) -> str:
    return reverse("inspections:import_detail", args=[job.subject])


IMPORT = Kind(
    name=ImportBatch.JOB,
    label=gettext_lazy("Import of spot checks"),
    run=_run,
    abandon=_abandon,
    page=_page,
    permission=Permission.IMPORT_SPOT_CHECKS,
)
