"""The portal served on a free port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVED = {
    # As ``./portal run`` serves.
    "sqlite": ("--worker-class=gthread", "--workers=1", "--threads=8", "--timeout=120"),
    "postgresql": ("--config=deploy/gunicorn.conf.py",),
}
READY_SECONDS = 60


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(engine: str) -> Iterator[int]:
    """Serve the portal on a free port, which is given."""
    port = free_port()
    address = f"127.0.0.1:{port}"
    command = (sys.executable, "-m", "gunicorn", "quality_portal.wsgi", *SERVED[engine])
    options = (f"--bind={address}", "--log-level=error", "--no-control-socket")
    process = subprocess.Popen([*command, *options], cwd=ROOT, env={**os.environ, "BIND": address})
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    """Wait until the portal answers."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise SystemExit("The portal did not answer.")
