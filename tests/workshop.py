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
MANAGE = (sys.executable, "manage.py")
NO_BROWSER = ("-m", "not browser")
# The ground floor knows no database: its tests would only say the same again.
NO_GROUND_FLOOR = ("--ignore=tests/lib",)
# Named outright, because .env may name another database.
SQLITE = {"DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'portal.sqlite3'}"}


def run(*command: str, settings: Mapping[str, str] | None = None) -> int:
    """Run a command in the project's folder and return its exit code."""
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **(settings or {})}, check=False).returncode


def start_on_postgresql(log: Path) -> subprocess.Popen[bytes]:
    """Start the suite on a throw-away server, beside the run on SQLite: the two share two cores."""
    command = (
        sys.executable,
        "-m",
        "tests.postgres",
        *PYTEST,
        *NO_BROWSER,
        *NO_GROUND_FLOOR,
        "-p",
        "no:cacheprovider",
    )
    with log.open("wb") as output:
        return subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)


def test_on_sqlite() -> int:
    """Run the suite with coverage, browser tests included where there is a browser."""
    selection = () if shutil.which("chromium") else NO_BROWSER
    if selection:
        print("Browser tests are skipped: there is no Chromium.", flush=True)
    return run(*PYTEST, "--cov", "--cov-report=term", *selection, settings=SQLITE)


def test(*arguments: str) -> int:
    """Run everything on both engines; with arguments, what they select on SQLite alone."""
    if arguments:
        return run(*PYTEST, *arguments, settings=SQLITE)
    if find_binaries() is None:
        print("The run on PostgreSQL is skipped: its server program is missing.", flush=True)
        return test_on_sqlite()
    BUILD.mkdir(exist_ok=True)
    log = BUILD / "tests-postgresql.log"
    beside = start_on_postgresql(log)
    code = test_on_sqlite()
    other_code = beside.wait()
    lines = log.read_text(errors="replace").splitlines()
    print("On PostgreSQL:", *(lines if other_code else lines[-1:]), sep="\n", flush=True)
    if code:
        print("On SQLite: failed (see above).", flush=True)
    return code or other_code


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
    make = ("makemessages", "--locale=zh_Hans", "--no-obsolete", "--add-location=file")
    return run(*MANAGE, *make, *ignored) or run(*MANAGE, "compilemessages", *ignored)


COMMANDS = {command.__name__: command for command in (test, check, messages)}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]](*sys.argv[2:]))
