"""Addresses of the procedure."""

from django.urls import path

from assessments.views import evidence, grid, procedure, units

YEAR = "<int:year>/<slug:group>"

urlpatterns = [
    path(f"{YEAR}/procedure/", procedure.procedure, name="procedure"),
    path(f"{YEAR}/procedure/on/", procedure.move, {"way": "on"}, name="procedure_on"),
    path(f"{YEAR}/procedure/back/", procedure.move, {"way": "back"}, name="procedure_back"),
    path(f"{YEAR}/procedure/days/", procedure.days, name="procedure_days"),
    path(f"{YEAR}/procedure/decision/", procedure.decision, name="procedure_decision"),
    path(f"{YEAR}/procedure/draw/", procedure.draw, name="procedure_draw"),
    path(f"{YEAR}/procedure/draw/check/", procedure.check_draw, name="procedure_draw_check"),
    path(f"{YEAR}/filing/<slug:code>/", units.filing, name="filing"),
    path(f"{YEAR}/self/<slug:code>/", units.own, name="self"),
    path(f"{YEAR}/self/<slug:code>/back/", units.give_back, name="give_back"),
    path(f"{YEAR}/self/<slug:code>/<int:criterion>/files/", evidence.add, name="evidence_add"),
    path("files/<int:pk>/", evidence.download, name="evidence"),
    path("files/<int:pk>/remove/", evidence.remove, name="evidence_remove"),
    path(f"{YEAR}/visit/<slug:code>/", units.visit, name="visit"),
    path(f"{YEAR}/scores/", grid.scores, name="scores"),
    path(f"{YEAR}/scores/cell/", grid.cell, name="cell"),
]
