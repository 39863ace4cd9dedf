"""The back office's pages of tasks and reminders: looked at here, changed on pages of their own."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from departments.backoffice import ReadOnlyAdmin, ReferenceAdmin
from departments.models import ReminderSent, Task, TaskEvent, TaskPart


class LedgerAdmin(ReferenceAdmin):
    """Rows that the portal writes once and nobody changes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes here."""
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Nobody imports here."""
        return False


@admin.register(Task)
class TaskAdmin(ReadOnlyAdmin):
    """Tasks of the year's lists."""

    list_display = ("code", "title", "lead", "due_on", "state", "completed_on")
    list_filter = ("year", "state", "lead")
    search_fields = ("code", "title", "deliverable")
    list_select_related = ("lead",)
    columns = (
        *("code", "year", "title", "deliverable", "measure", "planned_due_on", "due_on", "lead", "duty"),
        *("state", "issued_on", "completed_on", "closed_on", "returns"),
    )
    key = ("code",)


@admin.register(TaskPart)
class TaskPartAdmin(ReadOnlyAdmin):
    """The departments' parts in tasks."""

    list_display = ("task", "department", "is_lead", "state", "signed_on", "completed_on", "reported_at")
    list_filter = ("state", "is_lead", "department")
    search_fields = ("task__code", "task__title", "progress")
    list_select_related = ("task", "department")
    columns = ("task", "department", "is_lead", "state", "progress", "signed_on", "completed_on")
    key = ("task", "department")


@admin.register(TaskEvent)
class TaskEventAdmin(LedgerAdmin):
    """What happened to tasks."""

    list_display = ("task", "step", "department", "happened_on", "recorded_by", "recorded_at")
    list_filter = ("step", "department")
    search_fields = ("task__code", "task__title", "remark", "recorded_by")
    list_select_related = ("task", "department")
    columns = (
        "task",
        "step",
        "department",
        "happened_on",
        "recorded_by",
        "remark",
        "due_before",
        "due_after",
    )
    key = ("id",)


@admin.register(ReminderSent)
class ReminderSentAdmin(LedgerAdmin):
    """The ledger of reminders."""

    list_display = ("sentence", "recipient", "deadline", "step", "sent_at", "mailed_at", "settled_at")
    list_filter = ("step", "recipient")
    search_fields = ("object_key", "sentence")
    list_select_related = ("recipient",)
    columns = (
        "object_key",
        "deadline",
        "step",
        "recipient",
        "sentence",
        "sent_at",
        "mailed_at",
        "settled_at",
    )
    key = ("object_key", "deadline", "step", "recipient")
