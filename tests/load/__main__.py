"""A hundred people use a portal served as in earnest: ``python -m tests.load``; exit 1 over the limits."""

import argparse
import os
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

import django

from tests.load.people import Asked, told
from tests.load.serving import SERVED, served
from tests.postgres import find_binaries, throwaway_server

P95_MS, P99_MS = 500, 1000


def main(arguments: list[str]) -> int:
    """Prepare a database of the asked engine, and let people use it."""
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("--engine", choices=tuple(SERVED), default="sqlite")
    parser.add_argument("--users", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=10)
    asked = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-load-")))
        url = f"sqlite:///{folder / 'load.sqlite3'}"
        if asked.engine == "postgresql":
            binaries = find_binaries()
            if binaries is None:
                raise SystemExit("PostgreSQL's initdb was not found: apt-get install postgresql")
            url = stack.enter_context(throwaway_server(binaries))
        own = {"DATABASE_URL": url, "MEDIA_ROOT": str(folder / "media"), "DEBUG": "off"}
        os.environ.update(own, DJANGO_SETTINGS_MODULE="quality_portal.settings")
        django.setup()
        return load(asked.engine, users=asked.users, minutes=asked.minutes)


def load(engine: str, *, users: int, minutes: float) -> int:
    """Fill the portal with the demonstration's data, serve it, measure, and check the data afterwards."""
    from django.core.management import call_command

    from tests.load.county import pages, sign_in
    from tests.load.people import crowd

    call_command("migrate", verbosity=0)
    call_command("load_plan", verbosity=0)
    call_command("load_demo", if_empty=True, verbosity=0)
    with served(engine) as port:
        people = sign_in(users, port=port)
        asked = crowd(people, pages(), seconds=minutes * 60)
    # Exits with 1 where what the crowd wrote breaks a rule.
    call_command("integrity")
    return report(asked, f"{engine}: {users} users, {minutes:g} min")


def report(asked: list[Asked], what: str) -> int:
    """Print failures, the slowest pages and the percentiles; return 1 over the limits, else 0."""
    failed, p95, p99 = told(asked)
    slow = defaultdict(list)
    for each in asked:
        slow[each.path].append(each.seconds * 1000)
    for status, path in sorted({(each.status, each.path) for each in asked if each.failed}):
        print(f"  failed with {status} {path}")
    for path, times in sorted(slow.items(), key=lambda entry: -max(entry[1]))[:5]:
        print(f"  slowest {max(times):6.0f} ms of {len(times):4} {path}")
    print(f"{what}, {len(asked)} requests, {failed} failed, p95 {p95:.0f} ms, p99 {p99:.0f} ms")
    return int(failed > 0 or p95 >= P95_MS or p99 >= P99_MS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
