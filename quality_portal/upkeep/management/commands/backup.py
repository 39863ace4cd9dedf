"""Write database and stored files into one checksummed file, while the portal is in use."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from departments.audit.actions import note
from departments.models import AuditAction
from quality_portal.upkeep.archive import BackupError
from quality_portal.upkeep.backup import backup
from quality_portal.upkeep.tables import is_replica


class Command(BaseCommand):
    """``manage.py backup FILE``."""

    help = "Write database and stored files into one checksummed file, while the portal is in use."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the backup and say what it holds."""
        try:
            manifest = backup(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        if is_replica():
            self.stderr.write("This database only follows another one: its audit trail has no entry of this.")
        else:
            note(AuditAction.MAINTAINED, by="backup", label=options["file"].name)
        rows = sum(member.rows for member in manifest.tables())
        self.stdout.write(
            f"{options['file']}: {len(manifest.tables())} tables, {rows} rows, "
            f"{len(manifest.files())} files, {options['file'].stat().st_size} bytes"
        )
