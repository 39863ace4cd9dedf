"""What people do to a job: start it, cancel it; and how one that lost its worker is taken up."""

import logging
from datetime import timedelta
from functools import partial
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from departments.jobs import embedded, pulse, tasks
from departments.jobs.kinds import Kind
from departments.jobs.running import cancelled, finish, hand_back
from departments.models import Job, User
from departments.models.job import JobQuerySet, JobState
from quality_portal.lib import clock

logger = logging.getLogger(__name__)

MOST_ATTEMPTS: Final = 3
"""Workers that may die over a job before it is given up: perhaps it is the job that kills them."""
QUEUED_AGAIN_AFTER: Final = timedelta(minutes=10)
"""A queue may lose what it holds; who waits so long is queued once more, which does no harm."""


def start(kind: Kind, *, subject: int, title: str, by: User) -> Job:
    """Ask for a job about a record; who asks for it again gets the one that is unfinished."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    kind=kind.name,
                    subject=subject,
                    title=title[:200],
                    language=get_language() or "zh-hans",
                    asked_by=by,
                    asked_at=clock.now(),
                )
        except IntegrityError:
            return Job.objects.about(kind.name, subject).filter(asked_by=by).latest("asked_at")
        # A queue that is away must not undo what the person has done: a worker finds the job without it.
        transaction.on_commit(partial(_enqueue, job), robust=True)
    return job


def cancel(job: Job, *, by: User) -> None:
    """Stop a job of the person's own: at once when it waits, else at the worker's next step."""
    if not job.is_unfinished or job.asked_by_id != by.pk:
        return
    pulse.ask_to_stop(job.pk)
    if job.is_waiting:
        finish(job, JobState.CANCELLED, failure=cancelled())


def take_up_lost(jobs: JobQuerySet) -> None:
    """Let jobs go on that their worker or queue has lost; one that wore out several workers is given up."""
    now = clock.now()
    unqueued = Q(queued_at=None) | Q(queued_at__lt=now - QUEUED_AGAIN_AFTER)
    for job in jobs.filter(unqueued, state=JobState.WAITING):
        _enqueue(job)
    since = now - timedelta(seconds=pulse.LOST_AFTER_SECONDS)
    for job in jobs.filter(state=JobState.RUNNING, begun_at__lt=since):
        if pulse.progress_of(job.pk) is None:
            _take_up(job)


def _take_up(job: Job) -> None:
    logger.warning("job %s lost its worker", job.pk)
    with override(job.language):
        if pulse.is_cancelled(job.pk):
            finish(job, JobState.CANCELLED, failure=cancelled())
        elif job.attempts >= MOST_ATTEMPTS:
            failure = _(
                "The work was cut off several times and nothing of it was kept. Tell the administrator."
            )
            finish(job, JobState.FAILED, failure=failure)
        elif hand_back(job, is_attempt=True):
            _enqueue(job)


def _enqueue(job: Job) -> None:
    tasks.run.enqueue(str(job.pk))
    Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(queued_at=clock.now())
    embedded.ensure()
