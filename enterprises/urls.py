"""Addresses of the enterprises pages."""

from django.urls import path

from enterprises import views

app_name = "enterprises"

urlpatterns = [
    path("", views.enterprise_list, name="list"),
    path("export/", views.export, name="export"),
    path("products/", views.products, name="products"),
    path("new/", views.new, name="new"),
    path("<str:credit_code>/", views.detail, name="detail"),
    path("<str:credit_code>/edit/", views.edit, name="edit"),
    path("<str:credit_code>/products/new/", views.product_new, name="product_new"),
    path("<str:credit_code>/products/<int:pk>/", views.product_edit, name="product_edit"),
    path("<str:credit_code>/products/<int:pk>/standards/new/", views.standard_new, name="standard_new"),
    path(
        "<str:credit_code>/products/<int:pk>/standards/<int:standard_pk>/",
        views.standard_edit,
        name="standard_edit",
    ),
]
