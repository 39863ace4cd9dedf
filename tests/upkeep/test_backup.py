"""A backup holds everything of one moment, and what is restored is what was backed up."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from departments.models import Department
from quality_portal.upkeep import tables
from quality_portal.upkeep.archive import BackupError, Manifest, Reader
from quality_portal.upkeep.backup import UNFINISHED, backup
from quality_portal.upkeep.restore import restore
from tests.assessments.factories import make_full_scores, make_scheme
from tests.departments.factories import make_department

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Path:
    """Give the portal a store of its own with one file."""
    folder = tmp_path / "media"
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "a.pdf").write_bytes(b"%PDF-1.7 evidence")
    settings.MEDIA_ROOT = str(folder)
    return folder


def make_records() -> None:
    make_full_scores(make_scheme(), make_department(name="农业农村局"), "55.50", "37")


def restored(path: Path, *, overwrite: bool = False) -> Manifest:
    return restore(path, overwrite=overwrite, tell=lambda sentence: None)


def emptied(store: Path) -> None:
    """Leave the place empty, as a new machine would be."""
    call_command("flush", interactive=False, verbosity=0)
    for file in store.rglob("*.pdf"):
        file.unlink()


def test_what_is_restored_is_what_was_backed_up(store: Path, tmp_path: Path) -> None:
    make_records()
    first = backup(tmp_path / "one.zip")
    emptied(store)
    restored(tmp_path / "one.zip")
    second = backup(tmp_path / "two.zip")
    assert second.members == first.members
    assert [member.name for member in first.files()] == ["files/evidence/a.pdf"]
    assert sum(member.rows for member in first.tables()) > 20


def test_numbers_are_given_on_after_a_restore(store: Path, tmp_path: Path) -> None:
    make_records()
    backup(tmp_path / "one.zip")
    emptied(store)
    restored(tmp_path / "one.zip")
    highest = max(Department.objects.values_list("pk", flat=True))
    assert make_department().pk > highest


def another(folder: Path) -> BaseDatabaseWrapper:
    """Return a further connection; SQLite's goes to a file, because its databases in memory have no log."""
    further = connection.copy()
    if connection.vendor == "sqlite":
        further.settings_dict["NAME"] = str(folder / "snapshot.sqlite3")
    return further


def count(on: BaseDatabaseWrapper) -> int:
    with on.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM moments")
        return int(cursor.fetchone()[0])


def test_a_snapshot_shows_one_moment_and_lets_others_write(tmp_path: Path) -> None:
    reader, writer = another(tmp_path), another(tmp_path)
    own = connection if connection.vendor == "postgresql" else reader
    with writer.cursor() as cursor:
        cursor.execute("CREATE TABLE moments (number INTEGER)")
    try:
        with tables.snapshot(own):
            seen = [count(own)]
            with writer.cursor() as cursor:
                cursor.execute("INSERT INTO moments VALUES (1)")
            seen += [count(own), count(writer)]
        assert [*seen, count(own)] == [0, 0, 1, 1]
    finally:
        with writer.cursor() as cursor:
            cursor.execute("DROP TABLE moments")
        reader.close()
        writer.close()


def test_a_restore_over_data_is_refused(store: Path, tmp_path: Path) -> None:
    make_records()
    backup(tmp_path / "one.zip")
    with pytest.raises(CommandError, match="add --overwrite"):
        call_command("restore", tmp_path / "one.zip")


def test_a_changed_byte_is_found_before_anything_is_written(store: Path, tmp_path: Path) -> None:
    make_records()
    backup(tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as whole, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in whole.namelist():
            content = whole.read(name)
            bad.writestr(name, content.replace("农业农村局".encode(), "林业和草原".encode()))
    emptied(store)
    with pytest.raises(BackupError, match="does not match its checksum"):
        restored(tmp_path / "bad.zip")
    assert not Department.objects.exists()


def test_an_unfinished_or_foreign_file_is_refused(store: Path, tmp_path: Path) -> None:
    (tmp_path / "foreign.zip").write_bytes(b"PK not really")
    with zipfile.ZipFile(tmp_path / "partial.zip", "w") as partial:
        partial.writestr("rows/departments.department.jsonl", "[]")
    for name in ("foreign.zip", "partial.zip"):
        with pytest.raises(BackupError, match="not a finished backup"):
            Reader(tmp_path / name)
    with pytest.raises(BackupError, match="no file"):
        Reader(tmp_path / "nowhere.zip")


def test_a_backup_never_overwrites_another_and_leaves_nothing_half_written(
    store: Path, tmp_path: Path
) -> None:
    backup(tmp_path / "one.zip")
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", tmp_path / "one.zip")
    with pytest.raises(BackupError, match="could not be written"):
        backup(tmp_path / "nowhere" / "two.zip")
    assert list(tmp_path.glob(f"*{UNFINISHED}")) == []
