"""Addresses of the brands pages."""

from django.urls import path

from brands import pipeline_views, subsidy_views, views, zone_views

app_name = "brands"

urlpatterns = [
    path("", views.register, name="list"),
    path("export/", views.export, name="export"),
    path("expiring/", views.expiring, name="expiring"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/end/", views.end, name="end"),
    path("candidates/", pipeline_views.candidates, name="candidates"),
    path("candidates/board/", pipeline_views.board, name="board"),
    path("candidates/export/", pipeline_views.export, name="candidates_export"),
    path("candidates/new/", pipeline_views.new, name="candidate_new"),
    path("candidates/<int:pk>/", pipeline_views.candidate, name="candidate"),
    path("candidates/<int:pk>/edit/", pipeline_views.edit, name="candidate_edit"),
    path("candidates/<int:pk>/move/", pipeline_views.move, name="candidate_move"),
    path("candidates/<int:pk>/award/", pipeline_views.award, name="candidate_award"),
    path("candidates/<int:pk>/refuse/", pipeline_views.refuse, name="candidate_refuse"),
    path("subsidies/", subsidy_views.subsidies, name="subsidies"),
    path("subsidies/export/", subsidy_views.export, name="subsidies_export"),
    path("subsidies/new/", subsidy_views.new, name="subsidy_new"),
    path("subsidies/<int:pk>/", subsidy_views.subsidy, name="subsidy"),
    path("subsidies/<int:pk>/edit/", subsidy_views.edit, name="subsidy_edit"),
    path("amounts/", subsidy_views.amounts, name="amounts"),
    path("amounts/export/", subsidy_views.amounts_export, name="amounts_export"),
    path("amounts/new/", subsidy_views.amount_new, name="amount_new"),
    path("amounts/<int:pk>/", subsidy_views.amount_edit, name="amount_edit"),
    path("zones/", zone_views.zones, name="zones"),
    path("zones/export/", zone_views.export, name="zones_export"),
    path("zones/<int:pk>/", zone_views.edit, name="zone_edit"),
]
