"""Addresses of the assessments pages; the general ones, with a year in front, come last."""

from assessments.urls import procedure, results

app_name = "assessments"

urlpatterns = [*procedure.urlpatterns, *results.urlpatterns]
