"""Backup and integrity check on a replica, by ``DATABASE_URL`` alone: ``python -m tests.load.replica``.

Two PostgreSQL servers on this machine: one is written to, the other follows it. Exits with a sentence where
something did not hold.
"""

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.load.hosts import need
from tests.load.serving import ROOT
from tests.postgres import DURABLE, _run, find_binaries, server_owner, start, stop, throwaway_server

FOLLOWS_WITHIN = 30
"""Seconds after which what was written has to be on the replica."""


@contextmanager
def following(primary: str, binaries: Path) -> Iterator[str]:
    """Start a server that follows the one of an address; give its ``DATABASE_URL``."""
    owner, of_primary = server_owner(), primary.removeprefix("postgres://portal@/").removesuffix("/postgres")
    with tempfile.TemporaryDirectory(prefix="portal-replica-", dir="/tmp") as name:
        folder = Path(name)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        _run(
            folder, owner,
            binaries / "pg_basebackup", "-h", of_primary, "-U", "portal", "-D", folder / "data",
            "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast",
        )  # fmt: skip
        start(folder, binaries, options=DURABLE)
        try:
            yield f"postgres://portal@/{folder}/postgres"
        finally:
            stop(folder, binaries)


def manage(url: str, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a management command on a database."""
    return subprocess.run(
        (sys.executable, "manage.py", *command),
        cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def told(url: str, *command: str) -> str:
    """Return what a command said; ends the drill when it failed."""
    done = manage(url, *command)
    need(true=done.returncode == 0, what=f"{command[0]}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def wait_until_followed(replica: str) -> float:
    """Return the seconds until the replica knew a plan; ends the drill when it never does."""
    ask = "from targets.models import Target; print(Target.objects.count())"
    begun = time.monotonic()
    while manage(replica, "shell", "-v0", "-c", ask).stdout.strip() in {"", "0"}:
        need(true=time.monotonic() - begun < FOLLOWS_WITHIN, what="the replica does not follow")
    return time.monotonic() - begun


def main() -> None:
    """Write on one server, then back up and check the other one."""
    binaries = find_binaries()
    need(true=binaries is not None, what="PostgreSQL's server program is missing")
    if binaries is None:
        return
    with throwaway_server(binaries, options=DURABLE) as primary, following(primary, binaries) as replica:
        told(primary, "migrate", "-v0")
        told(primary, "load_plan")
        print(f"ok followed: the plan was on the replica when asked ({wait_until_followed(replica):.0f} s)")
        print("ok integrity on the replica:", told(replica, "integrity").splitlines()[-1])
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "portal.zip"
            told(replica, "backup", str(file))
            print(f"ok backup from the replica: {len(zipfile.ZipFile(file).namelist())} parts")
        refused = manage(replica, "load_plan")
        need(true="read-only transaction" in refused.stderr, what=f"written to a replica: {refused.stderr}")
        print("ok the replica refuses to be written to")


if __name__ == "__main__":
    main()
