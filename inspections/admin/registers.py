"""The back office's pages of the registers. States change on the register's own pages, which check them."""

from django.contrib import admin

from departments.backoffice import ExportOnlyAdmin, ReadOnlyAdmin
from inspections.models import CampaignQuota, Incident, InfringementCase, SpecialCampaign


@admin.register(InfringementCase)
class InfringementCaseAdmin(ExportOnlyAdmin):
    """Counterfeit and infringement cases."""

    list_display = ("number", "kind", "party", "township", "found_on", "state", "goods_value", "penalty")
    list_filter = ("kind", "state", "source", "township")
    search_fields = ("number", "party", "enterprise__name", "enterprise__credit_code")
    date_hierarchy = "found_on"
    list_select_related = ("township",)
    autocomplete_fields = ("enterprise", "sample", "campaign")
    readonly_fields = ("state",)
    columns = (
        "number",
        "kind",
        "party",
        "enterprise",
        "township",
        "found_on",
        "source",
        "facts",
        "officer",
        "goods_value",
        "decision_number",
        "decided_on",
        "penalty",
        "transferred_to",
        "closed_on",
        "state",
    )
    key = ("number",)


@admin.register(Incident)
class IncidentAdmin(ExportOnlyAdmin):
    """Quality incidents."""

    list_display = ("title", "kind", "occurred_on", "department", "severity", "consequence", "handled_on")
    list_filter = ("kind", "severity", "consequence", "department")
    search_fields = ("title", "facts", "enterprise__name")
    date_hierarchy = "occurred_on"
    list_select_related = ("department",)
    autocomplete_fields = ("enterprise",)
    columns = (
        "kind",
        "occurred_on",
        "title",
        "severity",
        "department",
        "township",
        "enterprise",
        "facts",
        "is_regional_or_systemic",
        "judged_on",
        "judgement_reason",
        "judgement_document",
        "handled_on",
        "result",
        "consequence",
        "consequence_reason",
    )


@admin.register(SpecialCampaign)
class SpecialCampaignAdmin(ExportOnlyAdmin):
    """Special campaigns."""

    list_display = ("campaign", "lead", "starts_on", "ends_on")
    list_filter = ("lead",)
    search_fields = ("campaign__name", "campaign__code")
    list_select_related = ("campaign", "lead")
    columns = ("campaign", "goal", "lead", "starts_on", "ends_on", "summary")
    key = ("campaign",)


@admin.register(CampaignQuota)
class CampaignQuotaAdmin(ReadOnlyAdmin):
    """Planned batches: changed on the special campaign's page, which keeps the campaign's total."""

    list_display = ("campaign", "product_class", "township", "planned")
    list_filter = ("product_class", "township")
    search_fields = ("campaign__name",)
    list_select_related = ("campaign", "product_class", "township")
    columns = ("campaign", "product_class", "township", "planned")
