"""Addresses of the brands pages."""

from django.urls import path

from brands import views

app_name = "brands"

urlpatterns = [
    path("", views.register, name="list"),
    path("export/", views.export, name="export"),
    path("expiring/", views.expiring, name="expiring"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/end/", views.end, name="end"),
]
