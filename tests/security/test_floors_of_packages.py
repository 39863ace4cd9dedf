"""No package is older than its floor, every locked file bears its hash, and the list of parts is whole."""

import json
import re
import subprocess
import sys
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


def test_the_list_of_parts_names_every_package_of_production() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", "requirements", "requirements.lock", "--output-reproducible"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    parts = json.loads(made.stdout)
    assert parts["bomFormat"] == "CycloneDX"
    assert {part["name"]: part["version"] for part in parts["components"]} == locked("requirements.lock")
    hashed = [part["externalReferences"][0]["hashes"] for part in parts["components"]]
    assert all(hashed)
