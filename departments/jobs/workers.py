"""Workers of the two queues, which take up lost jobs beside those they are given."""

import logging
import signal
import time
from types import FrameType
from typing import Final

from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker

from departments.jobs.actions import take_up_lost
from departments.jobs.pulse import stopping
from departments.models import Job

logger = logging.getLogger(__name__)

QUEUE: Final = "default"
_IDLE_SECONDS: Final = 1
_AWAY_SECONDS: Final = 5


class DatabaseWorker(QueueWorker):
    """Works the queue in the database until it is empty; told to end, its job is handed back."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Let the job that is under way hand itself back, and end."""
        stopping.set()
        super().shutdown(signum, frame)


def database_worker() -> DatabaseWorker:
    """Return a worker of the queue in the database."""
    return DatabaseWorker(
        queue_names=[QUEUE],
        excluded_queue_names=[],
        interval=_IDLE_SECONDS,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )


def work_database(worker: DatabaseWorker, *, until_empty: bool) -> None:
    """Let it work, waiting for a database that is away for a while, until it is told to end."""
    is_pruned = False
    while worker.running:
        try:
            if not is_pruned:
                call_command("prune_db_task_results", verbosity=0)
                is_pruned = True
            take_up_lost(Job.objects.all())
            worker.run()
            if until_empty and not Job.objects.unfinished().exists():
                return
            time.sleep(_IDLE_SECONDS)
        except DatabaseError:
            logger.warning("the database does not answer", exc_info=True)
            close_old_connections()
            time.sleep(_AWAY_SECONDS)


def work_redis() -> None:
    """Work the queue in Redis."""
    # Its parts read settings that only this queue has.
    import django_rq
    from django_tasks_rq import Job as QueuedJob
    from rq import Worker

    class RedisWorker(Worker):
        """Takes up lost jobs between those it is given."""

        def run_maintenance_tasks(self) -> None:
            """Look after the queue, and after jobs without a worker."""
            super().run_maintenance_tasks()
            try:
                take_up_lost(Job.objects.all())
            except DatabaseError:
                logger.warning("the database does not answer", exc_info=True)
            finally:
                # The process that does a job is forked from this one and opens its own.
                connection.close()

        def setup_work_horse_signals(self) -> None:
            """Told to end, the job that is under way hands itself back."""
            super().setup_work_horse_signals()
            signal.signal(signal.SIGTERM, lambda _signal, _frame: stopping.set())

    worker = django_rq.get_worker(
        QUEUE, job_class=QueuedJob, worker_class=RedisWorker, worker_ttl=60, maintenance_interval=30
    )
    worker.work(logging_level="WARNING")
