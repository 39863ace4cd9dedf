"""Addresses of the enterprises pages."""

from django.urls import path

from enterprises.views import files, imports, instruments, merging

app_name = "enterprises"

FILES, PRODUCTS = {"subject": "enterprises"}, {"subject": "products"}
"""What the pages of an import are about."""

urlpatterns = [
    path("", files.enterprise_list, name="list"),
    path("export/", files.export, name="export"),
    path("products/", files.products, name="products"),
    path("products/export/", files.products_export, name="products_export"),
    path("import/", imports.receive, FILES, name="import"),
    path("import/template/", imports.template, FILES, name="import_template"),
    path("imports/<int:pk>/", imports.detail, FILES, name="import_detail"),
    path("imports/<int:pk>/confirm/", imports.confirm, FILES, name="import_confirm"),
    path("imports/<int:pk>/marked/", imports.marked, FILES, name="import_marked"),
    path("imports/<int:pk>/file/", imports.raw, FILES, name="import_file"),
    path("products/import/", imports.receive, PRODUCTS, name="product_import"),
    path("products/import/template/", imports.template, PRODUCTS, name="product_import_template"),
    path("products/imports/<int:pk>/", imports.detail, PRODUCTS, name="product_import_detail"),
    path("products/imports/<int:pk>/confirm/", imports.confirm, PRODUCTS, name="product_import_confirm"),
    path("products/imports/<int:pk>/marked/", imports.marked, PRODUCTS, name="product_import_marked"),
    path("products/imports/<int:pk>/file/", imports.raw, PRODUCTS, name="product_import_file"),
    path("instruments/", instruments.instrument_list, name="instruments"),
    path("instruments/export/", instruments.export, name="instruments_export"),
    path("duplicates/", merging.duplicates, name="duplicates"),
    path("merge/<str:first>/<str:second>/", merging.merge, name="merge"),
    path("merge/<str:first>/<str:second>/apart/", merging.apart, name="apart"),
    path("new/", files.new, name="new"),
    path("<str:credit_code>/", files.detail, name="detail"),
    path("<str:credit_code>/file.pdf", files.paper, name="paper"),
    path("<str:credit_code>/edit/", files.edit, name="edit"),
    path("<str:credit_code>/products/new/", files.product_new, name="product_new"),
    path("<str:credit_code>/products/<int:pk>/", files.product_edit, name="product_edit"),
    path("<str:credit_code>/products/<int:pk>/standards/new/", files.standard_new, name="standard_new"),
    path(
        "<str:credit_code>/products/<int:pk>/standards/<int:standard_pk>/",
        files.standard_edit,
        name="standard_edit",
    ),
    path("<str:credit_code>/instruments/new/", instruments.new, name="instrument_new"),
    path("<str:credit_code>/instruments/<int:pk>/", instruments.edit, name="instrument_edit"),
    path(
        "<str:credit_code>/instruments/<int:pk>/verifications/new/",
        instruments.verification_new,
        name="verification_new",
    ),
    path(
        "<str:credit_code>/instruments/<int:pk>/verifications/<int:verification_pk>/",
        instruments.verification_edit,
        name="verification_edit",
    ),
]
