"""Answers to a reverse proxy and to a monitoring system; they hold no records."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST

from quality_portal.upkeep import metrics, probes


def for_probes(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Open a view to who bears ``PROBE_TOKEN``; without one set, to everyone in local mode alone."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if settings.PROBE_TOKEN:
            borne = request.headers.get("Authorization", "")
            is_open = constant_time_compare(borne, f"Bearer {settings.PROBE_TOKEN}")
        else:
            is_open = not settings.IS_PRODUCTION
        if not is_open:
            raise Http404
        return view(request)

    return guarded


@login_not_required
@require_GET
@for_probes
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, migrations, files and disk are fit, else 503 with what is not."""
    wrong = probes.faults()
    return JsonResponse({"status": "not ready" if wrong else "ready", **wrong}, status=503 if wrong else 200)


@login_not_required
@require_GET
@for_probes
def figures(request: HttpRequest) -> HttpResponse:
    """Give the figures of the running portal in Prometheus' text form."""
    return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)
