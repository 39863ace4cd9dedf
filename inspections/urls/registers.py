"""Addresses of the registers: infringement cases, incidents, special campaigns."""

from django.urls import path

from inspections.views import incidents, infringements, special

app_name = "registers"

urlpatterns = [
    path("infringements/", infringements.infringement_list, name="infringements"),
    path("infringements/export/", infringements.infringement_export, name="infringement_export"),
    path("infringements/new/", infringements.infringement_new, name="infringement_new"),
    path("infringements/<int:pk>/", infringements.infringement, name="infringement"),
    path("infringements/<int:pk>/edit/", infringements.infringement_edit, name="infringement_edit"),
    path(
        "infringements/<int:pk>/to/<slug:state>/",
        infringements.infringement_advance,
        name="infringement_advance",
    ),
    path("incidents/", incidents.incident_list, name="incidents"),
    path("incidents/export/", incidents.incident_export, name="incident_export"),
    path("incidents/new/", incidents.incident_new, name="incident_new"),
    path("incidents/<int:pk>/", incidents.incident, name="incident"),
    path("incidents/<int:pk>/edit/", incidents.incident_edit, name="incident_edit"),
    path("incidents/<int:pk>/judge/", incidents.incident_judge, name="incident_judge"),
    path("incidents/<int:pk>/settle/", incidents.incident_settle, name="incident_settle"),
    path("special/", special.special_list, name="specials"),
    path("special/export/", special.special_list_export, name="special_list_export"),
    path("special/new/", special.special_new, name="special_new"),
    path("special/<int:pk>/", special.special, name="special"),
    path("special/<int:pk>/export/", special.special_export, name="special_export"),
    path("special/<int:pk>/edit/", special.special_edit, name="special_edit"),
    path("special/<int:pk>/plan/", special.special_plan, name="special_plan"),
]
