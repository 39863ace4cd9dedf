"""Runs one drill on a database made for it, then the integrity check; exits with 1 where anything failed."""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import django

from tests.postgres import find_binaries, throwaway_server

NAMES = ("writers", "same_post", "burst", "races")


def main(arguments: list[str]) -> int:
    """Prepare, drill, check."""
    parser = argparse.ArgumentParser(prog="python -m tests.drills")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-drill-")))
        url = f"sqlite:///{folder / 'drill.sqlite3'}"
        if asked.engine == "postgresql":
            binaries = find_binaries()
            if binaries is None:
                raise SystemExit("PostgreSQL's initdb was not found: apt-get install postgresql")
            url = stack.enter_context(throwaway_server(binaries))
        own = {"DATABASE_URL": url, "MEDIA_ROOT": str(folder / "media"), "DEBUG": "off"}
        os.environ.update(own, DJANGO_SETTINGS_MODULE="quality_portal.settings")
        django.setup()
        return drill(asked.name)


def drill(name: str) -> int:
    """Run a drill on the prepared database; print what was seen."""
    from django.core.management import CommandError, call_command

    from tests.drills import crowds
    from tests.drills.portal import served

    call_command("migrate", verbosity=0)
    call_command("load_plan", verbosity=0)
    try:
        with served() as portal:
            said = getattr(crowds, name)(portal)
        call_command("integrity")
    except (crowds.Failed, CommandError) as error:
        print(f"FAILED {name}: {error}")
        return 1
    print(f"ok {name}: {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
