"""The embedded worker: a child process of the server that does the waiting jobs and then ends.

A process and not a thread, so that pages stay quick while a large table is read, and its memory is given
back. It ends with the server, because the server holds the other end of its standard input.
"""

import logging
import subprocess
import sys
import time
from threading import Lock, Thread
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection

from departments.models import Job

logger = logging.getLogger(__name__)

EMBEDDED: Final = "embedded"
_PAUSE_SECONDS: Final = 5


class _Keeper:
    """Runs one worker at a time, as long as somebody has asked for one since it began."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_wanted = False
        self._thread: Thread | None = None

    def want(self) -> None:
        """See to it that a worker looks at the queue after this moment."""
        with self._lock:
            self._is_wanted = True
            # A process forked from this one inherits the record of the thread, but not the thread.
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._keep, name="job-worker", daemon=True)
                self._thread.start()

    def _keep(self) -> None:
        while self._taken():
            if (code := _work()) != 0:
                logger.warning("the embedded worker ended with %d and is started again", code)
                with self._lock:
                    self._is_wanted = True
                time.sleep(_PAUSE_SECONDS)

    def _taken(self) -> bool:
        with self._lock:
            wanted, self._is_wanted = self._is_wanted, False
            if not wanted:
                self._thread = None
            return wanted


_keeper = _Keeper()


def _work() -> int:
    """Run a worker until nothing is left to do; return its exit code."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work_jobs", "--until-empty"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as child:
        return child.wait()


def ensure() -> None:
    """Have the waiting jobs done by a worker of this process, unless workers run on their own."""
    if settings.JOB_QUEUE == EMBEDDED:
        _keeper.want()


def resume() -> None:
    """At the server's start: go on with what was left unfinished."""
    if settings.JOB_QUEUE != EMBEDDED:
        return
    try:
        if Job.objects.unfinished().exists():
            ensure()
    except DatabaseError:
        # Pages say so themselves; the next job starts the worker.
        logger.warning("the database does not answer: unfinished jobs wait", exc_info=True)
    finally:
        connection.close()
