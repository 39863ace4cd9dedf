"""Addresses of the joint meetings."""

from django.urls import path

from departments.meetings.views import editing, reading

app_name = "meetings"

urlpatterns = [
    path("", reading.meeting_list, name="list"),
    path("export/", reading.meeting_export, name="export"),
    path("new/", editing.meeting_new, name="new"),
    path("decisions/", reading.decision_list, name="decisions"),
    path("decisions/export/", reading.decision_export, name="decision_export"),
    path("decisions/<int:pk>/edit/", editing.decision_edit, name="decision_edit"),
    path("decisions/<int:pk>/remove/", editing.decision_remove, name="decision_remove"),
    path("<int:pk>/", reading.meeting, name="detail"),
    path("<int:pk>/edit/", editing.meeting_edit, name="edit"),
    path("<int:pk>/to/<slug:then>/", editing.meeting_advance, name="advance"),
    path("<int:pk>/raise/", editing.matter_raise, name="raise"),
    path("<int:pk>/agenda/", editing.agenda, name="agenda"),
    path("<int:pk>/attendance/", editing.attendance, name="attendance"),
    path("<int:pk>/decisions/new/", editing.decision_new, name="decision_new"),
    path("<int:pk>/minutes/", editing.minutes, name="minutes"),
    path("<int:pk>/minutes/pdf/", reading.minutes_paper, name="minutes_pdf"),
]
