"""Addresses of the duties."""

from django.urls import path

from departments import views

app_name = "departments"

urlpatterns = [
    path("", views.duties, name="duties"),
    path("<str:code>/edit/", views.duty_edit, name="duty_edit"),
]
