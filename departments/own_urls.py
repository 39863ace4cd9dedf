"""Addresses of what belongs to one person alone."""

from django.urls import path

from departments.jobs import views as jobs
from departments.views import saved_views

app_name = "own"

urlpatterns = [
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/<uuid:pk>/", jobs.job_detail, name="job"),
    path("jobs/<uuid:pk>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<uuid:pk>/cancel/", jobs.job_cancel, name="job_cancel"),
    path("views/save/", saved_views.view_save, name="view_save"),
    path("views/<int:pk>/rename/", saved_views.view_rename, name="view_rename"),
    path("views/<int:pk>/open-with/", saved_views.view_open_with, name="view_open_with"),
    path("views/<int:pk>/remove/", saved_views.view_remove, name="view_remove"),
]
