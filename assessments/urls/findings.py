"""Addresses of findings."""

from django.urls import path

from assessments.views import findings as views

FINDINGS = "<int:year>/<slug:group>/findings"

urlpatterns = [
    path(f"{FINDINGS}/", views.finding_list, name="findings"),
    path(f"{FINDINGS}/export/", views.finding_export, name="findings_export"),
    path(f"{FINDINGS}/<slug:code>/<int:criterion>/", views.finding, name="finding"),
]
