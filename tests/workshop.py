"""What ``./portal test``, ``check`` and ``messages`` do once the environment stands."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.postgres import find_binaries

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
PYTEST = (sys.executable, "-m", "pytest")
COVERAGE = (sys.executable, "-m", "coverage")
MANAGE = (sys.executable, "manage.py")
NO_BROWSER = ("-m", "not browser")
GROUND_FLOOR = "tests/lib"
"""Tests that know no database: run once, beside the rooms' run, because there are two cores."""
PRINTED = "tests/assessments/test_papers.py"
"""Tests that spend their time typesetting, which no database does."""
MEASURED = ("--cov", "--cov-report=", "--cov-fail-under=0")
# Named outright, because .env may name another database.
SQLITE = {"DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'portal.sqlite3'}"}


def run(*command: str, settings: Mapping[str, str] | None = None) -> int:
    """Run a command in the project's folder and return its exit code."""
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **(settings or {})}, check=False).returncode


def measured_in(name: str) -> dict[str, str]:
    """Return the settings of a run on SQLite whose coverage is kept in a file of its own."""
    return {**SQLITE, "COVERAGE_FILE": str(BUILD / f"coverage-{name}")}


def beside() -> int:
    """Run beside the rooms on SQLite: the rooms on PostgreSQL, then ground floor and papers."""
    code = 0
    if find_binaries() is None:
        print("The run on PostgreSQL is skipped: its server program is missing.", flush=True)
    else:
        rooms = (*PYTEST, *NO_BROWSER, f"--ignore={GROUND_FLOOR}", f"--ignore={PRINTED}")
        print("The rooms on PostgreSQL:", flush=True)
        code = run(sys.executable, "-m", "tests.postgres", *rooms)
    print("The ground floor and the papers:", flush=True)
    ground = (*PYTEST, *MEASURED, "-p", "no:cacheprovider", GROUND_FLOOR)
    code = run(*ground, settings=measured_in("ground-floor")) or code
    papers = (*PYTEST, *MEASURED, "-p", "no:cacheprovider", "--no-migrations", PRINTED)
    return run(*papers, settings={**measured_in("papers"), "COVERAGE_PATCH": "_exit"}) or code


def test(*arguments: str) -> int:
    """Run everything, the rooms on both engines; with arguments, what they select on SQLite alone."""
    if arguments:
        return run(*PYTEST, *arguments, settings=SQLITE)
    BUILD.mkdir(exist_ok=True)
    log = BUILD / "tests-beside.log"
    with log.open("wb") as output:
        other = subprocess.Popen(
            (sys.executable, "-m", "tests.workshop", "beside"),
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    selection = () if shutil.which("chromium") else NO_BROWSER
    if selection:
        print("Browser tests are skipped: there is no Chromium.", flush=True)
    # The run beside migrates for real; here the tables are made at once.
    elsewhere = (f"--ignore={GROUND_FLOOR}", f"--ignore={PRINTED}")
    rooms = (*PYTEST, *MEASURED, *elsewhere, "--no-migrations", *selection)
    code = run(*rooms, settings={**measured_in("rooms"), "COVERAGE_PATCH": "_exit"})
    other_code = other.wait()
    print(summary(log.read_text(errors="replace"), whole=bool(other_code)), flush=True)
    return code or other_code or covered()


def summary(log: str, *, whole: bool) -> str:
    """Return the closing lines of the runs beside, or all they said when one failed."""
    lines = log.splitlines()
    return "\n".join(
        line for line in lines if whole or line.endswith(":") or (line.startswith("===") and " in " in line)
    )


def covered() -> int:
    """Put the coverage of both runs together, print it, and fail below the gate in pyproject.toml."""
    files = sorted(str(file) for file in BUILD.glob("coverage-*"))
    whole = {"COVERAGE_FILE": str(BUILD / "coverage")}
    return run(*COVERAGE, "combine", *files, settings=whole) or run(*COVERAGE, "report", settings=whole)


def checks() -> dict[str, tuple[tuple[str, ...], dict[str, str]]]:
    """Return every check by its name: the command and its settings."""
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"tests"}
    templates = {file.relative_to(ROOT) for file in ROOT.glob("[!.]*/**/*.html") if "templates" in file.parts}
    production = {
        "PORTAL_MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "portal.example.org",
        "DATABASE_URL": "postgres:///portal",
        "DEBUG": "off",
    }
    djade = str(Path(sys.executable).parent / "djade")
    python = (sys.executable, "-m")
    return {
        "ruff check": ((*python, "ruff", "check", "."), {}),
        "ruff format": ((*python, "ruff", "format", "--check", "."), {}),
        "mypy": ((*python, "mypy"), {}),
        "djade": ((djade, "--check", "--target-version", "5.2", *sorted(map(str, templates))), {}),
        # Findings of low severity are ruff's to report, so that an exception is written once.
        "bandit": ((*python, "bandit", "-q", "-ll", "-c", "pyproject.toml", "-r", *sorted(packages)), {}),
        "settings": ((*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), production),
        "migrations": (
            (*MANAGE, "makemigrations", "--check", "--dry-run"),
            {"DATABASE_URL": "sqlite://:memory:"},
        ),
    }


def check() -> int:
    """Run every check, also after one has failed, and name those that did."""
    failed = []
    for name, (command, settings) in checks().items():
        print(f"--- {name}", flush=True)
        if run(*command, settings=settings) != 0:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.", flush=True)
    return 1 if failed else 0


def messages() -> int:
    """Collect the translatable texts and compile the translations, which are committed."""
    ignored = tuple(f"--ignore={name}" for name in (".venv", "var", "build", "tests"))
    make = ("makemessages", "--locale=zh_Hans", "--no-obsolete", "--no-wrap", "--add-location=file")
    return run(*MANAGE, *make, *ignored) or run(*MANAGE, "compilemessages", *ignored)


COMMANDS = {command.__name__: command for command in (test, beside, check, messages)}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]](*sys.argv[2:]))
