"""Bring a backup into an empty place, or over data when told so."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from departments.audit.actions import note
from departments.models import AuditAction
from quality_portal.upkeep.archive import BackupError
from quality_portal.upkeep.restore import restore


class Command(BaseCommand):
    """``manage.py restore FILE [--overwrite]``."""

    help = "Restore database and files from a backup; stop the portal first."
    # The database may be empty, or of another version.
    requires_migrations_checks = False
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the file, and whether data may be put aside for it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="put the data that are here aside")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and say what came back."""
        try:
            manifest = restore(options["file"], overwrite=options["overwrite"], tell=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        note(AuditAction.MAINTAINED, by="restore", label=f"{options['file'].name} {manifest.made_at}")
        rows = sum(member.rows for member in manifest.tables())
        self.stdout.write(
            f"restored from {manifest.made_at} ({manifest.engine}): {len(manifest.tables())} tables, "
            f"{rows} rows, {len(manifest.files())} files"
        )
