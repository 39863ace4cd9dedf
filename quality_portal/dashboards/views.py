"""The pages that compose everything below."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from departments.access import Permission, PortalRequest, Role, require
from departments.search import find
from quality_portal.dashboards.board import board
from quality_portal.dashboards.forms import MomentForm, SearchForm
from quality_portal.dashboards.inbox import inbox, own_work
from quality_portal.lib import clock


@require(Permission.SIGN_IN)
def home(request: PortalRequest) -> HttpResponse:
    """Lead everyone to where their work begins."""
    if request.user.role == Role.LEADER:
        return redirect("dashboard")
    if request.user.role == Role.ADMINISTRATOR:
        return redirect("admin:index")
    today = clock.today()
    context = {"today": today, "inbox": inbox(request.user, today), "work": own_work(request.user, today)}
    return render(request, "dashboards/home.html", context)


@require(Permission.VIEW_DASHBOARD)
def dashboard(request: PortalRequest) -> HttpResponse:
    """Show whether the plan will be met, where not and who is responsible."""
    form = MomentForm(request.GET, today=clock.today())
    shown = board(form.asked_year, form.as_of)
    return render(request, "dashboards/dashboard.html", {"board": shown, "form": form})


@require(Permission.SIGN_IN)
def search(request: PortalRequest) -> HttpResponse:
    """Find records of every kind that the person may see."""
    form = SearchForm(request.GET)
    groups = find(request.user, form.words) if form.words else []
    return render(request, "dashboards/search.html", {"form": form, "groups": groups})


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch between Chinese and English and go back to the page the person was on."""
    return django_set_language(request)
