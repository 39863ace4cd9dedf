"""The memory of a process and its children, as Linux tells it."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PROC = Path("/proc")
POLL_SECONDS = 0.02
KILOBYTE = 1024


def resident(pid: int) -> int:
    """Return the bytes a process and its descendants hold in memory; what they share counts for each."""
    total, found = 0, [pid]
    while found:
        folder = PROC / str(found.pop())
        try:
            status = (folder / "status").read_text()
            children = [file.read_text() for file in folder.glob("task/*/children")]
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
        total += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
        found += [int(child) for line in children for child in line.split()]
    return total * KILOBYTE


def watched(command: Sequence[str], *, cwd: Path, env: Mapping[str, str], output: Path) -> tuple[int, int]:
    """Run a command with its output in a file; return its exit code and its peak of memory in bytes."""
    peak = 0
    with output.open("wb") as stream:
        process = subprocess.Popen(command, cwd=cwd, env=dict(env), stdout=stream)
        while process.poll() is None:
            peak = max(peak, resident(process.pid))
            time.sleep(POLL_SECONDS)
    return process.returncode, peak
