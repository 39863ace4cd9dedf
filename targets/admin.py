"""The back office's pages of the plan and its targets."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from departments.backoffice import ReadOnlyAdmin, RecordAdmin, RecordAdminForm, ReferenceAdmin
from targets.models import (
    Benchmark,
    Comment,
    FrozenFigure,
    Goal,
    Notice,
    OwnJudgement,
    Plan,
    PlanYear,
    Reading,
    Target,
    TaskLink,
    YearClosing,
)


@admin.register(Plan)
class PlanAdmin(RecordAdmin):
    """Plans."""

    list_display = ("name", "code", "start_year", "end_year", "document_number", "adopted_on")
    search_fields = ("name", "code", "document_number")
    columns = (
        "code",
        "name",
        "start_year",
        "end_year",
        "document_number",
        "adopted_on",
        "green_from",
        "yellow_from",
    )


@admin.register(PlanYear)
class PlanYearAdmin(ReferenceAdmin):
    """Years of plans; milestone years are the ones a plan itself sets goals for."""

    list_display = ("year", "plan", "is_milestone")
    list_filter = ("plan", "is_milestone")
    list_select_related = ("plan",)
    columns = ("plan", "year", "is_milestone")
    key = ("plan", "year")


@admin.register(Target)
class TargetAdmin(RecordAdmin):
    """Targets."""

    list_display = ("code", "name", "sector", "lead", "unit", "measure", "is_active")
    list_filter = ("plan", "sector", "lead", "is_active")
    search_fields = ("code", "name", "name_en", "clause", "note")
    list_select_related = ("lead",)
    filter_horizontal = ("cooperating",)
    columns = (
        "plan",
        "code",
        "name",
        "name_en",
        "sector",
        "lead",
        "cooperating",
        "unit",
        "decimals",
        "measure",
        "baseline",
        "baseline_year",
        "weight",
        "over_periods",
        "over_units",
        "green_from",
        "yellow_from",
        "clause",
        "note",
        "order",
        "is_active",
    )
    key = ("plan", "code")


class GoalAdminForm(RecordAdminForm):
    """A goal's form: the reason of an earlier change is not the reason of this one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["change_reason"] = ""


@admin.register(Goal)
class GoalAdmin(RecordAdmin):
    """Goals; a doubtful figure is confirmed on the target's page, where the confirmation is signed."""

    form = GoalAdminForm
    list_display = (
        "target",
        "year",
        "operator",
        "value",
        "upper",
        "region",
        "is_proposed",
        "needs_confirmation",
    )
    list_filter = ("year", "operator", "is_proposed", "needs_confirmation", "target__plan")
    search_fields = ("target__code", "target__name", "statement", "note")
    list_select_related = ("target",)
    readonly_fields = ("needs_confirmation", "confirmed_at", "confirmed_by", "adopted_at", "adopted_by")
    columns = (
        "target",
        "year",
        "operator",
        "value",
        "upper",
        "tolerance",
        "region",
        "statement",
        "is_proposed",
        "note",
        "change_reason",
    )
    key = ("target", "year")


@admin.register(Benchmark)
class BenchmarkAdmin(RecordAdmin):
    """Averages of larger regions."""

    list_display = ("target", "region", "year", "value", "source")
    list_filter = ("region", "year")
    search_fields = ("target__code", "target__name", "source")
    list_select_related = ("target",)
    columns = ("target", "region", "year", "value", "source")
    key = ("target", "region", "year")


@admin.register(Reading)
class ReadingAdmin(ReadOnlyAdmin):
    """Readings; they are entered and checked on the target's page."""

    list_display = ("target", "as_of", "value", "grade", "no_value", "state", "entered_by", "checked_by")
    list_filter = ("state", "grade", "as_of")
    search_fields = ("target__code", "target__name", "source", "remark")
    list_select_related = ("target", "entered_by", "checked_by")
    columns = (
        "target",
        "as_of",
        "value",
        "grade",
        "no_value",
        "override_reason",
        "source",
        "evidence_name",
        "state",
        "remark",
        "entered_by",
        "checked_by",
    )
    key = ("target", "as_of")


@admin.register(YearClosing)
class YearClosingAdmin(ReadOnlyAdmin):
    """Closings of years; a year is closed and reopened on the plan's page."""

    list_display = ("plan_year", "closed_at", "closed_by", "reopened_at", "reopened_by", "reopen_reason")
    list_filter = ("plan_year__plan",)
    search_fields = ("plan_year__plan__name", "reopen_reason")
    list_select_related = ("plan_year", "closed_by", "reopened_by")
    columns = ("plan_year", "closed_at", "closed_by", "reopened_at", "reopened_by", "reopen_reason")
    key = ("plan_year", "closed_at")


@admin.register(FrozenFigure)
class FrozenFigureAdmin(ReferenceAdmin):
    """What closed years keep, to look at."""

    list_display = ("target", "closing", "goal", "value", "attainment", "light")
    list_filter = ("closing__plan_year__year", "light")
    search_fields = ("target__code", "target__name")
    list_select_related = ("target", "closing__plan_year")
    columns = (
        *("closing", "target", "value", "grade", "numerator", "denominator", "records"),
        *("goal", "attainment", "light", "reason"),
    )
    key = ("closing", "target")

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Nobody imports here."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Frozen figures come from a closing alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What was frozen stays."""
        return False


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """What the office told departments; told on the page that says why a target is red."""

    list_display = ("target", "year", "department", "sentence", "told_at", "told_by")
    list_filter = ("year", "department")
    search_fields = ("target__code", "target__name", "sentence")
    list_select_related = ("target", "department", "told_by")
    columns = ("target", "year", "department", "sentence", "told_at", "told_by")
    key = ("target", "told_at")


@admin.register(OwnJudgement)
class OwnJudgementAdmin(ReadOnlyAdmin):
    """Departments' own judgements; given on the target's page."""

    list_display = ("target", "year", "light", "computed", "sentence", "judged_by")
    list_filter = ("year", "light")
    search_fields = ("target__code", "target__name", "sentence")
    list_select_related = ("target", "judged_by")
    columns = ("target", "year", "light", "computed", "sentence", "judged_at", "judged_by")
    key = ("target", "year")


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    """Comments of the office; written on the target's page."""

    list_display = ("target", "text", "written_at", "written_by")
    search_fields = ("target__code", "target__name", "text")
    list_select_related = ("target", "written_by")
    columns = ("target", "text", "written_at", "written_by")
    key = ("target", "written_at")


@admin.register(TaskLink)
class TaskLinkAdmin(ReadOnlyAdmin):
    """Which tasks serve which targets; chosen on the task's page."""

    list_display = ("target", "task")
    list_filter = ("target", "task__year")
    search_fields = ("task__code", "task__title")
    list_select_related = ("target", "task")
    columns = ("target", "task")
    key = ("target", "task")
