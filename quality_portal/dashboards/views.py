"""The pages that compose everything below."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from departments.access import Permission, Role, require


@require(Permission.SIGN_IN)
def home(request: HttpRequest) -> HttpResponse:
    """Lead everyone to where their work begins."""
    if request.user.role == Role.LEADER:
        return redirect("dashboard")
    if request.user.role == Role.ADMINISTRATOR:
        return redirect("admin:index")
    return render(request, "dashboards/home.html", {})


@require(Permission.VIEW_DASHBOARD)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show whether the plan will be met, where not and who is responsible."""
    return render(request, "dashboards/dashboard.html", {})


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
