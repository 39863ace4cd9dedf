"""The back office's pages of half-yearly reports: everything here is looked at, its own pages change it."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from departments.backoffice import ReadOnlyAdmin, ReferenceAdmin
from reports.models import (
    CompiledReport,
    CompiledSection,
    Evidence,
    PeriodException,
    Remark,
    Report,
    ReportLine,
    ReportPeriod,
    Submission,
)


class KeptAdmin(ReferenceAdmin):
    """Rows that stay as they were written."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes here."""
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Nobody imports here."""
        return False


class ReportRowsAdmin(ReadOnlyAdmin):
    """Rows of reports the person may see: drafts are the unit's and the office's."""

    path = ""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Return the rows of visible reports."""
        rows = super().get_queryset(request)
        seen = Report.objects.visible_to(request.user).order_by().values("pk")  # type: ignore[arg-type]
        return rows.filter(models.Q((f"{self.path}in", seen)))


@admin.register(ReportPeriod)
class ReportPeriodAdmin(ReadOnlyAdmin):
    """Half-years."""

    list_display = ("__str__", "due_on", "locked_at", "locked_by", "lock_reason")
    list_filter = ("year", "half")
    list_select_related = ("locked_by",)
    columns = ("code", "period_start", "period_end", "due_on", "locked_at", "lock_reason")
    key = ("code",)


@admin.register(PeriodException)
class PeriodExceptionAdmin(KeptAdmin):
    """Exceptions from locks."""

    list_display = ("period", "department", "reason", "until", "granted_by", "granted_at")
    list_select_related = ("period", "department", "granted_by")
    columns = ("period", "department", "reason", "until", "granted_by", "granted_at")
    key = ("period", "department", "granted_at")


@admin.register(Report)
class ReportAdmin(ReportRowsAdmin):
    """Reports."""

    path = "pk__"
    list_display = ("__str__", "state", "accepted_at", "accepted_by")
    list_filter = ("state", "period", "department__kind")
    search_fields = ("department__name",)
    list_select_related = ("period", "department", "accepted_by")
    columns = ("code", "period", "department", "state", "accepted_at", "accepted_by")
    key = ("code",)


@admin.register(ReportLine)
class ReportLineAdmin(ReportRowsAdmin):
    """Lines of reports."""

    path = "report__"
    list_display = ("heading", "report", "kind", "saved_by", "saved_at")
    list_filter = ("section", "kind", "report__period")
    search_fields = ("heading", "text", "report__department__name")
    list_select_related = ("report__period", "report__department")
    columns = ("report", "section", "kind", "heading", "text", "drafted", "saved_by", "saved_at")
    key = ("report", "heading")


@admin.register(Submission)
class SubmissionAdmin(KeptAdmin):
    """What was handed in."""

    list_display = ("report", "number", "submitted_at", "submitted_name", "filed_for", "is_late", "decision")
    list_filter = ("is_late", "decision", "report__period")
    list_select_related = ("report__period", "report__department")
    exclude = ("content",)
    columns = ("report", "number", "submitted_at", "submitted_name", "filed_for", "due_on", "is_late")
    key = ("report", "number")


@admin.register(Remark)
class RemarkAdmin(KeptAdmin):
    """Remarks of the office."""

    list_display = ("text", "submission", "made_by", "made_at")
    list_select_related = ("submission__report__period", "submission__report__department", "made_by")
    columns = ("text", "made_by", "made_at")
    key = ("text", "made_at")


@admin.register(Evidence)
class EvidenceAdmin(ReportRowsAdmin):
    """Evidence files; the files themselves are given out by the report's page."""

    path = "report__"
    list_display = ("name", "report", "kind", "size", "added_by", "added_at", "removed_at")
    list_filter = ("kind",)
    search_fields = ("name", "report__department__name")
    list_select_related = ("report__period", "report__department", "added_by")
    columns = ("report", "name", "kind", "size", "added_by", "added_at", "removed_at")
    key = ("report", "name")


@admin.register(CompiledReport)
class CompiledReportAdmin(ReadOnlyAdmin):
    """Compiled reports."""

    list_display = ("title", "compiled_at", "compiled_by", "from_reports")
    list_select_related = ("compiled_by",)
    columns = ("period", "title", "compiled_at", "compiled_by", "from_reports")
    key = ("period",)


@admin.register(CompiledSection)
class CompiledSectionAdmin(ReadOnlyAdmin):
    """Sections of compiled reports."""

    list_display = ("__str__", "heading")
    list_select_related = ("compiled",)
    columns = ("key", "heading", "text")
    key = ("key", "heading")
