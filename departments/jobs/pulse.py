"""The sign of life of a job under way: how far it is, and whether it has to stop.

It goes through the cache and not through the database, because one long transaction may hold SQLite's only
writer, and by a thread of its own, because what a transaction writes on its own connection is not visible
outside before its end.
"""

import logging
from threading import Event, Thread
from types import TracebackType
from typing import Final, Self
from uuid import UUID

from django.core.cache import cache
from django.db import connection

from departments.jobs.kinds import Interruption

logger = logging.getLogger(__name__)

BEAT_SECONDS: Final = 1.0
LOST_AFTER_SECONDS: Final = 60
"""A job that gave no sign of life for so long has lost its worker."""
_CANCEL_SECONDS: Final = 24 * 60 * 60

stopping = Event()
"""Set when this worker has been told to end."""


class Cancelled(Interruption):
    """Who asked for the work has cancelled it."""


class HandedBack(Interruption):
    """The worker ends; another one does the work."""


class Pulse:
    """Gives a job's sign of life every second while the work is done."""

    def __init__(self, pk: UUID) -> None:
        self._pk = pk
        self._progress = (0, 0)
        self._ended = Event()
        self._cancelled = Event()
        self._thread = Thread(target=self._beat_on, name=f"pulse-{pk}", daemon=True)

    def __enter__(self) -> Self:
        self._beat()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        cache.delete(_life(self._pk))

    def tell(self, done: int, total: int) -> None:
        """Note how far the work is; raises HandedBack or Cancelled when it has to stop."""
        self._progress = (done, total)
        if self._cancelled.is_set():
            raise Cancelled
        if stopping.is_set():
            raise HandedBack

    def _beat(self) -> None:
        cache.set(_life(self._pk), self._progress, LOST_AFTER_SECONDS)
        if is_cancelled(self._pk):
            self._cancelled.set()

    def _beat_on(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            try:
                self._beat()
            except Exception:
                # The work goes on without; when the cache is back before the minute is over, nobody notices.
                logger.warning("job %s could not give a sign of life", self._pk, exc_info=True)
        connection.close()


def progress_of(pk: UUID) -> tuple[int, int] | None:
    """Return how much is done and how much there is; None when no worker gave a sign of life lately."""
    found: tuple[int, int] | None = cache.get(_life(pk))
    return found


def ask_to_stop(pk: UUID) -> None:
    """Let the worker know that the job is cancelled."""
    cache.set(_wish(pk), value=True, timeout=_CANCEL_SECONDS)


def is_cancelled(pk: UUID) -> bool:
    """Tell whether the job has been asked to stop."""
    return cache.get(_wish(pk)) is not None


def _life(pk: UUID) -> str:
    return f"job-{pk}"


def _wish(pk: UUID) -> str:
    return f"job-{pk}-cancelled"
