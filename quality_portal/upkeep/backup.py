"""Making a backup while the portal is in use."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db import connection

from quality_portal.lib import clock
from quality_portal.upkeep import tables
from quality_portal.upkeep.archive import BLOCK, BackupError, Manifest, Writer

UNFINISHED: Final = ".unfinished"


def backup(path: Path) -> Manifest:
    """Write database and stored files into one file; it bears its name only once it is finished.

    The rows are those of one moment. The files are read after them: a file is stored before its row and
    never changed, so whatever a row names is there. Raises BackupError where the file cannot be written.
    """
    if path.exists():
        raise BackupError(f"{path} exists already; a backup never overwrites another.")
    partial = path.with_name(path.name + UNFINISHED)
    try:
        with Writer(partial) as writer, tables.snapshot():
            migrations = tables.stand_at()
            for model in tables.tables(apps):
                writer.add(f"rows/{tables.label(model)}.jsonl", tables.lines(model), one_row_each=True)
            for file in stored_files():
                writer.add(f"files/{file.relative_to(settings.MEDIA_ROOT).as_posix()}", _blocks(file))
            manifest = writer.finish(
                made_at=clock.now().isoformat(), engine=connection.vendor, migrations=migrations
            )
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.rename(path)
    except OSError as error:
        raise BackupError(f"The backup could not be written to {path}: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def stored_files() -> list[Path]:
    """Return the files of the store, in a fixed order."""
    root = Path(settings.MEDIA_ROOT)
    return sorted(file for file in root.rglob("*") if file.is_file())


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as content:
        while block := content.read(BLOCK):
            yield block
