"""Addresses of the inspections pages."""

from django.urls import path

from inspections.views import campaigns, imports, samples, statistics

app_name = "inspections"

urlpatterns = [
    path("", samples.sample_list, name="list"),
    path("export/", samples.export, name="export"),
    path("statistics/", statistics.page, name="statistics"),
    path("statistics/export/", statistics.export, name="statistics_export"),
    path("samples/<int:pk>/", samples.sample, name="sample"),
    path("import/", imports.receive, name="import"),
    path("imports/<int:pk>/", imports.detail, name="import_detail"),
    path("imports/<int:pk>/confirm/", imports.confirm, name="import_confirm"),
    path("imports/<int:pk>/marked/", imports.marked, name="import_marked"),
    path("imports/<int:pk>/file/", imports.raw, name="import_file"),
    path("imports/<int:pk>/undo/", imports.undo, name="import_undo"),
    path("campaigns/", campaigns.campaign_list, name="campaigns"),
    path("campaigns/export/", campaigns.export, name="campaigns_export"),
    path("campaigns/new/", campaigns.new, name="campaign_new"),
    path("campaigns/<str:code>/edit/", campaigns.edit, name="campaign_edit"),
]
