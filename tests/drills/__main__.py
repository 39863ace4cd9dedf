"""Runs drills on a database made for them, and the integrity check after each; exits with 1 if any failed."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path

import django

from tests.postgres import DURABLE, find_binaries, throwaway_server

MODULES = {
    "crowds": ("writers", "same_post", "burst", "races"),
    "kills": ("kills",),
    "closings": ("closings",),
    "away": ("away",),
    "clients": ("half_open",),
    "disks": ("disk_full",),
    "papers": ("paper",),
    "clocks": ("clock",),
}
NAMES = {name: module for module, names in MODULES.items() for name in names}


def main(arguments: list[str]) -> int:
    """Prepare, drill, check."""
    parser = argparse.ArgumentParser(prog="python -m tests.drills")
    parser.add_argument("names", metavar="NAME", nargs="+", choices=sorted(NAMES))
    parser.add_argument("--times", type=int, default=200, help="how often it happens (kills, paper)")
    parser.add_argument("--seconds", type=int, default=60, help="how long it lasts (away)")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args(arguments)
    # A drill that is stopped stops what it has started.
    signal.signal(signal.SIGTERM, lambda *_caught: sys.exit(143))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-drill-")))
        if "disk_full" in asked.names:
            stack.enter_context(own_disk(folder))
        url = f"sqlite:///{folder / 'drill.sqlite3'}"
        if asked.engine == "postgresql":
            binaries = find_binaries()
            if binaries is None:
                raise SystemExit("PostgreSQL's initdb was not found: apt-get install postgresql")
            url = stack.enter_context(
                throwaway_server(
                    binaries, options=DURABLE, within=folder if "disk_full" in asked.names else Path("/tmp")
                )
            )
        own = {
            "DATABASE_URL": url,
            "MEDIA_ROOT": str(folder / "media"),
            "CACHE_URL": f"filecache://{folder / 'cache'}",
            "TMPDIR": str(folder / "tmp"),
            "DEBUG": "off",
        }
        (folder / "tmp").mkdir()
        os.environ.update(own, DJANGO_SETTINGS_MODULE="quality_portal.settings")
        django.setup()
        return drill(asked)


@contextmanager
def own_disk(folder: Path) -> Iterator[None]:
    """Put a small disk into a folder, which needs the rights of root."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m,mode=755", "none", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def drill(asked: argparse.Namespace) -> int:
    """Run drills on the prepared database, one after the other; print what was seen."""
    from django.core.management import call_command

    call_command("collectstatic", "--ignore=*.otf", "--ignore=*.ttf", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("load_plan", verbosity=0)
    return max([_one(name, asked) for name in asked.names])


def _one(name: str, asked: argparse.Namespace) -> int:
    from django.core.management import CommandError, call_command

    from tests.drills.portal import Failed, served

    work = getattr(import_module(f"tests.drills.{NAMES[name]}"), name)
    start = time.monotonic()
    try:
        with served(times=asked.times, seconds=asked.seconds) as portal:
            said = work(portal)
        took = time.monotonic() - start
        left = cleared()
        call_command("integrity")
    except (Failed, CommandError, OSError) as error:
        print(f"FAILED {name}: {error}", flush=True)
        return 1
    print(f"ok {name} in {took:.0f} s: {said}; {left} files without a record removed", flush=True)
    return 0


def cleared() -> int:
    """Remove stored files that no record names as a day's upkeep does; return how many there were."""
    from django.conf import settings
    from django.core.management import call_command

    from quality_portal.upkeep.integrity import files

    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        os.utime(path, (0, 0))
    count = len(list(files.unnamed()))
    call_command("integrity", "--remove-orphans", "--only=files.orphans")
    return count


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
