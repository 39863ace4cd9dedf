"""Addresses of what belongs to one person alone."""

from django.urls import path

from departments.views import saved_views

app_name = "own"

urlpatterns = [
    path("views/save/", saved_views.view_save, name="view_save"),
    path("views/<int:pk>/remove/", saved_views.view_remove, name="view_remove"),
]
