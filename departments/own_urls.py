"""Addresses of what belongs to one person alone."""

from django.urls import path

from departments.views import saved_views

app_name = "own"

urlpatterns = [
    path("views/save/", saved_views.view_save, name="view_save"),
    path("views/<int:pk>/rename/", saved_views.view_rename, name="view_rename"),
    path("views/<int:pk>/open-with/", saved_views.view_open_with, name="view_open_with"),
    path("views/<int:pk>/remove/", saved_views.view_remove, name="view_remove"),
]
