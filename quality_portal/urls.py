"""Addresses of the portal."""

from django.contrib import admin
from django.urls import include, path

from quality_portal.dashboards import views
from quality_portal.upkeep import views as upkeep

urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("search/", views.search, name="search"),
    path("dashboard/wall/", views.wall, name="wall"),
    path("dashboard/briefing.pdf", views.briefing, name="briefing"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", upkeep.readyz, name="readyz"),
    path("metrics", upkeep.figures, name="metrics"),
    path("language/", views.set_language, name="set_language"),
    path("accounts/", include("departments.account_urls")),
    path("help/", include("quality_portal.help.urls")),
    path("own/", include("departments.own_urls")),
    path("duties/", include("departments.urls")),
    path("tasks/", include("departments.task_urls")),
    path("meetings/", include("departments.meetings.urls")),
    path("activities/", include("departments.activities.urls")),
    path("targets/", include("targets.urls")),
    path("enterprises/", include("enterprises.urls")),
    path("inspections/cases/", include("inspections.urls.cases")),
    path("inspections/registers/", include("inspections.urls.registers")),
    path("inspections/", include("inspections.urls.spot_checks")),
    path("brands/", include("brands.urls")),
    path("reports/", include("reports.urls")),
    path("assessments/", include("assessments.urls")),
    path("audit/", include("departments.audit.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "quality_portal.dashboards.errors.bad_request"
handler403 = "quality_portal.dashboards.errors.permission_denied"
handler404 = "quality_portal.dashboards.errors.page_not_found"
handler500 = "quality_portal.dashboards.errors.server_error"
