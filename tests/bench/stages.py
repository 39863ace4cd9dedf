"""The stages of our import, one after the other, on an empty register of samples."""

import functools
import gc
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management import call_command

from departments.models import Department, User
from enterprises.models import Enterprise
from inspections.actions import imports as actions
from inspections.actions import load_reference
from inspections.imports import matching
from inspections.imports.work import write_upload
from inspections.imports.writing import Progress, unheard
from inspections.models import Campaign, FailedItem, ImportBatch, Sample
from tests.bench.workbook import REGISTERED, registered
from tests.departments.factories import make_township, make_user

LARGE_CACHE = 1_000


def prepare() -> User:
    """Make the tables, the words of published tables, the register of enterprises, and who imports."""
    call_command("migrate", verbosity=0)
    load_reference()
    townships = [make_township() for _number in range(10)]
    Enterprise.objects.bulk_create(_enterprise(number, townships) for number in range(REGISTERED))
    return make_user(role="office")


def _enterprise(number: int, townships: list[Department]) -> Enterprise:
    name, code = registered(number)
    enterprise = Enterprise(name=name, credit_code=code, township=townships[number % 10], industry="industry")
    enterprise.clean()
    return enterprise


def forget_cells() -> None:
    """Empty every cache of cell texts, so that no run profits from the one before.

    What is remembered of the register's own names stays, as it does in a server.
    """
    for found in gc.get_objects():
        if isinstance(found, functools._lru_cache_wrapper) and found is not matching._similar:
            size = found.cache_parameters()["maxsize"]
            if size is not None and size >= LARGE_CACHE:
                found.cache_clear()


def preview(path: Path, user: User) -> ImportBatch:
    """Bring a file to its preview: kept, guarded, read in a child process, matched, checked, compared."""
    with path.open("rb") as file:
        return actions.receive(File(file, name=path.name), by=user)


def confirm(upload: ImportBatch, *, progress: Progress = unheard) -> int:
    """Write a previewed upload with its failed items and history; return how many batches were written."""
    if not actions.start(upload):
        raise RuntimeError("the upload was not waiting for its confirmation")
    write_upload(upload.pk, progress=progress)
    upload.refresh_from_db()
    if upload.state != ImportBatch.State.DONE:
        raise RuntimeError(str(upload.report.get("failure")))
    return upload.written


def clear_samples() -> None:
    """Remove the batches an import wrote, and leave its campaign and its record."""
    _empty(FailedItem, Sample.history.model, Sample)


def clear() -> None:
    """Remove everything an import wrote."""
    clear_samples()
    for upload in ImportBatch.objects.all():
        upload.file.delete(save=False)
    _empty(ImportBatch, Campaign.history.model, Campaign)


def _empty(*models: Any) -> None:
    for model in models:
        queryset = model.objects.all()
        queryset._raw_delete(queryset.db)
