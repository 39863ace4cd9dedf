"""Addresses of the assessments pages; the general ones, with a year in front, come last."""

from assessments.urls import papers, results

app_name = "assessments"

urlpatterns = [*papers.urlpatterns, *results.urlpatterns]
