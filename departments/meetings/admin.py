"""The back office's pages of joint meetings: looked at here, changed on the meetings' own pages."""

from django.contrib import admin

from departments.backoffice import ReadOnlyAdmin
from departments.models import AgendaItem, Attendance, Decision, Meeting


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    """Joint meetings."""

    list_display = ("__str__", "held_on", "place", "chair", "state", "minutes_number")
    list_filter = ("state", "year")
    search_fields = ("place", "chair")
    date_hierarchy = "held_on"
    columns = ("year", "half", "serial", "held_on", "begins", "place", "chair", "invited", "state", "minutes")


@admin.register(AgendaItem)
class AgendaItemAdmin(ReadOnlyAdmin):
    """Matters for meetings."""

    list_display = ("title", "meeting", "order", "presenter", "raised_by", "is_taken")
    list_filter = ("is_taken", ("raised_by", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "source")
    list_select_related = ("meeting", "presenter", "raised_by")
    columns = ("meeting", "order", "title", "presenter", "source", "raised_by", "is_taken")


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    """Attendance of meetings."""

    list_display = ("person", "post", "department", "presence", "meeting")
    list_filter = ("presence",)
    search_fields = ("person", "post")
    list_select_related = ("meeting", "department")
    columns = ("meeting", "department", "person", "post", "presence")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Decisions of meetings."""

    list_display = ("text", "owner", "due_on", "meeting")
    list_filter = (("owner", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("text",)
    date_hierarchy = "due_on"
    list_select_related = ("meeting", "owner")
    columns = ("meeting", "order", "text", "owner", "co_owners", "due_on")
