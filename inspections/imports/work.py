"""Writes a confirmed upload behind the browser's back, in a thread of the server process.

How far it is stands in the cache, because what the transaction has written is not visible outside before
its end. When the server is stopped meanwhile, the transaction is rolled back and nothing is left of it.
"""

import logging
from threading import Thread

from django.core.cache import cache
from django.db import connection
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from inspections.actions.imports import OvertakenError, carry_out, give_up
from inspections.imports.patience import be_patient
from inspections.models import ImportBatch
from quality_portal.lib.spreadsheets.errors import SpreadsheetError

logger = logging.getLogger(__name__)

KEPT_SECONDS = 3600


def launch(pk: int) -> Thread:
    """Begin to write a started upload; the thread ends by itself."""
    language = get_language() or "zh-hans"
    thread = Thread(target=_work, args=(pk, language), name=f"import-{pk}", daemon=True)
    thread.start()
    return thread


def _work(pk: int, language: str) -> None:
    try:
        with override(language):
            write_upload(pk)
    finally:
        connection.close()


def write_upload(pk: int) -> None:
    """Write a started upload and record how it ended; never raises."""
    be_patient()
    upload = ImportBatch.objects.select_related("campaign", "uploaded_by").get(pk=pk)
    try:
        carry_out(upload, progress=lambda written, total: _tell(pk, written, total))
    except OvertakenError:
        logger.info("import %d was written by another run", pk)
    except SpreadsheetError as error:
        give_up(upload, str(error))
    except Exception:
        # Whatever it was, the person waiting for it has to be told, and the log keeps the details.
        logger.exception("import %d failed", pk)
        give_up(upload, _("The import failed and nothing was written. Try again, or tell the administrator."))


def _tell(pk: int, written: int, total: int) -> None:
    cache.set(_key(pk), (written, total), KEPT_SECONDS)


def progress_of(upload: ImportBatch) -> tuple[int, int]:
    """Return how many batches are written and how many there are."""
    return cache.get(_key(upload.pk)) or (upload.written, upload.total)


def _key(pk: int) -> str:
    return f"spot-check-import-{pk}"
