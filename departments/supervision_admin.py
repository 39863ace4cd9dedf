"""The back office's pages of supervision lights and urging notices."""

from django.contrib import admin

from departments.backoffice import ReadOnlyAdmin, RecordAdmin
from departments.models import SupervisionRule, SupervisionScheme, UrgingNotice


@admin.register(SupervisionScheme)
class SupervisionSchemeAdmin(RecordAdmin):
    """Schemes of supervision lights; one is in force."""

    list_display = ("name", "code", "is_active", "answer_days", "reds_listed")
    columns = ("code", "name", "name_en", "is_active", "answer_days", "reds_listed")


@admin.register(SupervisionRule)
class SupervisionRuleAdmin(RecordAdmin):
    """Rules of the lights."""

    list_display = ("scheme", "colour", "word", "condition", "threshold", "order")
    list_filter = ("scheme", "colour", "condition")
    list_select_related = ("scheme",)
    columns = ("scheme", "colour", "word", "word_en", "condition", "threshold", "order")
    key = ("scheme", "colour", "condition")


@admin.register(UrgingNotice)
class UrgingNoticeAdmin(ReadOnlyAdmin):
    """Urging notices, to look at."""

    list_display = ("number", "department", "task", "colour", "issued_on", "answer_by", "closed_on")
    list_filter = ("year", "colour", "department")
    search_fields = ("task__code", "task__title", "demand", "answer")
    list_select_related = ("department", "task")
    columns = (
        *("year", "serial", "task", "department", "colour", "demand", "issued_on", "answer_by"),
        *("answered_on", "answer", "closed_on", "closing_remark"),
    )
    key = ("year", "serial")
