"""Bringing a backup into an empty place, or over data when told so."""

import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from quality_portal.lib import clock
from quality_portal.upkeep import tables
from quality_portal.upkeep.archive import BackupError, Manifest, Reader
from quality_portal.upkeep.places import place


def restore(path: Path, *, overwrite: bool, tell: Callable[[str], None]) -> Manifest:
    """Restore database and files from a backup; nobody may use the portal meanwhile.

    The backup is checked first. With ``overwrite`` what is there is put aside, not removed, and put back
    when the restore fails. Raises BackupError, with the old data in their place.
    """
    with Reader(path) as reader:
        reader.verify()
        is_empty = not tables.holds_data() and not _any_file()
        if not is_empty and not overwrite:
            raise BackupError("There are data here already. To put them aside and restore, add --overwrite.")
        if is_empty and tables.stand_at() == sorted(reader.manifest.migrations):
            _load(reader, apps)
            _store(reader)
            return reader.manifest
        kept = place(clock.now().strftime("%Y%m%d-%H%M%S"))
        kept.put_aside()
        try:
            _load(reader, _build(reader.manifest))
            _store(reader)
            call_command("migrate", verbosity=0)
        except BaseException:
            kept.put_back()
            raise
        for sentence in kept.left_behind():
            tell(sentence)
        return reader.manifest


def _any_file() -> bool:
    root = Path(settings.MEDIA_ROOT)
    return any(file.is_file() for file in root.rglob("*")) if root.exists() else False


def _build(manifest: Manifest) -> Apps:
    """Build the tables as they were at the backup; return their models."""
    executor = MigrationExecutor(connection)
    made_with = list(manifest.migrations)
    newer = sorted(f"{app}.{name}" for app, name in set(made_with) - set(executor.loader.disk_migrations))
    if newer:
        raise BackupError(
            f"The backup was made by a newer portal: it knows {newer[0]}, this one does not. "
            "Install that version first."
        )
    return executor.migrate(_last_of_each_app(executor, made_with)).apps


def _load(reader: Reader, registry: Apps) -> None:
    """Fill the tables, all or none."""
    models = {tables.label(model): model for model in tables.tables(registry)}
    with transaction.atomic(), connection.constraint_checks_disabled():
        tables.empty(registry)
        for member in reader.manifest.tables():
            name = member.name.removeprefix("rows/").removesuffix(".jsonl")
            if name not in models or tables.load(models[name], reader.rows(member)) != member.rows:
                raise BackupError(f"The backup is damaged: {name} is not as it should be.")
        tables.set_sequences(registry)
        connection.check_constraints()


def _last_of_each_app(
    executor: MigrationExecutor, migrations: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the migrations nothing else among them stands on."""
    among = set(migrations)
    graph = executor.loader.graph
    below = {parent.key for node in among for parent in graph.node_map[node].parents}
    return sorted(among - below)


def _store(reader: Reader) -> None:
    root = Path(settings.MEDIA_ROOT)
    for member in reader.manifest.files():
        inside = PurePosixPath(member.name.removeprefix("files/"))
        if inside.is_absolute() or ".." in inside.parts:
            raise BackupError(f"The backup is damaged: {member.name} lies outside the store.")
        target = root / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for block in reader.blocks(member.name):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        target.chmod(settings.FILE_UPLOAD_PERMISSIONS)
