"""Addresses of the brands pages."""

from django.urls import path

from brands import pipeline_views, subsidy_views, zone_views
from brands.views import documents, imports, kinds, register, suspensions

app_name = "brands"

urlpatterns = [
    path("", register.register, name="list"),
    path("export/", register.export, name="export"),
    path("expiring/", register.expiring, name="expiring"),
    path("expiring/export/", register.expiring_export, name="expiring_export"),
    path("kinds/", kinds.kinds, name="kinds"),
    path("kinds/export/", kinds.export, name="kinds_export"),
    path("import/", imports.receive, name="import"),
    path("import/template/", imports.template, name="import_template"),
    path("imports/<int:pk>/", imports.detail, name="import_detail"),
    path("imports/<int:pk>/confirm/", imports.confirm, name="import_confirm"),
    path("imports/<int:pk>/marked/", imports.marked, name="import_marked"),
    path("imports/<int:pk>/file/", imports.raw, name="import_file"),
    path("new/", register.new, name="new"),
    path("<int:pk>/", register.detail, name="detail"),
    path("<int:pk>/edit/", register.edit, name="edit"),
    path("<int:pk>/end/", register.end, name="end"),
    path("<int:pk>/suspensions/new/", suspensions.suspend, name="suspend"),
    path("<int:pk>/suspensions/<int:suspension_pk>/", suspensions.suspension, name="suspension"),
    path("<int:pk>/documents/new/", documents.attach, name="attach"),
    path("<int:pk>/documents/<int:document_pk>/", documents.document, name="document"),
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
