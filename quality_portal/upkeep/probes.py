"""Whether the portal is fit to take requests, asked by a reverse proxy or a monitoring system."""

import shutil
import tempfile
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

LEAST_FREE: Final = 0.05
"""Share of the disk that must be free for the files that people attach."""


def faults() -> dict[str, str]:
    """Return what is wrong, by what was looked at; empty when the portal is ready."""
    looked_at = {"database": _database, "files": _files, "disk": _disk}
    return {name: fault for name, look in looked_at.items() if (fault := look())}


def _database() -> str:
    """Say whether the database is away or lacks migrations."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unavailable"
    return f"{len(waiting)} migrations are not applied" if waiting else ""


def _files() -> str:
    """Say whether attached files can be written."""
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"probe")
    except OSError as error:
        return f"not writable: {error.strerror}"
    return ""


def _disk() -> str:
    """Say whether the disk of attached files is nearly full."""
    try:
        usage = shutil.disk_usage(settings.MEDIA_ROOT)
    except OSError:
        return ""
    return "" if usage.free >= usage.total * LEAST_FREE else f"{usage.free // 2**20} MiB free"
