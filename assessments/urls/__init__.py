"""Addresses of the assessments pages; the general ones, with a year in front, come last."""

from assessments.urls import results, schemes

app_name = "assessments"

urlpatterns = [*schemes.urlpatterns, *results.urlpatterns]
