"""The file a backup is kept in: a zip with the rows of every table, the stored files and a manifest.

``rows/<app>.<model>.jsonl`` holds one table, first a line with its columns, then a row per line, the same
on every database engine; ``files/…`` what lies in the store of uploaded files; ``manifest.json``, written
last, the checksum of every member. A file without a manifest is a backup that was not finished.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
BLOCK: Final = 1024 * 1024


class BackupError(Exception):
    """The backup cannot be made or used; the message is a sentence saying why."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the archive with its checksum; ``rows`` counts the rows of a table."""

    name: str
    sha256: str
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: when and from which engine it was made, the migrations its tables stand at."""

    format: int
    made_at: str
    engine: str
    migrations: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]

    def tables(self) -> list[Member]:
        """Return the tables."""
        return [member for member in self.members if member.name.startswith("rows/")]

    def files(self) -> list[Member]:
        """Return the stored files."""
        return [member for member in self.members if member.name.startswith("files/")]


class Writer:
    """Writes a backup: members one after the other, the manifest last."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.members: list[Member] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.zip.close()

    def add(self, name: str, blocks: Iterable[bytes], *, one_row_each: bool = False) -> Member:
        """Write a member from its blocks; when ``one_row_each``, a line of columns and a row each."""
        checksum, count = hashlib.sha256(), 0
        with self.zip.open(name, "w", force_zip64=True) as out:
            for block in blocks:
                checksum.update(block)
                out.write(block)
                count += 1
        member = Member(name, checksum.hexdigest(), count - 1 if one_row_each else 0)
        self.members.append(member)
        return member

    def finish(self, *, made_at: str, engine: str, migrations: Iterable[tuple[str, str]]) -> Manifest:
        """Write the manifest."""
        manifest = Manifest(FORMAT, made_at, engine, tuple(migrations), tuple(self.members))
        self.zip.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
        return manifest


class Reader:
    """Reads a backup; raises BackupError where the file is none, unfinished or damaged."""

    def __init__(self, path: Path) -> None:
        try:
            self.zip = zipfile.ZipFile(path)
            kept = json.loads(self.zip.read(MANIFEST))
        except FileNotFoundError as error:
            raise BackupError(f"There is no file {path}.") from error
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise BackupError(f"{path.name} is not a finished backup of the portal.") from error
        if kept.get("format") != FORMAT:
            raise BackupError(f"{path.name} has format {kept.get('format')}; this portal reads {FORMAT}.")
        self.manifest = Manifest(
            format=kept["format"],
            made_at=kept["made_at"],
            engine=kept["engine"],
            migrations=tuple((app, name) for app, name in kept["migrations"]),
            members=tuple(Member(**member) for member in kept["members"]),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.zip.close()

    def verify(self) -> None:
        """Compare every member with its checksum."""
        for member in self.manifest.members:
            checksum = hashlib.sha256()
            try:
                for block in self.blocks(member.name):
                    checksum.update(block)
            except (KeyError, zipfile.BadZipFile, OSError, EOFError) as error:
                raise BackupError(f"The backup is damaged: {member.name} cannot be read.") from error
            if checksum.hexdigest() != member.sha256:
                raise BackupError(f"The backup is damaged: {member.name} does not match its checksum.")

    def blocks(self, name: str) -> Iterator[bytes]:
        """Yield a member's content."""
        with self.zip.open(name) as member:
            while block := member.read(BLOCK):
                yield block

    def rows(self, member: Member) -> Iterator[list[object]]:
        """Yield a table's rows; the first line names the columns."""
        with self.zip.open(member.name) as lines:
            for line in lines:
                yield json.loads(line)
