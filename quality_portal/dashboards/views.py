"""The pages that compose everything below."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from departments.access import Permission, PortalRequest, Role, require
from departments.search import find, searches_for
from quality_portal.dashboards.board import board
from quality_portal.dashboards.briefing import briefing_paper
from quality_portal.dashboards.forms import MomentForm, SearchForm
from quality_portal.dashboards.inbox import inbox
from quality_portal.dashboards.own_figures import own_figures, own_targets
from quality_portal.dashboards.week import DAYS, week
from quality_portal.lib import clock
from quality_portal.lib.documents.errors import PaperError

HOMES = {
    Role.LEADER: "dashboard",
    Role.ADMINISTRATOR: "admin:index",
    Role.SECURITY: "admin:departments_user_changelist",
    Role.AUDITOR: "audit:list",
}
"""Where the work of those begins who have no inbox."""


@require(Permission.SIGN_IN)
def home(request: PortalRequest) -> HttpResponse:
    """Lead everyone to where their work begins."""
    if request.user.role in HOMES:
        return redirect(HOMES[Role(request.user.role)])
    user, today = request.user, clock.today()
    context = {
        "today": today,
        "inbox": inbox(user, today),
        "week": week(user, today),
        "days": DAYS,
        "figures": own_figures(user, today),
        "targets": own_targets(user, today),
    }
    return render(request, "dashboards/home.html", context)


@require(Permission.VIEW_DASHBOARD)
def dashboard(request: PortalRequest) -> HttpResponse:
    """Show whether the plan will be met, where not and who is responsible."""
    form = MomentForm(request.GET, today=clock.today())
    shown = board(request.user, form.asked_year, form.as_of, form.today)
    return render(request, "dashboards/dashboard.html", {"board": shown, "form": form})


@require(Permission.SIGN_IN)
def search(request: PortalRequest) -> HttpResponse:
    """Find records of every kind that the person may see."""
    form = SearchForm(request.GET)
    groups = find(request.user, form.words) if form.words else []
    context = {
        "form": form,
        "groups": groups,
        "total": sum(group.total for group in groups),
        "kinds": [search.label for search in searches_for(request.user)],
        "search_words": form.words,
    }
    return render(request, "dashboards/search.html", context)


@require(Permission.VIEW_DASHBOARD)
def wall(request: PortalRequest) -> HttpResponse:
    """Show the dashboard on a wall display; its script asks for this page again and again."""
    today, now = clock.today(), clock.now()
    shown = board(request.user, today.year, today, today)
    return render(request, "dashboards/wall.html", {"board": shown, "now": now})


@require(Permission.VIEW_DASHBOARD)
def briefing(request: PortalRequest) -> HttpResponse:
    """Print the dashboard as a briefing of two pages."""
    form = MomentForm(request.GET, today=clock.today())
    try:
        content = briefing_paper(request.user, form.asked_year, form.as_of, form.today)
    except PaperError as error:
        messages.error(request, str(error))
        return redirect("dashboard")
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="briefing-{form.as_of:%Y%m%d}.pdf"'
    return response


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
