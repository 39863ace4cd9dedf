"""Addresses of the results."""

from django.urls import path

from assessments.views import results as views

urlpatterns = [
    path("", views.years, name="list"),
    path("<int:year>/<slug:edition>.pdf", views.paper, name="paper"),
    path("<int:year>/<slug:group>/", views.detail, name="detail"),
    path("<int:year>/<slug:group>/publish/", views.publish, name="publish"),
    path("<int:year>/<slug:group>/<slug:code>/", views.unit, name="unit"),
]
