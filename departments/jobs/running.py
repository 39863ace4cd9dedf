"""What a worker does with a job: claims it, does the work, records how it ended."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from departments.jobs.kinds import JobError, kind_of
from departments.jobs.pulse import Cancelled, HandedBack, Pulse
from departments.models import Job
from departments.models.job import JobState
from quality_portal.lib import clock

logger = logging.getLogger(__name__)


def run_job(pk: str) -> None:
    """Do a waiting job; another one is left alone, so that it may be queued twice."""
    job = _claimed(pk)
    if job is None:
        return
    # The end is recorded while the job still shows that it is alive, so that nobody takes it for lost.
    with override(job.language), Pulse(job.pk) as pulse:
        _do(job, pulse)


def _do(job: Job, pulse: Pulse) -> None:
    try:
        pulse.tell(0, 0)
        result = kind_of(job).run(job, pulse.tell)
    except Cancelled:
        finish(job, JobState.CANCELLED, failure=cancelled())
    except HandedBack:
        hand_back(job, is_attempt=False)
    except JobError as error:
        finish(job, JobState.FAILED, failure=str(error))
    except Exception:
        # Whatever it was, the person waiting for it has to be told, and the log keeps the details.
        logger.exception("job %s failed", job.pk)
        failure = _("The work failed and nothing of it was kept. Try again, or tell the administrator.")
        finish(job, JobState.FAILED, failure=failure)
    else:
        finish(job, JobState.DONE, result=result)


def _claimed(pk: str) -> Job | None:
    """Return the job, begun by this worker alone; None when it does not wait."""
    claimed = Job.objects.filter(pk=pk, state=JobState.WAITING).update(
        state=JobState.RUNNING, begun_at=clock.now(), attempts=F("attempts") + 1
    )
    return Job.objects.select_related("asked_by").get(pk=pk) if claimed else None


def finish(job: Job, state: JobState, *, failure: str = "", result: Mapping[str, Any] | None = None) -> None:
    """Record how a job ended, and free its record unless it ended well; nothing if it has gone on since."""
    with transaction.atomic():
        ended = _as_read(job).update(
            state=state, finished_at=clock.now(), failure=failure[:1000], result=dict(result or {})
        )
        if ended and state != JobState.DONE:
            kind_of(job).abandon(job, failure)


def hand_back(job: Job, *, is_attempt: bool) -> bool:
    """Let a job under way wait for another worker; False if it has gone on since."""
    attempts = job.attempts if is_attempt else job.attempts - 1
    return bool(_as_read(job).update(state=JobState.WAITING, queued_at=None, attempts=attempts))


def _as_read(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state=job.state, begun_at=job.begun_at)


def cancelled() -> str:
    """Return the sentence about a cancelled job."""
    return _("The work was cancelled and nothing of it was kept.")
