"""Addresses of the schemes."""

from django.urls import path

from assessments.views import criteria, criteria_tables
from assessments.views import schemes as views

urlpatterns = [
    path("schemes/", views.scheme_list, name="schemes"),
    path("schemes/export/", views.scheme_export, name="scheme_export"),
    path("schemes/new/", views.scheme_new, name="scheme_new"),
    path("schemes/<int:pk>/", views.scheme, name="scheme"),
    path("schemes/<int:pk>/edit/", views.scheme_edit, name="scheme_edit"),
    path("schemes/<int:pk>/copy/", views.scheme_copy, name="scheme_copy"),
    path("schemes/<int:pk>/adopt/", views.scheme_adopt, name="scheme_adopt"),
    path("schemes/<int:pk>/bands/", views.scheme_bands, name="scheme_bands"),
    path("schemes/<int:pk>/criteria/new/", criteria.criterion_new, name="criterion_new"),
    path("schemes/<int:pk>/criteria/<int:criterion>/", criteria.criterion_edit, name="criterion_edit"),
    path("schemes/<int:pk>/criteria/<int:criterion>/move/", criteria.criterion_move, name="criterion_move"),
    path(
        "schemes/<int:pk>/criteria/<int:criterion>/remove/",
        criteria.criterion_remove,
        name="criterion_remove",
    ),
    path("schemes/<int:pk>/table/", criteria_tables.export, name="criteria_export"),
]
