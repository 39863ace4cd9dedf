"""What happens to an uploaded table: received, decided upon, confirmed, written."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from departments.audit.actions import gathered
from departments.models import AuditAction, User
from inspections.actions.case_opening import open_cases_for
from inspections.imports.draft import Draft, Request, read_draft, uncollected
from inspections.imports.liability import expected_cases, liable
from inspections.imports.matching import near_names
from inspections.imports.report import contract, mapping
from inspections.imports.writing import Outcome, Progress, unheard, write
from inspections.models import Campaign, HeaderAlias, ImportBatch
from quality_portal.lib import clock
from quality_portal.lib.spreadsheets.errors import SpreadsheetError

STALE_AFTER = timedelta(minutes=10)
"""An import that has run longer was cut off: nothing of it was written, and it may be confirmed again."""

SHOWN = 50
"""Matched enterprises that a preview names."""

KEPT = 1000
"""Refused rows that the record of an upload keeps; the file itself has them all."""

State = ImportBatch.State


def checksum(file: File) -> str:
    """Return a file's SHA-256."""
    return sha256(b"".join(file.chunks())).hexdigest()


def receive(
    file: File,
    *,
    by: User,
    campaign: Campaign | None = None,
    tested: int | None = None,
    publisher: str = "",
) -> ImportBatch:
    """Keep an uploaded table and say what importing it would do; nothing else is written.

    Raises SpreadsheetError when the file cannot be used; it is then not kept.
    """
    upload = _record(file, str(file.name), by=by, campaign=campaign, tested=tested, publisher=publisher)
    _keep(upload, file)
    try:
        examine(upload)
    except Exception:
        upload.file.delete(save=False)
        raise
    upload.save()
    return upload


def _record(file: File, name: str, *, by: User | None, **values: Any) -> ImportBatch:
    """Return the record of a table, not stored yet."""
    return ImportBatch(
        file_name=Path(name).name[-200:],
        sha256=checksum(file),
        uploaded_at=clock.now(),
        uploaded_by=by,
        **values,
    )


def _keep(upload: ImportBatch, file: File) -> None:
    """Keep the table on the disk."""
    file.seek(0)
    suffix = Path(upload.file_name).suffix.lower()[:8]
    upload.file.save(f"{upload.sha256[:16]}{suffix}", file, save=False)


def stored_file(upload: ImportBatch) -> Path:
    """Return where the uploaded table is kept.

    Raises SpreadsheetError when it is no longer there.
    """
    path = Path(upload.file.path) if upload.file else None
    if path is None or not path.is_file():
        raise SpreadsheetError(_("The uploaded table is no longer kept. Upload it again."))
    return path


def draft_of(upload: ImportBatch) -> Draft:
    """Read an upload with everything that was decided about it.

    Raises SpreadsheetError when the file cannot be used.
    """
    request = Request(
        campaign=upload.campaign,
        tested=upload.tested,
        publisher=upload.publisher,
        columns=upload.mapping.get("columns", {}),
        files=upload.mapping.get("files", {}),
    )
    return read_draft(stored_file(upload), request, name=upload.file_name, today=clock.today())


@uncollected()
def examine(upload: ImportBatch) -> None:
    """Put into the upload's report what importing it would do.

    Raises SpreadsheetError when the file cannot be used.
    """
    draft = draft_of(upload)
    found = draft.compare()
    near = near_names(draft.unmatched)
    matched, names = draft.matches()
    upload.publisher = upload.publisher or draft.publisher[:100]
    upload.total = len(found.created) + len(found.updated)
    upload.report = contract(
        draft, created=len(found.created), updated=len(found.updated), unchanged=found.unchanged
    ) | {
        "refused": len(draft.rejections),
        "marks": [[each.sheet, each.row - 1, each.index, each.message] for each in draft.rejections[:KEPT]],
        "mapping": mapping(draft),
        "language": get_language(),
        "undecided": draft.undecided,
        "failures_only": draft.failures_only,
        "campaign": draft.campaign.name,
        "cases": expected_cases(draft, found),
        "batches": len(draft.batches),
        "matched": matched,
        "matches": [
            {"name": name, "file": file.name, "batches": count}
            for (name, file), count in names.most_common(SHOWN)
        ],
        "matching": len(names),
        "near": [
            {"name": name, "files": [[file.pk, file.name] for file in files]} for name, files in near.items()
        ],
    }
    upload.report["rejected"] = upload.report["rejected"][:KEPT]


def decide(
    upload: ImportBatch,
    *,
    by: User,
    columns: Mapping[str, str],
    files: Mapping[str, int],
    campaign: Campaign | None,
    tested: int | None,
    publisher: str,
) -> None:
    """Take a person's answers: what headings mean, whose names they are, campaign and number tested.

    The meaning of headings is remembered for the publisher. Raises SpreadsheetError when an answer
    does not fit the file.
    """
    headings = {each["key"]: each["heading"] for each in upload.report["mapping"]}
    upload.mapping = {
        "columns": {**upload.mapping.get("columns", {}), **columns},
        "files": {**upload.mapping.get("files", {}), **files},
        "decided_by": by.signature,
    }
    upload.campaign, upload.tested, upload.publisher = campaign, tested, publisher
    examine(upload)
    with transaction.atomic():
        upload.save()
        if publisher:
            for key, column in columns.items():
                HeaderAlias.objects.update_or_create(
                    publisher=publisher,
                    heading_key=key,
                    defaults={"heading": headings[key][:100], "column": column},
                )


def is_cut_off(upload: ImportBatch) -> bool:
    """Tell whether the server was stopped while an upload was being written; nothing of it is there then.

    One that a background job writes is never cut off: the job is taken up.
    """
    is_stale = (upload.started_at or upload.uploaded_at) < clock.now() - STALE_AFTER
    return upload.is_running and is_stale and not upload.jobs.unfinished().exists()


def start(upload: ImportBatch, *, skips_cases: bool = False) -> bool:
    """Mark an upload as being written; False when somebody was faster, which is harmless.

    ``skips_cases`` says that its failed batches open no enforcement cases.
    """
    now = clock.now()
    waiting = ImportBatch.objects.filter(pk=upload.pk)
    ready = waiting.filter(state__in=[State.PREVIEW, State.FAILED])
    if not upload.jobs.unfinished().exists():
        ready |= waiting.filter(state=State.RUNNING, started_at__lt=now - STALE_AFTER)
    return bool(ready.update(state=State.RUNNING, started_at=now, written=0, skips_cases=skips_cases))


class OvertakenError(Exception):
    """Another run of the same upload was faster; this one writes nothing."""


@uncollected()
def carry_out(upload: ImportBatch, *, progress: Progress = unheard) -> None:
    """Write an upload that was started: all of it and its record in one transaction, or nothing.

    Raises SpreadsheetError when the file is not what was confirmed, and OvertakenError.
    """
    draft = draft_of(upload)
    with transaction.atomic():
        mine = ImportBatch.objects.select_for_update(of=("self",)).filter(
            pk=upload.pk, state=State.RUNNING, started_at=upload.started_at
        )
        if not mine.exists():
            raise OvertakenError
        with gathered(AuditAction.IMPORTED, by=upload.uploaded_by, of=upload, label=upload.file_name):
            outcome = _written(draft, upload, by=upload.uploaded_by, progress=progress)
        mine.update(
            state=State.DONE,
            campaign=outcome.campaign,
            made_campaign=upload.made_campaign,
            campaign_before=upload.campaign_before,
            finished_at=clock.now(),
            written=outcome.created + outcome.updated,
            report={**upload.report, **_counts(outcome)},
        )


def _written(draft: Draft, upload: ImportBatch, *, by: object, progress: Progress = unheard) -> Outcome:
    """Write a draft, and open the cases of its failed batches unless the upload says not to."""
    outcome = write(draft, by=by, upload=upload, progress=progress)
    if upload.skips_cases:
        return outcome
    return replace(outcome, cases=open_cases_for(list(liable(upload)), by=by))


def give_up(upload: ImportBatch, message: str) -> None:
    """Record that an upload could not be written, and why."""
    ImportBatch.objects.filter(pk=upload.pk, state=State.RUNNING, started_at=upload.started_at).update(
        state=State.FAILED, finished_at=clock.now(), report={**upload.report, "failure": message}
    )


def import_file(draft: Draft, *, path: Path, by: object, skips_cases: bool = False) -> Outcome:
    """Write a table from a file on the server; the file is kept when it changed anything.

    Raises SpreadsheetError when its campaign was removed in the meantime.
    """
    with path.open("rb") as file:
        upload = _record(File(file), path.name, by=None, tested=draft.tested, publisher=draft.publisher[:100])
    upload.state, upload.skips_cases = State.RUNNING, skips_cases
    try:
        with transaction.atomic():
            upload.save()
            with gathered(AuditAction.IMPORTED, by=by, of=upload, label=upload.file_name):
                outcome = _written(draft, upload, by=by)
            upload.written = upload.total = outcome.created + outcome.updated
            if upload.written:
                _finish(upload, draft, outcome, path)
            else:
                upload.delete()
    except Exception:
        upload.file.delete(save=False)
        raise
    return outcome


def _finish(upload: ImportBatch, draft: Draft, outcome: Outcome, path: Path) -> None:
    """Record what was written, and keep the file: last, so that a run that is killed leaves none behind."""
    upload.state, upload.campaign, upload.finished_at = State.DONE, outcome.campaign, clock.now()
    upload.report = contract(draft, created=0, updated=0, unchanged=0) | _counts(outcome)
    with path.open("rb") as file:
        _keep(upload, File(file))
    upload.save()


def _counts(outcome: Outcome) -> dict[str, int]:
    names = ("created", "updated", "unchanged", "cases")
    return {name: getattr(outcome, name) for name in names}
