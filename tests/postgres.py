"""A throw-away PostgreSQL server for one command: ``python -m tests.postgres COMMAND…``.

The command finds the server in ``DATABASE_URL``; when it ends, the server and its files are gone.
"""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALLED_UNDER = Path("/usr/lib/postgresql")
# Durability and the network are of no use to a server that lives for one test run.
SERVER_OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
# Where servers crash, what they acknowledged has to be on the disk.
DURABLE = "-c listen_addresses=''"


def find_binaries(*, installed_under: Path = INSTALLED_UNDER) -> Path | None:
    """Return the folder with ``initdb`` and ``pg_ctl`` of the newest server, None without one."""
    found = [folder.parent for folder in installed_under.glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda folder: [int(part) for part in re.findall(r"\d+", folder.parent.name)])
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def server_owner() -> pwd.struct_passwd:
    """Return the account the server runs under: one without rights when we are root, as initdb asks."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    return accounts.get("postgres") or accounts["nobody"]


def _run(folder: Path, owner: pwd.struct_passwd, *command: str | Path) -> None:
    uid, gid = (owner.pw_uid, owner.pw_gid) if os.geteuid() == 0 else (None, None)
    groups: list[str | int] | None = [] if os.geteuid() == 0 else None
    said = folder / "commands.log"
    with said.open("ab") as log:
        done = subprocess.run(
            command, cwd=folder, stdout=log, stderr=log, check=False, user=uid, group=gid, extra_groups=groups
        )
    if done.returncode:
        raise SystemExit(f"The throw-away PostgreSQL server failed:\n{said.read_text(errors='replace')}")


@contextmanager
def throwaway_server(
    binaries: Path, *, options: str = SERVER_OPTIONS, within: Path = Path("/tmp")
) -> Iterator[str]:
    """Start a server that listens on a socket in a temporary folder only; give its ``DATABASE_URL``."""
    owner = server_owner()
    with tempfile.TemporaryDirectory(prefix="portal-pg-", dir=within) as name:
        folder, data = Path(name), Path(name) / "data"
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        _run(
            folder, owner, binaries / "initdb", "-D", data, "-U", "portal", "-A", "trust",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        start(folder, binaries, options=options)
        try:
            yield f"postgres://portal@/{folder}/postgres"
        finally:
            stop(folder, binaries)


def start(folder: Path, binaries: Path, *, options: str = SERVER_OPTIONS) -> None:
    """Start the server whose data lie in a folder; return when it takes connections."""
    log = ("-l", folder / "server.log", "-o", f"{options} -k {folder}")
    _run(folder, server_owner(), binaries / "pg_ctl", "-D", folder / "data", "-w", *log, "start")


def stop(folder: Path, binaries: Path) -> None:
    """Stop the server as a crash does: without a last word to disk or clients."""
    _run(folder, server_owner(), binaries / "pg_ctl", "-D", folder / "data", "-w", "-m", "immediate", "stop")


def main(command: list[str]) -> int:
    """Run a command beside a throw-away server and return its exit code."""
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL's initdb was not found. Install it with: apt-get install postgresql")
    with throwaway_server(binaries) as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
