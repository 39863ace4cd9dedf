"""The embedded worker ends in order by itself, and with the process that has started it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WAITING = """
import time
from threading import Thread
from departments.management.commands import work_jobs
Thread(target=work_jobs._end_with_the_starter, daemon=True).start()
time.sleep({seconds})
"""


def begun(seconds: float) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "quality_portal.settings"}
    program = "import django; django.setup()" + WAITING.format(seconds=seconds)
    command = (sys.executable, "-c", program)
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE)


def test_a_worker_without_jobs_ends_in_order_while_its_starter_lives() -> None:
    worker = begun(0.3)
    try:
        assert worker.wait(60) == 0
    finally:
        worker.kill()
        worker.communicate()


def test_a_worker_is_told_to_end_when_its_starter_is_gone() -> None:
    with begun(60) as worker:
        assert worker.stdin is not None
        worker.stdin.close()
        assert worker.wait(60) == -signal.SIGTERM
