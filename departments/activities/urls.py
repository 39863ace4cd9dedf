"""Addresses of the activities."""

from django.urls import path

from departments.activities import views

app_name = "activities"

urlpatterns = [
    path("", views.activity_list, name="list"),
    path("export/", views.activity_export, name="export"),
    path("new/", views.activity_new, name="new"),
    path("<int:pk>/", views.activity, name="detail"),
    path("<int:pk>/edit/", views.activity_edit, name="edit"),
    path("photographs/<int:pk>/", views.photograph, name="photograph"),
    path("photographs/<int:pk>/small/", views.thumbnail, name="thumbnail"),
    path("photographs/<int:pk>/remove/", views.photograph_remove, name="photograph_remove"),
]
