"""Addresses of the assessments pages; the general ones, with a year in front, come last."""

from assessments.urls import computing, results

app_name = "assessments"

urlpatterns = [*computing.urlpatterns, *results.urlpatterns]
