"""The back office's pages of candidates, zones and payments. Stages move on the candidates' own pages."""

from django.contrib import admin

from brands.models import Candidate, CandidateMove, Subsidy, UsualAmount, Zone
from departments.backoffice import ExportOnlyAdmin, ReadOnlyAdmin, RecordAdmin


@admin.register(Candidate)
class CandidateAdmin(ReadOnlyAdmin):
    """Candidates."""

    list_display = ("__str__", "echelon", "lead", "township", "planned_year", "stage")
    list_filter = ("stage", "echelon", "planned_year", "lead")
    search_fields = ("product", "enterprise__name", "enterprise__credit_code", "kind__name")
    list_select_related = ("kind", "enterprise", "department", "lead", "township")
    columns = (
        "echelon",
        "enterprise",
        "department",
        "township",
        "product",
        "kind",
        "lead",
        "planned_year",
        "stage",
        "reason",
        "note",
    )
    key = ("enterprise", "kind", "product")


@admin.register(CandidateMove)
class CandidateMoveAdmin(ReadOnlyAdmin):
    """Moves of candidates."""

    list_display = ("candidate", "from_stage", "to_stage", "moved_at", "moved_by", "remark")
    list_filter = ("to_stage",)
    list_select_related = ("candidate__kind", "candidate__enterprise", "candidate__department")
    columns = ("candidate", "from_stage", "to_stage", "moved_at", "moved_by", "remark")
    key = ("candidate", "moved_at")


@admin.register(UsualAmount)
class UsualAmountAdmin(RecordAdmin):
    """Usual amounts."""

    list_display = ("kind", "purpose", "amount", "policy", "since", "until")
    list_filter = ("purpose",)
    search_fields = ("kind__name", "policy", "document_number")
    list_select_related = ("kind",)
    columns = ("kind", "purpose", "amount", "policy", "document_number", "since", "until")
    key = ("kind", "purpose", "since")


@admin.register(Subsidy)
class SubsidyAdmin(ExportOnlyAdmin):
    """Awards and subsidies paid."""

    list_display = ("__str__", "purpose", "amount", "paid_on", "payer", "document_number")
    list_filter = ("purpose",)
    search_fields = ("document_number", "payer", "credential__number")
    date_hierarchy = "paid_on"
    list_select_related = ("credential__kind", "candidate__kind")
    raw_id_fields = ("credential", "candidate")
    columns = ("purpose", "amount", "paid_on", "payer", "document_number", "credential", "candidate", "note")
    key = ("credential", "candidate", "paid_on")


@admin.register(Zone)
class ZoneAdmin(ExportOnlyAdmin):
    """The build of demonstration zones."""

    list_display = ("credential", "crop", "built_from", "built_until", "accepted_on")
    list_filter = ("crop",)
    search_fields = ("crop", "credential__number")
    list_select_related = ("credential__kind",)
    raw_id_fields = ("credential",)
    columns = ("credential", "crop", "built_from", "built_until", "accepted_on", "acceptance_document")
    key = ("credential",)
