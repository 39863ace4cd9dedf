"""Pages of background jobs: the person's own, one with its progress and result, cancelling it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from departments.access import Permission, PortalRequest, require
from departments.jobs import actions, pulse
from departments.jobs.kinds import kind_of
from departments.models import Job, User

NEWEST = 50


@require(Permission.SIGN_IN)
def job_list(request: PortalRequest) -> HttpResponse:
    """List the person's newest jobs."""
    jobs = Job.objects.filter(asked_by=request.user)[:NEWEST]
    rows = [(job, kind_of(job)) for job in jobs]
    return render(request, "departments/jobs/list.html", {"rows": rows, "newest": NEWEST})


@require(Permission.SIGN_IN)
def job_detail(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Show how far a job is, or how it ended."""
    job = _job(request, pk)
    return render(request, "departments/jobs/detail.html", shown(job, request.user))


@require(Permission.SIGN_IN)
@require_GET
def job_progress(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Answer the page that waits; at the end the browser loads it anew."""
    job = _job(request, pk)
    if job.is_unfinished:
        # Who waits is the first to notice that the worker is gone.
        actions.take_up_lost(Job.objects.filter(pk=pk))
    response = render(request, "departments/jobs/_job.html", shown(job, request.user))
    if not job.is_unfinished:
        response["HX-Refresh"] = "true"
    return response


@require(Permission.SIGN_IN)
@require_POST
def job_cancel(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Stop a job of the person's own."""
    job = get_object_or_404(Job, pk=pk, asked_by=request.user)
    actions.cancel(job, by=request.user)
    messages.success(request, _("The work is being cancelled. If it ends before it hears of it, it stays."))
    return redirect(kind_of(job).page(job))


def _job(request: PortalRequest, pk: UUID) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user), pk=pk)


def shown(job: Job | None, user: User) -> dict[str, Any]:
    """Return what a page shows of a job that concerns its record; nothing without one."""
    if job is None:
        return {"job": None}
    done, total = pulse.progress_of(job.pk) or (0, 0)
    return {
        "job": job,
        "kind": kind_of(job),
        "page": kind_of(job).page(job),
        "done": done,
        "total": total,
        "is_own": job.asked_by_id == user.pk,
        "is_being_cancelled": pulse.is_cancelled(job.pk),
    }
