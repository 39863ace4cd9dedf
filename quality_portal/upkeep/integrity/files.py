"""Whether the store of files and the records that name them agree."""

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db.models import Model, Q, QuerySet

from departments.integrity import Flaw, flaw_of

BLOCK: Final = 1024 * 1024
AT_ONCE: Final = 500
UNDER_WAY: Final = 60 * 60
"""Seconds for which a file may lie there without a record: it is stored before the record that names it."""
PASSING: Final = ("assessment-letters", "unconfirmed-imports")
"""Folders of files that no record names: they are made to be fetched or confirmed, and are gone in a day."""


@dataclass(frozen=True, slots=True)
class Names:
    """Where records name stored files; ``may_be_gone`` are the records whose file was taken away."""

    label: str
    stored_as: str
    sha256: str = ""
    may_be_gone: Q = field(default_factory=lambda: Q(pk=None))

    @property
    def model(self) -> type[Model]:
        """The records' model."""
        return apps.get_model(self.label)

    def rows(self) -> QuerySet[Model]:
        """Return the records that name a file."""
        return self.model._default_manager.exclude(**{self.stored_as: ""}).order_by("pk")


STORED: Final = (
    Names("departments.Photograph", "file", "sha256"),
    Names("departments.Photograph", "small"),
    Names("departments.TaskEvent", "evidence", "evidence_sha256"),
    Names("targets.Reading", "evidence", "evidence_sha256"),
    Names("enterprises.TableImport", "file", "sha256"),
    Names("inspections.ImportBatch", "file", "sha256"),
    Names("inspections.CaseAction", "evidence", "evidence_sha256"),
    Names("brands.CredentialDocument", "file", "sha256"),
    # What was never handed in leaves the disk when it is removed from a draft.
    Names("reports.Evidence", "stored_as", "sha256", may_be_gone=~Q(removed_at=None)),
    Names("reports.Evidence", "thumbnail", may_be_gone=~Q(removed_at=None)),
    Names("assessments.ScoreEvidence", "stored_as", "sha256"),
    Names("assessments.IssuedPaper", "stored_as", "sha256"),
)


def missing() -> Iterator[Flaw]:
    """Yield the records whose file is not stored."""
    for names in STORED:
        rows = names.rows().exclude(names.may_be_gone)
        for key, name in rows.values_list("pk", names.stored_as).iterator():
            if not _path(name).is_file():
                yield flaw_of(names.model, key, f"{name} is not stored")


def altered() -> Iterator[Flaw]:
    """Yield the records whose file has another checksum than they keep."""
    for names in STORED:
        if not names.sha256:
            continue
        for key, name, kept in names.rows().values_list("pk", names.stored_as, names.sha256).iterator():
            path = _path(name)
            if path.is_file() and _checksum(path) != kept:
                yield flaw_of(names.model, key, f"{name} was altered")


def orphans() -> Iterator[Flaw]:
    """Yield the stored files that no record names."""
    for name in unnamed():
        yield Flaw(f"{name} is named by no record")


def unnamed() -> Iterator[str]:
    """Yield the names of stored files that no record names and that no upload under way has just stored."""
    latest = time.time() - UNDER_WAY
    root = Path(settings.MEDIA_ROOT)
    files = (
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and path.stat().st_mtime < latest
    )
    waiting = (name for name in files if not name.startswith(PASSING))
    while part := set(islice(waiting, AT_ONCE)):
        yield from sorted(part - _named(part))


def _named(found: Iterable[str]) -> set[str]:
    """Return those of some stored files that a record names."""
    known: set[str] = set()
    for names in STORED:
        rows = names.rows().filter(**{f"{names.stored_as}__in": list(found)})
        known.update(rows.values_list(names.stored_as, flat=True))
    return known


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name


def _checksum(path: Path) -> str:
    checksum = hashlib.sha256()
    with path.open("rb") as content:
        while block := content.read(BLOCK):
            checksum.update(block)
    return checksum.hexdigest()
