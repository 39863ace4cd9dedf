"""Address of the computing of automatic scores."""

from django.urls import path

from assessments.views import computing as views

urlpatterns = [
    path("<int:year>/<slug:group>/compute/", views.compute, name="compute"),
]
