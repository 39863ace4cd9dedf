"""Addresses of papers."""

from django.urls import path

from assessments.views import papers as views

urlpatterns = [
    path("papers/", views.paper_list, name="paper_list"),
    path("papers/export/", views.paper_export, name="paper_export"),
    path("papers/verify/", views.verify, name="paper_verify"),
    path("papers/fonts/", views.fonts, name="paper_fonts"),
    path("papers/of/<int:year>/", views.paper_desk, name="paper_desk"),
    path("papers/letters/start/<int:pk>/", views.letters_start, name="letters_start"),
    path("papers/letters/<uuid:pk>/", views.letters_show, name="letters"),
    path("papers/letters/<uuid:pk>/file/<slug:kind>/", views.letters_file, name="letters_file"),
    path("papers/<int:pk>/download/", views.download, name="paper_download"),
]
