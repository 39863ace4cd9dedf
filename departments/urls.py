"""Addresses of the duties."""

from django.urls import path

from departments.views import duties

app_name = "departments"

urlpatterns = [
    path("", duties.duties, name="duties"),
    path("<str:code>/edit/", duties.duty_edit, name="duty_edit"),
]
