"""Addresses of the assessments pages; the general ones, with a year in front, come last."""

from assessments.urls import aftermath, computing, papers, procedure, results, schemes

app_name = "assessments"

urlpatterns = [
    *schemes.urlpatterns,
    *aftermath.urlpatterns,
    *papers.urlpatterns,
    *procedure.urlpatterns,
    *computing.urlpatterns,
    *results.urlpatterns,
]
