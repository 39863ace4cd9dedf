"""The back office's pages of the ladders, the calendar and the cases."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from departments.backoffice import ReadOnlyAdmin, RecordAdmin, RecordInline, RowInline
from departments.backoffice.tables import TableAdmin
from inspections.actions.cases import refresh_due_days
from inspections.models import CampaignRule, Case, CaseAction, Holiday, Ladder, Requirement, Step, StepWording


@admin.register(Holiday)
class HolidayAdmin(TableAdmin):
    """Holidays and make-up workdays; a wrong one may be removed, since nothing points at it."""

    list_display = ("day", "name", "is_workday")
    list_filter = ("is_workday",)
    date_hierarchy = "day"
    columns = ("day", "name", "is_workday")
    key = ("day",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Count the due days of open cases anew by the changed calendar."""
        super().save_model(request, obj, form, change)
        refresh_due_days(by=request.user)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Count the due days of open cases anew without the day."""
        super().delete_model(request, obj)
        refresh_due_days(by=request.user)


@admin.register(Ladder)
class LadderAdmin(RecordAdmin):
    """Ladders of sanctions."""

    list_display = ("name", "code", "field", "is_default", "rest_months")
    search_fields = ("name", "code")
    columns = ("code", "name", "name_en", "field", "is_default", "rest_months", "rest_basis")
    key = ("code",)


class RequirementInline(RecordInline):
    """What a step comes after."""

    model = Requirement
    fk_name = "step"
    fields = ("after", "outcome", "is_active", "opened_version")


@admin.register(Step)
class StepAdmin(RecordAdmin):
    """Steps of the ladders: the law as rows."""

    list_display = ("name", "ladder", "track", "earliest", "latest", "unit", "basis", "is_active")
    list_filter = ("ladder", "track", "is_active")
    search_fields = ("name", "code", "basis")
    list_select_related = ("ladder",)
    inlines = (RequirementInline,)
    columns = (
        "ladder",
        "code",
        "order",
        "name",
        "name_en",
        "track",
        "stage",
        "basis",
        "authority",
        "start",
        "earliest",
        "latest",
        "unit",
        "is_active",
    )
    key = ("ladder", "code")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Count the due days of open cases anew by the changed step."""
        super().save_related(request, form, formsets, change)
        refresh_due_days(by=request.user)


@admin.register(StepWording)
class StepWordingAdmin(RecordAdmin):
    """The laws that notices cite and the consequences they warn of."""

    list_display = ("step", "field", "basis", "warning")
    list_filter = ("step__ladder", "field")
    list_select_related = ("step",)
    columns = ("step", "field", "basis", "warning")
    key = ("step", "field")


@admin.register(CampaignRule)
class CampaignRuleAdmin(RecordAdmin):
    """Campaigns whose failed samples open no case, or follow another ladder."""

    list_display = ("campaign", "opens_cases", "ladder")
    list_select_related = ("campaign", "ladder")
    autocomplete_fields = ("campaign",)
    columns = ("campaign", "opens_cases", "ladder")
    key = ("campaign",)


class CaseActionInline(RowInline):
    """The steps taken in a case, to look at."""

    model = CaseAction
    fields = ("step", "taken_on", "outcome", "document_number", "officer", "withdrawn_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Steps are recorded on the case's page, which knows what is lawful."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Steps are recorded on the case's page, which knows what is lawful."""
        return False


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    """Cases, to look at."""

    list_display = ("number", "party", "township", "ladder", "opened_on", "due_on", "closed_on")
    list_filter = ("ladder", "township")
    search_fields = ("number", "party")
    date_hierarchy = "opened_on"
    list_select_related = ("township", "ladder")
    inlines = (CaseActionInline,)
    fields = (
        "number",
        "party",
        "enterprise",
        "sample",
        "township",
        "ladder",
        "opened_on",
        "due_on",
        "closed_on",
    )
    columns = ("number", "party", "township", "ladder", "opened_on", "due_on", "closed_on")
