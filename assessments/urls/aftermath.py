"""Addresses of what follows the scores."""

from django.urls import path

from assessments.views import aftermath, decisions, years

urlpatterns = [
    path("rulings/", aftermath.rulings, name="rulings"),
    path("rulings/export/", aftermath.rulings_export, name="rulings_export"),
    path("rulings/<int:pk>/", decisions.ruling, name="ruling"),
    path("objections/", aftermath.objections, name="objections"),
    path("objections/export/", aftermath.objections_export, name="objections_export"),
    path("objections/<int:pk>/", decisions.objection, name="objection"),
    path("corrections/", aftermath.corrections, name="corrections"),
    path("corrections/export/", aftermath.corrections_export, name="corrections_export"),
    path("rectifications/", aftermath.rectifications, name="rectifications"),
    path("rectifications/export/", aftermath.rectifications_export, name="rectifications_export"),
    path("rectifications/<int:pk>/", decisions.rectification, name="rectification"),
    path("years/", years.over_years, name="over_years"),
    path("years/export/", years.over_years_export, name="over_years_export"),
    path("<int:year>/<slug:group>/rulings/new/", decisions.ruling_new, name="ruling_new"),
    path("<int:year>/<slug:group>/<slug:code>/object/<slug:criterion>/", decisions.object_to, name="object"),
    path("<int:year>/<slug:group>/<slug:code>/correct/<slug:criterion>/", decisions.correct, name="correct"),
]
