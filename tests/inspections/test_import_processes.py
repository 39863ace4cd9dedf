"""Imports by real processes and connections: two at once, and killed in the middle."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from inspections.models import Campaign, ImportBatch, Sample
from tests.inspections import factories as made
from tests.inspections.at_once import import_both
from tests.test_floors import ROOT

ROWS = 4000
FAILED = {"抽查结果": "不合格", "主要不合格项目": "厚度、强度"}
TABLES = ("sample", "faileditem", "historicalsample", "case", "historicalcase", "campaign", "importbatch")


def make_table(path: Path, first: int, last: int) -> Path:
    """Write a table of some batches, every third of which failed."""
    rows = [made.full_row(n, **(FAILED if n % 3 == 0 else {})) for n in range(first, last + 1)]
    return made.make_csv(path, [[made.TITLE], made.FULL, *rows])


class Place:
    """A portal of its own: a database file and a folder for uploads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "portal.sqlite3"
        self.media = folder / "media"
        settings = {"DATABASE_URL": f"sqlite:///{self.database}", "MEDIA_ROOT": str(self.media)}
        self.environment = {**os.environ, **settings, "DJANGO_SETTINGS_MODULE": "quality_portal.settings"}

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """Start Python in the project's folder."""
        return subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str | Path) -> str:
        """Run Python and return what it printed."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return out

    def counts(self) -> dict[str, int]:
        """Return how many rows the importer's tables hold, read past the portal."""
        with sqlite3.connect(self.database) as database:
            return {
                name: database.execute(f"SELECT COUNT(*) FROM inspections_{name}").fetchone()[0]
                for name in TABLES
            }

    def files(self) -> list[Path]:
        """Return the uploads that are kept."""
        return [path for path in self.media.rglob("*") if path.is_file()]

    @property
    def journal(self) -> int:
        """The bytes written by the transaction that is under way."""
        path = Path(f"{self.database}-wal")
        return path.stat().st_size if path.exists() else 0


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a portal with every table and the founding plan."""
    if connection.vendor != "sqlite":
        pytest.skip("this portal has its own SQLite file whatever the suite runs on: once is enough")
    place = Place(tmp_path_factory.mktemp("portal"))
    place.run("manage.py", "migrate", "--verbosity=0")
    place.run("manage.py", "load_plan")
    return place


@pytest.fixture
def place(prepared: Place, tmp_path: Path) -> Place:
    """Return a fresh portal."""
    shutil.copy(prepared.database, tmp_path)
    return Place(tmp_path)


def importing(place: Place, path: Path) -> subprocess.Popen[str]:
    """Start the importing command."""
    return place.start("manage.py", "import_spot_checks", path, "--json")


def outcome(process: subprocess.Popen[str]) -> tuple[int, int, int]:
    """Return the exit code and the numbers of created and unchanged batches."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    report = json.loads(out)
    return process.returncode, report["created"], report["unchanged"]


def test_an_import_killed_in_the_middle_leaves_nothing_and_can_be_repeated(place: Place) -> None:
    table = make_table(place.folder / "table.csv", 1, ROWS)
    clean = place.counts()
    whole = written_by_a_whole_run(place, table)
    for fifth in range(5):
        process = importing(place, table)
        while place.journal <= whole * fifth // 6 and process.poll() is None:
            time.sleep(0.001)
        assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert place.counts() == clean
        assert place.files() == []
    assert outcome(importing(place, table)) == (0, ROWS, 0)
    assert (place.counts()["sample"], place.counts()["historicalsample"]) == (ROWS, ROWS)
    assert place.counts()["case"] == ROWS // 3
    assert len(place.files()) == 1


def written_by_a_whole_run(place: Place, table: Path) -> int:
    """Return how large the journal of an import grows, measured beside the portal under test."""
    beside = Place(place.folder / "beside")
    beside.folder.mkdir()
    shutil.copy(place.database, beside.folder)
    largest = 0
    process = importing(beside, table)
    while process.poll() is None:
        largest = max(largest, beside.journal)
        time.sleep(0.001)
    process.communicate()
    return largest


def test_two_processes_at_once_lose_nothing(place: Place) -> None:
    tables = [make_table(place.folder / "a.csv", 1, 600), make_table(place.folder / "b.csv", 401, 1000)]
    found = [outcome(process) for process in [importing(place, table) for table in tables]]
    assert sorted(found) == [(0, 400, 200), (0, 600, 0)]
    counts = place.counts()
    assert (counts["sample"], counts["historicalsample"], counts["campaign"]) == (1000, 1000, 1)
    assert (counts["case"], counts["importbatch"], len(place.files())) == (333, 2, 2)


def test_two_threads_at_once_lose_nothing(place: Place) -> None:
    tables = [make_table(place.folder / "a.csv", 1, 300), make_table(place.folder / "b.csv", 201, 500)]
    assert json.loads(place.run("-m", "tests.inspections.at_once", *tables)) == ["done", "done"]
    counts = place.counts()
    assert (counts["sample"], counts["historicalsample"], counts["campaign"]) == (500, 500, 1)
    assert (counts["case"], counts["faileditem"]) == (166, 332)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's turn is taken by processes above")
def test_two_connections_at_once_lose_nothing(tmp_path: Path) -> None:
    tables = [make_table(tmp_path / "a.csv", 1, 300), make_table(tmp_path / "b.csv", 201, 500)]
    assert import_both(tables) == ["done", "done"]
    assert (Sample.objects.count(), Sample.history.count(), Campaign.objects.count()) == (500, 500, 1)
    created = [upload.report["created"] for upload in ImportBatch.objects.all()]
    assert sum(created) == 500
