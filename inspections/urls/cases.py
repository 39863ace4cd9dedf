"""Addresses of the enforcement cases."""

from django.urls import path

from inspections.views import cases as views

app_name = "cases"

urlpatterns = [
    path("", views.case_list, name="list"),
    path("export/", views.export, name="export"),
    path("open/", views.open_missing, name="open"),
    path("spared/", views.spared, name="spared"),
    path("spared/export/", views.spared_export, name="spared_export"),
    path("<str:number>/", views.detail, name="detail"),
    path("<str:number>/steps/<slug:code>/", views.step, name="step"),
    path("<str:number>/notices/<slug:code>.pdf", views.notice, name="notice"),
    path("<str:number>/actions/<int:pk>/evidence/", views.evidence, name="evidence"),
    path("<str:number>/actions/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
