"""The one task that the queue knows: do the job of this number."""

from django_tasks import task

from departments.jobs.running import run_job


@task()
def run(pk: str) -> None:
    """Do a job."""
    run_job(pk)
