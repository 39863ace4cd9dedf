"""Addresses of the enterprises pages."""

from django.urls import path

from enterprises.views import files, instruments, merging

app_name = "enterprises"

urlpatterns = [
    path("", files.enterprise_list, name="list"),
    path("export/", files.export, name="export"),
    path("products/", files.products, name="products"),
    path("products/export/", files.products_export, name="products_export"),
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
