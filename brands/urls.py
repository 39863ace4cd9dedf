"""Addresses of the brands pages."""

from django.urls import path

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
]
