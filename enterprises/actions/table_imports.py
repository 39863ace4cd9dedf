"""What happens to an uploaded table of records: received, compared, confirmed, written."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from departments.audit.actions import gathered
from departments.history import BULK_BATCH
from departments.models import AuditAction, User
from departments.records import Record
from enterprises.imports.comparison import Comparison
from enterprises.imports.subjects import Subject, get
from enterprises.models import TableImport
from quality_portal.lib import clock
from quality_portal.lib.spreadsheets.entries import Reading, read_entries
from quality_portal.lib.spreadsheets.errors import SpreadsheetError

KEPT = 1000
"""Refused rows that the record of an import keeps; the marked file shows them in place."""

State = TableImport.State


class Overtaken(Exception):
    """The records changed after the preview was made; nothing was written."""


def receive(subject: Subject, file: File, *, by: User) -> TableImport:
    """Keep an uploaded table and say what importing it would do; nothing else is written.

    Raises SpreadsheetError when the file cannot be used; it is then not kept.
    """
    content = b"".join(file.chunks())
    upload = TableImport(
        subject=subject.code,
        file_name=Path(str(file.name)).name[-200:],
        sha256=sha256(content).hexdigest(),
        uploaded_at=clock.now(),
        uploaded_by=by,
    )
    file.seek(0)
    suffix = Path(upload.file_name).suffix.lower()[:8]
    upload.file.save(f"{upload.sha256[:16]}{suffix}", file, save=False)
    try:
        _note(upload, subject.compare(read(upload)))
        upload.save()
    except Exception:
        upload.file.delete(save=False)
        raise
    return upload


def stored_file(upload: TableImport) -> Path:
    """Return where the uploaded table is kept.

    Raises SpreadsheetError when it is no longer there or no longer what was uploaded.
    """
    path = Path(upload.file.path)
    if not path.is_file() or sha256(path.read_bytes()).hexdigest() != upload.sha256:
        raise SpreadsheetError(_("The uploaded table is no longer kept. Upload it again."))
    return path


def read(upload: TableImport) -> Reading:
    """Read an upload by the headings of its subject; raises SpreadsheetError."""
    subject = get(upload.subject)
    return read_entries(
        stored_file(upload), subject.fields(), name=upload.file_name, examples=subject.examples()
    )


def _note(upload: TableImport, found: Comparison) -> None:
    """Put into the import's record what it would do."""
    for name, value in found.figures.items():
        setattr(upload, name, value)
    upload.report = {
        "read": found.reading.read,
        "refused": len(found.rejections),
        "columns": [heading for heading, _index in found.reading.places.values()],
        "ignored": found.reading.unknown,
        "language": get_language(),
        "warnings": found.warnings,
        "lines": found.lines,
        "rejected": [
            {"row": each.row, "column": each.column, "value": each.value, "message": each.message}
            for each in found.rejections[:KEPT]
        ],
        "marks": [[each.sheet, each.row - 1, each.index, each.message] for each in found.rejections[:KEPT]],
    }


def confirm(upload: TableImport, *, by: User, good_rows: bool) -> bool:
    """Write what the preview showed, all of it in one transaction; False when it is written already.

    With refused rows nothing is written unless ``good_rows`` says that the others go in now. Raises
    ValidationError for that, SpreadsheetError when the file is gone, and Overtaken with a new preview
    stored when the records have changed since.
    """
    reading = read(upload)
    try:
        with transaction.atomic():
            return _write(upload, reading, by=by, good_rows=good_rows)
    except (IntegrityError, Overtaken) as error:
        _note(upload, get(upload.subject).compare(read(upload)))
        upload.save()
        raise Overtaken from error


def _write(upload: TableImport, reading: Reading, *, by: User, good_rows: bool) -> bool:
    locked = TableImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if not locked.is_open:
        return False
    found = get(upload.subject).compare(reading)
    if found.figures != {name: getattr(locked, name) for name in found.figures}:
        raise Overtaken
    if found.rejections and not good_rows:
        raise ValidationError(_("Some rows are refused. Correct the table, or write the good rows only."))
    reason = _("import of %(name)s") % {"name": upload.file_name}
    with gathered(AuditAction.IMPORTED, by=by, of=upload, label=upload.file_name):
        _create(found.created, by=by, reason=reason[:100])
        _update(found.updated, by=by, reason=reason[:100])
    locked.state, locked.finished_at = State.DONE, clock.now()
    locked.save()
    return True


def _create(records: Sequence[Record], *, by: User, reason: str) -> None:
    """Store new records with their history, what others point at first."""
    for model in dict.fromkeys(type(record) for record in records):
        rows = [record for record in records if type(record) is model]
        bulk_create_with_history(
            rows, model, batch_size=BULK_BATCH, default_user=by, default_change_reason=reason
        )


def _update(changes: Sequence[tuple[Record, list[str]]], *, by: User, reason: str) -> None:
    """Store changed records with their history; raises Overtaken when one was changed in the meantime."""
    for model in dict.fromkeys(type(record) for record, _fields in changes):
        rows = [record for record, _fields in changes if type(record) is model]
        names = {name for record, fields in changes if type(record) is model for name in fields}
        keys = [row.pk for row in rows]
        locked = model._default_manager.select_for_update(of=("self",)).filter(pk__in=keys).order_by()
        if dict(locked.values_list("pk", "version")) != {row.pk: row.version - 1 for row in rows}:
            raise Overtaken
        bulk_update_with_history(
            rows,
            model,
            sorted(names),
            batch_size=BULK_BATCH,
            default_user=by,
            default_change_reason=reason,
        )
