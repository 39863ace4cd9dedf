"""Putting a database and the store of files aside before a restore, and back when it fails."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

SIDE_FILES = ("", "-wal", "-shm")
"""SQLite's database, its write-ahead log and the log's index."""


class Place:
    """Where the portal keeps its data; ``mark`` tells what is put aside from earlier times."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.store = Path(settings.MEDIA_ROOT)
        self.store_aside = self.store.with_name(f"{self.store.name}.before-{mark}")

    def put_aside(self) -> None:
        """Leave an empty place."""
        self._database_aside()
        if self.store.exists():
            self.store.rename(self.store_aside)

    def put_back(self) -> None:
        """Let everything be as before; what the restore wrote is gone."""
        self._database_back()
        if self.store.exists():
            shutil.rmtree(self.store)
        if self.store_aside.exists():
            self.store_aside.rename(self.store)

    def left_behind(self) -> list[str]:
        """Return sentences saying where the old data lie."""
        files = [f"The former files lie in {self.store_aside}."] if self.store_aside.exists() else []
        return [*self._database_left_behind(), *files]

    def _database_aside(self) -> None:
        raise NotImplementedError

    def _database_back(self) -> None:
        raise NotImplementedError

    def _database_left_behind(self) -> list[str]:
        raise NotImplementedError


class SqlitePlace(Place):
    """A file; the former one is renamed."""

    def __init__(self, mark: str) -> None:
        super().__init__(mark)
        self.file = Path(str(connection.settings_dict["NAME"]))
        self.aside = self.file.with_name(f"{self.file.name}.before-{mark}")

    def _database_aside(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        self._move(self.file, self.aside)

    def _database_back(self) -> None:
        connection.close()
        for suffix in SIDE_FILES:
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        self._move(self.aside, self.file)

    def _move(self, source: Path, target: Path) -> None:
        for suffix in SIDE_FILES:
            found = source.with_name(source.name + suffix)
            if found.exists():
                found.rename(target.with_name(target.name + suffix))

    def _database_left_behind(self) -> list[str]:
        return [f"The former database lies in {self.aside}."]


class PostgresPlace(Place):
    """A schema; the former one is renamed."""

    def __init__(self, mark: str) -> None:
        super().__init__(mark)
        self.aside = f"before_{mark.replace('-', '_')}"

    def _run(self, *statements: str) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def _database_aside(self) -> None:
        self._run(f'ALTER SCHEMA public RENAME TO "{self.aside}"', "CREATE SCHEMA public")

    def _database_back(self) -> None:
        connection.close()
        self._run("DROP SCHEMA public CASCADE", f'ALTER SCHEMA "{self.aside}" RENAME TO public')

    def _database_left_behind(self) -> list[str]:
        return [f"The former tables lie in the schema {self.aside}."]


def place(mark: str) -> Place:
    """Return the place of the database now configured."""
    return SqlitePlace(mark) if connection.vendor == "sqlite" else PostgresPlace(mark)
