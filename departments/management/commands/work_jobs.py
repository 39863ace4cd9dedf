"""``manage.py work_jobs``: do the background jobs, in a process of its own."""

import os
import signal
import sys
from argparse import ArgumentParser
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from departments.jobs.workers import database_worker, work_database, work_redis


class Command(BaseCommand):
    """Works the queue that ``JOB_QUEUE`` names."""

    help = "Does the background jobs of the queue that JOB_QUEUE names, until it is told to end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the embedded worker's option."""
        parser.add_argument(
            "--until-empty",
            action="store_true",
            help="end when nothing is left to do, or with the process that started this one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        if settings.JOB_QUEUE not in {"embedded", "database"}:
            work_redis()
            return
        if options["until_empty"]:
            Thread(target=_end_with_the_starter, daemon=True).start()
        worker = database_worker()
        worker.configure_signals()
        work_database(worker, until_empty=options["until_empty"])


def _end_with_the_starter() -> None:
    """Wait until nobody holds the other end of the standard input any more."""
    # Not through sys.stdin: a thread that waits there holds its lock, and Python then aborts when it ends.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
