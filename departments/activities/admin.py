"""The back office's pages of activities."""

from django.contrib import admin

from departments.backoffice import ExportOnlyAdmin, ReadOnlyAdmin
from departments.models import Activity, Photograph


@admin.register(Activity)
class ActivityAdmin(ExportOnlyAdmin):
    """Activities."""

    list_display = ("title", "kind", "held_on", "department", "people")
    list_filter = ("kind", "department")
    search_fields = ("title", "place", "text")
    date_hierarchy = "held_on"
    list_select_related = ("department",)
    columns = ("kind", "title", "held_on", "ended_on", "place", "people", "department", "text", "link")


@admin.register(Photograph)
class PhotographAdmin(ReadOnlyAdmin):
    """Photographs: added and taken back on their activity's page."""

    list_display = ("name", "activity", "added_by", "added_at", "removed_at")
    search_fields = ("name", "activity__title")
    list_select_related = ("activity",)
    columns = ("activity", "name", "sha256", "added_at", "added_by", "removed_at", "removed_by")
