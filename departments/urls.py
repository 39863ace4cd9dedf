"""Addresses of the departments pages."""

from django.urls import URLPattern

app_name = "departments"

urlpatterns: list[URLPattern] = []
