"""Addresses of the help."""

from django.urls import path

from quality_portal.help import views

app_name = "help"

urlpatterns = [
    path("", views.own, name="own"),
    path("figures/", views.figures, name="figures"),
    path("hints/again/", views.hints_again, name="hints_again"),
    path("hints/<slug:code>/dismiss/", views.hint_dismiss, name="hint_dismiss"),
    path("<slug:role>/", views.guide, name="guide"),
]
