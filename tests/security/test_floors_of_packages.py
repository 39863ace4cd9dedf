"""No package older than its floor is locked or installed, and every locked file bears its hash."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
FLOORS: dict[str, str] = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))[
    "floors"
]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(name: str) -> dict[str, str]:
    """Return the version of every package a lock file names, without its extras."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;]+)", text, re.MULTILINE))


@pytest.mark.parametrize("package", FLOORS)
def test_nothing_older_than_its_floor_is_locked_or_installed(package: str) -> None:
    kept = [locked(name).get(package) for name in LOCKS]
    versions = [metadata.version(package), kept[0] or "0", *filter(None, kept[1:])]
    assert [version for version in versions if Version(version) < Version(FLOORS[package])] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_bears_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[\w.-]+(?:\[[^\]]*\])?==)", text, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert len(entries) == len(locked(name)) > 0
